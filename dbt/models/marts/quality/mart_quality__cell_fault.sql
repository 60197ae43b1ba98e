-- The inventory of the day tells where the cell stood; a cell that no version names that day was told all the same.
select
    fault.service_date,
    fault.cell_id,
    fault.fault,
    dim_cell.site_id,
    dim_cell.hex_id,
    fault.clock_skew_s,
    fault.silent_from_hour,
    fault.silent_hours_cnt,
    fault.expected_events_cnt
from {{ ref('stg_telecom__cell_fault') }} as fault
left join {{ ref('dim_cell') }} as dim_cell
    on
        fault.cell_id = dim_cell.cell_id
        and fault.service_date >= dim_cell.valid_from
        and (dim_cell.valid_to is null or fault.service_date < dim_cell.valid_to)
order by fault.service_date, fault.cell_id, fault.fault
