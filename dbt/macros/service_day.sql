{# The service day in SQL; `nightowl.service_day` is the definition, a test holds these to it. #}

{# Clock hour (0-23) of a service hour. #}
{% macro clock_hour(hour) -%}
    {{ hour }} % 24
{%- endmacro %}

{# Whether a service hour belongs to an owl night: clock hours 0-4, so from 24 on, and the morning hours up to 4. #}
{% macro is_night_hour(hour) -%}
    ({{ hour }} between 24 and 28 or {{ hour }} <= 4)
{%- endmacro %}

{# Hour of the owl night (24-28) of a service hour: 04:00-04:59 is written 28. #}
{% macro night_hour(hour) -%}
    case when {{ hour }} <= 4 then {{ hour }} + 24 else {{ hour }} end
{%- endmacro %}

{# The evening an owl night is named after: a morning hour belongs to the night that began the day before. #}
{% macro night_date(service_date, hour) -%}
    case when {{ hour }} <= 4 then {{ service_date }} - 1 else {{ service_date }} end
{%- endmacro %}
