select
    run_id,
    service_date,
    started_at,
    verdict,
    held_groups,
    snapshot,
    code_version
from {{ source('quality', 'run') }}
