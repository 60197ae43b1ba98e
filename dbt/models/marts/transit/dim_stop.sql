with version as (
    {{ versions(
        ref('stg_network__stop'),
        'stop_id',
        [
            'mode', 'ars_id', 'stop_name', 'stop_type', 'line_name', 'parent_stop_id', 'latitude', 'longitude'
        ]
    ) }}
)

select
    inventory,
    stop_id,
    valid_from,
    valid_to,
    valid_to is null as is_current,
    mode,
    ars_id,
    stop_name,
    stop_type,
    line_name,
    parent_stop_id,
    latitude,
    longitude,
    hex_id
from version
order by inventory, stop_id, valid_from
