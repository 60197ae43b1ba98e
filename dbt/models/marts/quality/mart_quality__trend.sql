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
from {{ ref('stg_quality__trend') }}
order by feed, metric, service_date
