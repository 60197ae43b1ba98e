with spans as (
    select
        min(first_day) as first_date,
        max(first_day) as last_date
    from (
        select coalesce(try_cast(part as date), try_cast(part || '-01' as date)) as first_day
        from {{ ref('stg_ledger__part') }}
        where rows_clean > 0
    )
),

whole_years as (
    select
        date_trunc('year', first_date) as first_date,
        date_trunc('year', last_date) + interval 1 year - interval 1 day as last_date
    from spans
)

select cast(unnest(generate_series(first_date, last_date, interval 1 day)) as date) as calendar_date
from whole_years
