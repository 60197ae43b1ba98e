select
    run_id,
    service_date,
    stage,
    tool,
    code,
    table_name,
    column_name,
    group_name,
    severity,
    owner,
    sentence,
    fix,
    status,
    observed,
    failing_rows,
    total_rows,
    sample_json,
    checked_at at time zone 'UTC' as checked_at,
    seconds
from {{ ref('stg_quality__result') }}
qualify
    row_number() over (partition by run_id, stage, tool, code, table_name, column_name order by checked_at desc) = 1
order by run_id, stage, tool, code, table_name, column_name
