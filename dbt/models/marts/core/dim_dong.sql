-- One month for all dongs: a dong that was merged away would otherwise count its people twice.
select
    dong_code,
    min(gu_name) as gu_name,
    min(dong_name) as dong_name,
    cast(sum(residents_cnt) as bigint) as residents_cnt,
    month
from {{ ref('stg_city__resident_population') }}
where month = (select max(latest.month) from {{ ref('stg_city__resident_population') }} as latest)
group by dong_code, month
order by dong_code
