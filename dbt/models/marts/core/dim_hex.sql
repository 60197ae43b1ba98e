select
    hex_id,
    resolution,
    centre_latitude,
    centre_longitude,
    area_km2,
    boundary_wkt
from {{ ref('stg_city__hex') }}
order by hex_id
