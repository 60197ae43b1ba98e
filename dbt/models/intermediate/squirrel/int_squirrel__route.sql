-- A route's id is its publisher's; of several lists that have it the newest counts.
select
    route_id,
    route_no,
    route_type
from {{ ref('stg_network__route') }}
qualify row_number() over (partition by route_id order by valid_from desc, inventory asc, route_no asc) = 1
