{# In each pair of columns the first is not above the second; NULL is no_nulls' business. #}
{% test ordered(model, pairs) %}
select *
from {{ model }}
where {% for pair in pairs %}{{ pair[0] }} > {{ pair[1] }}{{ ' or ' if not loop.last }}{% endfor %}
{% endtest %}
