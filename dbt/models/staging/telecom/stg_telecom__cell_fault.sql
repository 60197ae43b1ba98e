select
    service_date,
    cell_id,
    fault,
    clock_skew_s,
    silent_from_hour,
    silent_hours_cnt,
    expected_events_cnt
from {{ source('telecom', 'cell_fault') }}
