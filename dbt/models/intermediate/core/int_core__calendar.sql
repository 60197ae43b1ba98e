with spans as (
    select
        min(service_date) as first_date,
        max(service_date) as last_date
    from {{ ref('stg_telecom__presence_hex_hour') }}
    union all
    select
        cast(min(month) || '-01' as date) as first_date,
        cast(max(month) || '-01' as date) as last_date
    from {{ ref('stg_transit__bus_stop_month') }}
    union all
    select
        min(service_date) as first_date,
        max(service_date) as last_date
    from {{ ref('stg_transit__stop_hour') }}
    union all
    select
        cast(min(month) || '-01' as date) as first_date,
        cast(max(month) || '-01' as date) as last_date
    from {{ ref('stg_city__resident_population') }}
    union all
    select
        min(service_date) as first_date,
        max(service_date) as last_date
    from {{ ref('stg_complaints__complaint_dong_day') }}
),

whole_years as (
    select
        date_trunc('year', min(first_date)) as first_date,
        date_trunc('year', max(last_date)) + interval 1 year - interval 1 day as last_date
    from spans
)

select cast(unnest(generate_series(first_date, last_date, interval 1 day)) as date) as calendar_date
from whole_years
