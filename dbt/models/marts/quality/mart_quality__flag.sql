with unnested as (
    select
        feed,
        source_file,
        delivered,
        unnest(flagged) as doubtful
    from {{ ref('int_quality__newest_file') }}
)

select
    unnested.feed,
    unnested.source_file,
    unnested.delivered,
    unnested.doubtful.flag,
    unnested.doubtful.rows as rows_flagged
from unnested
order by unnested.feed, unnested.source_file, unnested.doubtful.flag
