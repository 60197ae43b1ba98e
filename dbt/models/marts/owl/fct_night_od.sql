select
    month,
    weekday,
    hour,
    origin_hex,
    home_hex,
    persons_cnt,
    person_nights_cnt,
    nights_cnt,
    residents_est,
    is_hidden,
    hidden_pairs_cnt
from {{ ref('stg_telecom__night_od') }}
order by month, origin_hex, home_hex, weekday, hour
