{# In each row `total` is the sum of `parts`: nothing that was delivered is unaccounted for. #}
{% test conserved(model, total, parts) %}
select *
from {{ model }}
where {{ total }} is distinct from {% for part in parts %}{{ part }}{{ ' + ' if not loop.last }}{% endfor %}
{% endtest %}
