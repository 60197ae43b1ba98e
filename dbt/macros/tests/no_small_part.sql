{# No part of a total is 1 to k-1, nor is what it leaves of the total: who knows the one knows the other.
   feed: the feed whose own k counts, where the city profile gives it one. #}
{% test no_small_part(model, total, parts, feed=none) %}
{% set k = var('k_persons_of').get(feed, var('k_persons')) %}
select *
from {{ model }}
where
    false
    {% for part in parts %}
        or {{ part }} between 1 and {{ k }} - 1
        or {{ total }} - {{ part }} between 1 and {{ k }} - 1
    {% endfor %}
{% endtest %}
