select
    field,
    item,
    name_en,
    limit_h,
    limit_working_days
from {{ source('complaints', 'complaint_item') }}
