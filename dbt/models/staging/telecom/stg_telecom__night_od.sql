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
from {{ source('night', 'night_od_public') }}
