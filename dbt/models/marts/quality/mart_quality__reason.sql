with unnested as (
    select
        feed,
        source_file,
        delivered,
        unnest(quarantined_by_reason) as refused
    from {{ ref('int_quality__newest_file') }}
)

select
    unnested.feed,
    unnested.source_file,
    unnested.delivered,
    unnested.refused.reason,
    unnested.refused.rows as rows_quarantined
from unnested
order by unnested.feed, unnested.source_file, unnested.refused.reason
