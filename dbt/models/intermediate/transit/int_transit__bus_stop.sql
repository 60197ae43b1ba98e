select
    valid_from as listed_on,
    inventory,
    stop_id,
    ars_id,
    {{ name_key('stop_name') }} as name_key,
    latitude,
    longitude,
    hex_id
from {{ ref('stg_network__stop') }}
where mode = 'bus'
