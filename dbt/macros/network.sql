{# Versions in a series of lists: a version begins where a row is new or says something else than in the list before, and
   ends with the first later list of its kind that lacks it or says otherwise. Told by the lists' days, never by the clock.
   listed: relation with inventory and valid_from; key: what names a thing within one kind of list; says: what makes a version.
   Gives the rows that begin a version, with valid_to (NULL while the newest list of its kind has it). #}
{% macro versions(listed, key, says) %}
with list_day as (
    select
        inventory,
        valid_from,
        lag(valid_from) over (partition by inventory order by valid_from) as list_before,
        lead(valid_from) over (partition by inventory order by valid_from) as list_after
    from (select distinct inventory, valid_from from {{ listed }}) as days
),

said as (
    select
        listed.*,
        list_day.list_after,
        coalesce(
            lag(listed.valid_from) over told = list_day.list_before
            and lag(row({{ says | join(', ') }})) over told is not distinct from row({{ says | join(', ') }}),
            false
        ) as is_same_as_before
    from {{ listed }} as listed
    inner join list_day on listed.inventory = list_day.inventory and listed.valid_from = list_day.valid_from
    window told as (partition by listed.inventory, listed.{{ key }} order by listed.valid_from)
),

numbered as (
    select
        *,
        sum(case when is_same_as_before then 0 else 1 end)
            over (partition by inventory, {{ key }} order by valid_from) as version_no
    from said
),

ended as (
    select
        *,
        last_value(list_after) over (
            partition by inventory, {{ key }}, version_no
            order by valid_from
            rows between unbounded preceding and unbounded following
        ) as valid_to
    from numbered
)

select * exclude (list_after, version_no, is_same_as_before)
from ended
where not is_same_as_before
{% endmacro %}

{# A stop's name for comparing: what stands in brackets goes, and so do blanks and signs. #}
{% macro name_key(name) -%}
    nullif(
        regexp_replace(
            regexp_replace(lower({{ name }}), '[(][^)]*[)]', '', 'g'), '[^가-힣a-z0-9]', '', 'g'
        ),
        ''
    )
{%- endmacro %}

{# Metres between two places, on a sphere that is flat enough over the width of a city. #}
{% macro metres(north, east, latitude) -%}
    111195 * sqrt(power({{ north }}, 2) + power(({{ east }}) * cos(radians({{ latitude }})), 2))
{%- endmacro %}
