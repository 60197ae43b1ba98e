select
    run_id,
    service_date,
    started_at at time zone 'UTC' as started_at,
    verdict,
    array_to_string(list_sort(held_groups), ', ') as held_groups,
    snapshot,
    code_version
from {{ ref('stg_quality__run') }}
qualify row_number() over (partition by run_id order by started_at desc) = 1
order by started_at, run_id
