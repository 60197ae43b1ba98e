{# No number of 1 to k-1 persons stands anywhere, and a hidden row shows no number at all (nor a shown row a gap).
   feed: the feed whose own k counts, where the city profile gives it one. #}
{% test k_anonymous(model, persons, hidden=none, hides=[], feed=none) %}
{% set k = var('k_persons_of').get(feed, var('k_persons')) %}
select *
from {{ model }}
where
    {{ persons }} between 1 and {{ k }} - 1
    {% if hidden is not none %}
        or (not {{ hidden }} and {{ persons }} is null)
        or ({{ hidden }} and {{ persons }} is not null)
        {% for column in hides %}or ({{ hidden }} and {{ column }} is not null) {% endfor %}
    {% endif %}
{% endtest %}
