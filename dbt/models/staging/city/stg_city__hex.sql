select
    hex_id,
    resolution,
    centre_latitude,
    centre_longitude,
    area_km2,
    boundary_wkt
from {{ source('city', 'hex') }}
