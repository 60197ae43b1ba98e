-- A case file re-opens a handful of earlier days. One that spans more than two weeks was not written for a night: it
-- holds its days whole (a city's open file of a year), and each of them counts as delivered.
with own_day as (
    {{ loaded_day('complaint_version') }}
),

newest as (
    select
        source_file,
        try_cast(part as date) as service_date,
        rows_clean
    from {{ ref('stg_ledger__part') }}
    where feed = 'complaint_version'
    qualify row_number() over (partition by source_file, part order by recorded_at desc, run_id desc) = 1
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
