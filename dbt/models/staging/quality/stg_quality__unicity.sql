select
    service_date,
    points_cnt,
    persons_cnt,
    eligible_persons_cnt,
    sample_persons_cnt,
    unique_share,
    is_hidden
from {{ source('measures', 'unicity') }}
