with version as (
    {{ versions(
        ref('stg_network__route'),
        'route_id',
        [
            'route_no', 'route_name', 'route_type_code', 'operator_name', 'from_stop_name', 'to_stop_name',
            'first_departure_s', 'last_departure_s', 'weekday_headway_min', 'saturday_headway_min',
            'holiday_headway_min', 'length_km'
        ]
    ) }}
)

select
    inventory,
    route_id,
    valid_from,
    valid_to,
    valid_to is null as is_current,
    route_no,
    route_name,
    route_type,
    is_night,
    operator_name,
    from_stop_name,
    to_stop_name,
    first_departure_s,
    last_departure_s,
    weekday_headway_min,
    saturday_headway_min,
    holiday_headway_min,
    length_km as stated_length_km
from version
order by inventory, route_id, valid_from
