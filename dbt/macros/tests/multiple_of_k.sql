{# In the rows where `applies` holds every shown count is a multiple of k, and a hidden row shows none (`hidden` given): where the differences of
   exact counts would tell others that are hidden elsewhere. feed: the feed whose own k counts, where the city profile gives it one. #}
{% test multiple_of_k(model, columns, hidden=none, applies='true', feed=none) %}
{% set k = var('k_persons_of').get(feed, var('k_persons')) %}
select *
from {{ model }}
where
    {{ applies }}
    and (
        false
        {% for column in columns %}
            or {{ column }} % {{ k }} <> 0
            {% if hidden is not none %}or {{ hidden }} <> ({{ column }} is null){% endif %}
        {% endfor %}
    )
{% endtest %}
