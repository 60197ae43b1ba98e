with unnested as (
    select
        feed,
        source_file,
        delivered,
        unnest(quarantined_by_reason) as refused
    from {{ ref('int_quality__newest_file') }}
)

select
    feed,
    source_file,
    delivered,
    refused.reason,
    refused.rows as rows_quarantined
from unnested
order by feed, source_file, refused.reason
