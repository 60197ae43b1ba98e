{# None of the columns is NULL in any row; one test for the table, so that a sample row shows all of its gaps. #}
{% test no_nulls(model, columns) %}
select *
from {{ model }}
where {% for column in columns %}{{ column }} is null{{ ' or ' if not loop.last }}{% endfor %}
{% endtest %}
