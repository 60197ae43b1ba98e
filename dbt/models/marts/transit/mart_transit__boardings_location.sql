with told as (
    select
        month,
        is_located,
        coalesce(located_by, unlocated_reason) as told_by,
        cast(count(*) as integer) as stops_cnt,
        cast(sum(boardings_cnt) as bigint) as boardings_cnt,
        cast(sum(alightings_cnt) as bigint) as alightings_cnt
    from {{ ref('mart_transit__stop_location') }}
    group by month, is_located, told_by
)

select
    month,
    is_located,
    told_by,
    stops_cnt,
    boardings_cnt,
    alightings_cnt,
    coalesce(boardings_cnt / nullif(sum(boardings_cnt) over (partition by month), 0), 0) as boardings_share
from told
order by month asc, is_located desc, boardings_cnt desc, told_by asc
