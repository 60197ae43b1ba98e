select
    feed,
    metric,
    service_date,
    value,
    day_kind,
    comparable_days_cnt,
    median,
    mad,
    z,
    verdict,
    sentence
from {{ source('quality', 'trend') }}
