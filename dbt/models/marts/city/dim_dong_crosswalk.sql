-- Every code that a list names or that people were counted under, and the dong of today it stands for.
with named as (
    select
        dong_code,
        max_by(gu_name, (valid_from, list_type)) as gu_name,
        max_by(dong_name, (valid_from, list_type)) as dong_name,
        min(valid_from) as first_listed_on,
        max(valid_from) as last_listed_on,
        min(created_on) as created_on,
        max(abolished_on) as abolished_on
    from {{ ref('int_city__dong_name') }}
    group by dong_code
),

counted as (
    select distinct dong_code from {{ ref('fct_living_population') }}
    where dong_code is not null
),

every_code as (
    select dong_code from named
    union
    select dong_code from counted
)

select
    every_code.dong_code,
    named.gu_name,
    named.dong_name,
    named.first_listed_on,
    named.last_listed_on,
    named.created_on,
    named.abolished_on,
    counted.dong_code is not null as has_living_population,
    today.dong_code as current_dong_code,
    today.gu_name as current_gu_name,
    today.dong_name as current_dong_name,
    case
        when today.dong_code is null then 'no_match'
        when today.dong_code = every_code.dong_code then 'same_code'
        else 'same_name_in_gu'
    end as method
from every_code
left join named on every_code.dong_code = named.dong_code
left join counted on every_code.dong_code = counted.dong_code
left join {{ ref('int_city__dong_renumbered') }} as renumbered on every_code.dong_code = renumbered.dong_code
left join {{ ref('int_city__current_dong') }} as today
    on coalesce(renumbered.current_dong_code, every_code.dong_code) = today.dong_code
order by every_code.dong_code
