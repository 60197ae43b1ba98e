{# Every date has all hours from `first` to `last`: the file of an hour may never have come. #}
{% test no_missing_hours(model, date_column, hour_column, first, last) %}
with found as (
    select distinct
        {{ date_column }} as missing_date,
        {{ hour_column }} as missing_hour
    from {{ model }}
),

expected as (
    select
        dates.missing_date,
        unnest(range({{ first }}, {{ last }} + 1)) as missing_hour
    from (select distinct missing_date from found) as dates
)

select
    expected.missing_date,
    expected.missing_hour
from expected
anti join found on expected.missing_date = found.missing_date and expected.missing_hour = found.missing_hour
{% endtest %}
