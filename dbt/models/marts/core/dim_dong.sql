-- One month for all dongs: a dong that was merged away would otherwise count its people twice.
with registered as (
    select
        dong_code,
        min(gu_name) as gu_name,
        min(dong_name) as dong_name,
        cast(sum(residents_cnt) as bigint) as residents_cnt,
        month,
        'register' as residents_source
    from {{ ref('stg_city__resident_population') }}
    where month = (select max(latest.month) from {{ ref('stg_city__resident_population') }} as latest)
    group by dong_code, month
),

asleep as (
    select
        *,
        strftime(service_date, '%Y-%m') as month
    from {{ ref('mart_city__living_population') }}
    where clock_hour = 4 and dong_code is not null
),

-- Without a register, who is in a dong at four in the morning stands for who lives there.
estimated as (
    select
        dong_code,
        coalesce(min(gu_name), gu_code) as gu_name,
        coalesce(min(dong_name), dong_code) as dong_name,
        cast(round(median((persons_low_cnt + persons_high_cnt) / 2)) as bigint) as residents_cnt,
        month,
        'living_population_04h' as residents_source
    from asleep
    where
        month = (select max(latest.month) from asleep as latest)
        and not exists (select 1 from registered)
    group by dong_code, gu_code, month
)

select * from registered
union all
select * from estimated
order by dong_code
