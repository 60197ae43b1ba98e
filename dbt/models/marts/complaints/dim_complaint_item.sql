with told as (
    select distinct
        field,
        item
    from {{ ref('stg_complaints__complaint_case') }}
    where item is not null
)

select
    coalesce(named.item, told.item) as item,
    coalesce(named.field, told.field) as field,
    named.name_en,
    named.limit_h,
    named.limit_working_days,
    named.item is not null as is_in_taxonomy
from {{ ref('stg_complaints__complaint_item') }} as named
full join told on named.item = told.item and named.field is not distinct from told.field
order by field, item
