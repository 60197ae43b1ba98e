{# Each column lies between `min` and `max`, both included; either may be left out. NULL is no_nulls' business. #}
{% test in_range(model, columns, min=none, max=none) %}
select *
from {{ model }}
where
    false
    {% for column in columns %}
        {% if min is not none %}or {{ column }} < {{ min }}{% endif %}
        {% if max is not none %}or {{ column }} > {{ max }}{% endif %}
    {% endfor %}
{% endtest %}
