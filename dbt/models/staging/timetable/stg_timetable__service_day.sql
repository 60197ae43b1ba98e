select
    valid_from,
    inventory,
    service_id,
    service_date,
    is_added,
    flags,
    source_file,
    record_number
from {{ source('timetable', 'service_day') }}
