{# Versions of one key do not overlap: each ends (valid_to, the day it no longer holds) before or when the next begins,
   and none is empty. #}
{% test one_at_a_time(model, key, valid_from, valid_to) %}
select *
from {{ model }}
qualify
    coalesce({{ valid_to }} <= {{ valid_from }}, false)
    or coalesce(
        lead({{ valid_from }}) over (partition by {{ key | join(', ') }} order by {{ valid_from }}) < coalesce({{ valid_to }}, date '9999-12-31'),
        false
    )
{% endtest %}
