-- The best list there is: boundaries, else the register, else a code list; of it the newest.
with ranked as (
    select
        *,
        case list_type when 'boundary' then 1 when 'register' then 2 else 3 end as list_rank
    from {{ ref('int_city__dong_name') }}
    where abolished_on is null or abolished_on > valid_from
)

select
    dong_code,
    gu_name,
    dong_name,
    list_type,
    valid_from
from ranked
qualify dense_rank() over (order by list_rank asc, valid_from desc) = 1
