{# A table without a row fails, unless every feed it is built from is switched off in this city.
   feeds: names of feeds, any one of which fills the table, or `any` feed at all; without it the table must never be empty. #}
{% test not_empty(model, feeds=none) %}
{% set fillers = var('feeds_enabled') if feeds == 'any' else feeds %}
{% set expected = fillers is none or fillers | select('in', var('feeds_enabled')) | list | length > 0 %}
select 0 as rows_cnt
where {{ 'true' if expected else 'false' }} and not exists (select 1 from {{ model }})
{% endtest %}
