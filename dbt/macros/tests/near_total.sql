{# As same_total, for sums of fractions: two sums of the same doubles differ in their last digits where they were added in another order.
   They may be apart by a millionth. #}
{% test near_total(model, columns, group_by, of, same_rows=false) %}
with here as (
    select
        {{ group_by }} as part,
        count(*) as rows_cnt
        {% for column in columns %}, sum({{ column }}) as {{ column }}{% endfor %}
    from {{ model }}
    group by all
),

there as (
    select
        {{ group_by }} as part,
        count(*) as rows_cnt
        {% for column in columns %}, sum({{ column }}) as {{ column }}{% endfor %}
    from {{ of }}
    group by all
)

select
    coalesce(here.part, there.part) as part,
    here.rows_cnt as rows_cnt_here,
    there.rows_cnt as rows_cnt_there
    {% for column in columns %}, here.{{ column }} as {{ column }}_here, there.{{ column }} as {{ column }}_there{% endfor %}
from here
full join there on here.part = there.part
where
    here.part is null
    or there.part is null
    {% if same_rows %}or here.rows_cnt <> there.rows_cnt{% endif %}
    {% for column in columns %}or abs(here.{{ column }} - there.{{ column }}) > 1e-6 * abs(there.{{ column }}) {% endfor %}
{% endtest %}
