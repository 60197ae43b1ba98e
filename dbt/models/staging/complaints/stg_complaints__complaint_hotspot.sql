select
    as_of_date,
    received_from,
    received_until,
    hex_id,
    field,
    cases_cnt,
    near_cases_cnt,
    gi_z,
    gi_p,
    is_hot
from {{ source('complaint_answers', 'complaint_hotspot_public') }}
