select
    unserved.plan,
    unserved.plan_id,
    plan.source,
    plan.period,
    plan.is_standing,
    unserved.hex_id,
    hexagon.centre_latitude,
    hexagon.centre_longitude,
    dong_hex.dong_code,
    dim_dong.gu_name,
    dim_dong.dong_name,
    unserved.trips_from_est,
    unserved.unserved_from_est,
    unserved.trips_to_est,
    unserved.unserved_to_est,
    unserved.covered_share,
    unserved.is_hidden,
    unserved.hidden_pairs_cnt
from {{ ref('stg_owl__unserved') }} as unserved
inner join {{ ref('stg_owl__plan') }} as plan on unserved.plan = plan.plan and unserved.plan_id = plan.plan_id
left join {{ ref('dim_hex') }} as hexagon on unserved.hex_id = hexagon.hex_id
left join {{ ref('stg_telecom__dong_hex') }} as dong_hex on unserved.hex_id = dong_hex.hex_id and dong_hex.is_main_dong
left join {{ ref('dim_dong') }} as dim_dong on dong_hex.dong_code = dim_dong.dong_code
order by
    unserved.plan asc,
    unserved.is_hidden asc,
    greatest(unserved.unserved_from_est, unserved.unserved_to_est) desc,
    unserved.hex_id asc
