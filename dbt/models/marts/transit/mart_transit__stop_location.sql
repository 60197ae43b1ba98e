-- Lists of different years may place a stop differently. Where they agree within 300 m, the list nearest to the month
-- tells the place; where they do not, the newest, since places are corrected with time, and only if number and name are
-- the stop's own.
with apart as (
    select
        *,
        {{ metres(
            'max(latitude) over same_evidence - min(latitude) over same_evidence',
            'max(longitude) over same_evidence - min(longitude) over same_evidence',
            'min(latitude) over same_evidence'
        ) }} as places_apart_m,
        list_position(
            ['ars_and_name', 'ars_before_and_after', 'ars_and_route', 'route_and_name', 'ars_alone'], found_by
        ) as evidence_rank
    from {{ ref('int_transit__stop_candidate') }}
    window same_evidence as (partition by month, ars_id, stop_name, found_by)
),

judged as (
    select
        *,
        found_by = 'ars_and_name' or (found_by <> 'ars_alone' and places_apart_m <= 300) as is_found
    from apart
),

best as (
    select *
    from judged
    qualify row_number() over (
        partition by month, ars_id, stop_name
        order by
            is_found desc,
            evidence_rank asc,
            case when places_apart_m <= 300 then abs(date_diff('day', listed_on, mid_month)) end asc nulls last,
            listed_on desc,
            inventory asc,
            stop_id asc
    ) = 1
),

numbered as (
    select distinct ars_id
    from {{ ref('int_transit__bus_stop') }}
    where ars_id is not null
)

select
    boarded.month,
    boarded.ars_id,
    boarded.stop_name,
    boarded.is_virtual_stop,
    boarded.boardings_cnt,
    boarded.alightings_cnt,
    coalesce(best.is_found, false) as is_located,
    case when best.is_found then best.found_by end as located_by,
    case
        when best.is_found then null
        when boarded.is_virtual_stop then 'virtual_stop'
        when boarded.ars_id is null then 'ars_missing'
        when best.found_by = 'ars_alone' then 'ars_unconfirmed'
        when best.found_by is not null then 'places_apart'
        when numbered.ars_id is not null then 'coordinates_missing'
        else 'ars_unknown'
    end as unlocated_reason,
    case when best.is_found then best.stop_id end as stop_id,
    case when best.is_found then best.inventory end as inventory,
    case when best.is_found then best.listed_on end as listed_on,
    case when best.is_found then best.latitude end as latitude,
    case when best.is_found then best.longitude end as longitude,
    case when best.is_found then best.hex_id end as hex_id,
    case when best.is_found then round(best.places_apart_m, 1) end as places_apart_m
from {{ ref('int_transit__boarded_stop') }} as boarded
left join best
    on
        boarded.month = best.month
        and boarded.ars_id is not distinct from best.ars_id
        and boarded.stop_name = best.stop_name
left join numbered on boarded.ars_id = numbered.ars_id
order by boarded.month, boarded.ars_id, boarded.stop_name
