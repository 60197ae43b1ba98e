select
    pattern.inventory,
    pattern.pattern_id,
    pattern.valid_from,
    pattern.is_current,
    pattern.route_id,
    pattern.route_no,
    listed.stop_seq,
    listed.stop_id,
    listed.ars_id,
    listed.stop_name,
    listed.direction_name,
    listed.is_turning_point,
    listed.section_m,
    listed.first_departure_s,
    listed.last_departure_s,
    listed.latitude,
    listed.longitude
from {{ ref('dim_pattern') }} as pattern
inner join {{ ref('stg_network__pattern_stop') }} as listed
    on
        pattern.inventory = listed.inventory
        and pattern.pattern_id = listed.pattern_id
        and pattern.valid_from = listed.valid_from
order by pattern.inventory, pattern.pattern_id, pattern.valid_from, listed.stop_seq
