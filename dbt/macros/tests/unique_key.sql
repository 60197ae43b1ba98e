{# No two rows share the key; NULL counts as a value, since a missing stop number is one stop, not many. #}
{% test unique_key(model, columns) %}
select
    {{ columns | join(', ') }},
    count(*) as rows_cnt
from {{ model }}
group by all
having count(*) > 1
{% endtest %}
