with cell as (
    select
        'cell' as inventory,
        *
    from {{ ref('stg_telecom__cell') }}
),

version as (
    {{ versions(
        'cell',
        'cell_id',
        ['site_id', 'technology', 'latitude', 'longitude', 'active_from', 'active_to']
    ) }}
)

select
    cell_id,
    valid_from,
    valid_to,
    valid_to is null as is_current,
    site_id,
    technology,
    latitude,
    longitude,
    hex_id,
    active_from,
    active_to
from version
order by cell_id, valid_from
