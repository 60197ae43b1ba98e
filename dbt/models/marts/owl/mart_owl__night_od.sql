with hexagon as (
    select
        dim_hex.hex_id,
        dim_hex.centre_latitude,
        dim_hex.centre_longitude,
        dong_hex.dong_code,
        dim_dong.gu_name,
        dim_dong.dong_name
    from {{ ref('dim_hex') }} as dim_hex
    left join {{ ref('stg_telecom__dong_hex') }} as dong_hex
        on dim_hex.hex_id = dong_hex.hex_id and dong_hex.is_main_dong
    left join {{ ref('dim_dong') }} as dim_dong on dong_hex.dong_code = dim_dong.dong_code
)

select
    night_od.month,
    night_od.origin_hex,
    origin.dong_code as origin_dong_code,
    origin.gu_name as origin_gu_name,
    origin.dong_name as origin_dong_name,
    origin.centre_latitude as origin_latitude,
    origin.centre_longitude as origin_longitude,
    night_od.home_hex,
    home.dong_code as home_dong_code,
    home.gu_name as home_gu_name,
    home.dong_name as home_dong_name,
    home.centre_latitude as home_latitude,
    home.centre_longitude as home_longitude,
    -- As the crow flies: haversine on the Earth's mean radius.
    2 * 6371.0088 * asin(
        sqrt(
            pow(sin(radians(home.centre_latitude - origin.centre_latitude) / 2), 2)
            + cos(radians(origin.centre_latitude)) * cos(radians(home.centre_latitude))
            * pow(sin(radians(home.centre_longitude - origin.centre_longitude) / 2), 2)
        )
    ) as distance_km,
    night_od.persons_cnt,
    night_od.person_nights_cnt,
    night_od.nights_cnt,
    night_od.person_nights_cnt / night_od.nights_cnt as persons_per_night,
    night_od.residents_est,
    night_od.is_hidden,
    night_od.hidden_pairs_cnt
from {{ ref('fct_night_od') }} as night_od
left join hexagon as origin on night_od.origin_hex = origin.hex_id
left join hexagon as home on night_od.home_hex = home.hex_id
where night_od.weekday is null and night_od.hour is null
order by night_od.month asc, night_od.persons_cnt desc nulls last, night_od.origin_hex asc, night_od.home_hex asc
