{# No number of 1 to k-1 persons stands anywhere, and a hidden row shows no number at all (nor a shown row a gap). #}
{% test k_anonymous(model, persons, hidden=none, hides=[]) %}
select *
from {{ model }}
where
    {{ persons }} between 1 and {{ var('k_persons') }} - 1
    {% if hidden is not none %}
        or (not {{ hidden }} and {{ persons }} is null)
        or ({{ hidden }} and {{ persons }} is not null)
        {% for column in hides %}or ({{ hidden }} and {{ column }} is not null) {% endfor %}
    {% endif %}
{% endtest %}
