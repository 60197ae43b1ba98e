with newest as (
    select *
    from {{ ref('stg_network__pattern_stop') }}
    qualify rank() over (partition by route_id, pattern_id order by valid_from desc, inventory asc) = 1
)

select
    route_id,
    pattern_id,
    cast(row_number() over (partition by route_id, pattern_id order by stop_seq) as integer) as place,
    stop_id,
    stop_name
from newest
