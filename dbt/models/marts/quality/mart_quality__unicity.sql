select
    service_date,
    points_cnt,
    persons_cnt,
    eligible_persons_cnt,
    sample_persons_cnt,
    unique_share,
    is_hidden
from {{ ref('stg_quality__unicity') }}
order by service_date, points_cnt
