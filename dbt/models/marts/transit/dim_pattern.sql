-- A list of routes may be of another day than the sequences: what it stated last, or else first, is held against them.
with version as (
    {{ versions(
        ref('int_transit__pattern'),
        'pattern_id',
        ['route_id', 'route_no', 'stop_ids', 'first_departure_s', 'last_departure_s', 'trips_cnt', 'length_km']
    ) }}
),

stated as (
    select
        version.inventory,
        version.pattern_id,
        version.valid_from,
        coalesce(
            arg_max(route.length_km, route.valid_from) filter (where route.valid_from <= version.valid_from),
            arg_min(route.length_km, route.valid_from)
        ) as stated_length_km
    from version
    inner join {{ ref('stg_network__route') }} as route
        on version.inventory = route.inventory and version.route_id = route.route_id
    group by version.inventory, version.pattern_id, version.valid_from
)

select
    version.inventory,
    version.pattern_id,
    version.valid_from,
    version.valid_to,
    version.valid_to is null as is_current,
    version.route_id,
    version.route_no,
    version.stops_cnt,
    version.located_stops_cnt,
    version.first_stop_name,
    version.turning_stop_name,
    version.last_stop_name,
    version.first_departure_s,
    version.last_departure_s,
    version.trips_cnt,
    version.length_km,
    stated.stated_length_km,
    abs(version.length_km / stated.stated_length_km - 1) > 0.2 as is_length_contradicted
from version
left join stated
    on
        version.inventory = stated.inventory
        and version.pattern_id = stated.pattern_id
        and version.valid_from = stated.valid_from
order by version.inventory, version.pattern_id, version.valid_from
