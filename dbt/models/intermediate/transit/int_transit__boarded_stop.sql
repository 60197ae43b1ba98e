select
    month,
    ars_id,
    stop_name,
    {{ name_key('stop_name') }} as name_key,
    cast(month || '-15' as date) as mid_month,
    -- (가상), (기점가상), (종점가상)
    bool_or(is_virtual_stop or contains(stop_name, '가상)')) as is_virtual_stop,
    cast(sum(boardings_cnt) as bigint) as boardings_cnt,
    cast(sum(alightings_cnt) as bigint) as alightings_cnt
from {{ ref('fct_bus_stop_month') }}
group by month, ars_id, stop_name
