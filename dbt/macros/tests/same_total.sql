{# The sums of `columns` are those of the table this one was built from (`of`, limited by `of_where`), in every group;
   with `same_rows` so are the numbers of rows. A join that drops or doubles rows shows here. #}
{% test same_total(model, columns, group_by, of, of_where='true', same_rows=false) %}
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
    where {{ of_where }}
    group by all
)

select
    coalesce(here.part, there.part) as part,
    {% for column in columns + (['rows_cnt'] if same_rows else []) %}
        here.{{ column }} as {{ column }}_here,
        there.{{ column }} as {{ column }}_there{{ ',' if not loop.last }}
    {% endfor %}
from here
full join there on here.part is not distinct from there.part
where
    false
    {% for column in columns + (['rows_cnt'] if same_rows else []) %}or here.{{ column }} is distinct from there.{{ column }} {% endfor %}
{% endtest %}
