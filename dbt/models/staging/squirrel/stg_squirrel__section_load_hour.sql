select
    service_date,
    route_id,
    pattern_id,
    section_seq,
    from_stop_id,
    to_stop_id,
    section_m,
    hour,
    load_cnt,
    buses_cnt,
    is_hidden
from {{ source('squirrel', 'section_load_hour_public') }}
