select
    spot.as_of_date,
    spot.received_from,
    spot.received_until,
    spot.hex_id,
    dim_hex.centre_latitude,
    dim_hex.centre_longitude,
    spot.field,
    spot.cases_cnt,
    spot.near_cases_cnt,
    spot.gi_z,
    spot.gi_p,
    spot.is_hot
from {{ ref('stg_complaints__complaint_hotspot') }} as spot
left join {{ ref('dim_hex') }} as dim_hex on spot.hex_id = dim_hex.hex_id
where spot.as_of_date = (select max(newest.as_of_date) from {{ ref('stg_complaints__complaint_hotspot') }} as newest)
order by spot.field, spot.hex_id
