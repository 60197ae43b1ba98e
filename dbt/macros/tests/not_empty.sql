{# A table without a row fails, unless every feed it is built from is switched off in this city.
   feeds: names of feeds, any one of which fills the table (in a list of its own stand feeds that only fill it together), or `any` feed
   at all; without it the table must never be empty. #}
{% test not_empty(model, feeds=none) %}
{% set fillers = var('feeds_enabled') if feeds == 'any' else feeds %}
{% set ns = namespace(expected=fillers is none) %}
{% for filler in fillers or [] %}
    {% set together = [filler] if filler is string else filler %}
    {% if together | reject('in', var('feeds_enabled')) | list | length == 0 %}{% set ns.expected = true %}{% endif %}
{% endfor %}
select 0 as rows_cnt
where {{ 'true' if ns.expected else 'false' }} and not exists (select 1 from {{ model }})
{% endtest %}
