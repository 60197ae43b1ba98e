-- A case file re-opens a handful of earlier days. One that spans more than two weeks was not written for a night: it
-- holds its days whole (a city's open file of a year), and each of them counts as delivered.
with own_day as (
    {{ loaded_day('complaint_version') }}
),

newest as (
    {{ newest_parts('complaint_version') }}
),

of_many_days as (
    select
        source_file,
        service_date
    from newest
    where rows_clean > 0
    qualify count(*) over (partition by source_file) > 14
)

select service_date from own_day
union
select service_date from of_many_days
