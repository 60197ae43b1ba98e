select
    run_id,
    feed,
    source_file,
    part,
    rows_clean,
    rows_duplicate,
    rows_merged,
    rows_opted_out,
    recorded_at
from {{ source('ledger', 'part') }}
