{# Seats of the bus a kind of route runs with, as the city profile tells (`seats_of`: route_type → seats, `other` for all not named). #}
{% macro seats(route_type) -%}
    {%- set seats_of = "'" ~ (var('seats_of') | tojson) ~ "'" -%}
    cast(
        coalesce(
            json_extract({{ seats_of }}, concat('$.', coalesce({{ route_type }}, 'other'))),
            json_extract({{ seats_of }}, '$.other')
        ) as integer
    )
{%- endmacro %}

{# The city's word for how full a bus is: 여유, 보통, 혼잡. #}
{% macro crowding(load_per_bus, seats) -%}
    case
        when {{ load_per_bus }} <= {{ seats }} then 'spacious'
        when {{ load_per_bus }} <= {{ var('crowded_seats') }} * {{ seats }} then 'normal'
        when {{ load_per_bus }} is not null then 'crowded'
    end
{%- endmacro %}
