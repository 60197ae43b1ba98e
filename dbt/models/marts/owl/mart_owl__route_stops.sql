select
    route_stop.plan,
    route_stop.plan_id,
    plan.source,
    plan.period,
    plan.is_standing,
    route_stop.route_no,
    route_stop.direction,
    route_stop.stop_seq,
    route_stop.stop_id,
    route_stop.stop_name,
    route_stop.latitude,
    route_stop.longitude,
    route_stop.hex_id,
    route_stop.way_km,
    route_stop.run_s,
    route_stop.first_s,
    route_stop.last_s
from {{ ref('stg_owl__route_stop') }} as route_stop
inner join {{ ref('stg_owl__plan') }} as plan on route_stop.plan = plan.plan and route_stop.plan_id = plan.plan_id
order by route_stop.plan asc, route_stop.route_no asc, route_stop.direction desc, route_stop.stop_seq asc
