select
    source_file,
    feed,
    service_date,
    delivered,
    status,
    reason_code,
    sentence,
    bytes,
    sha256,
    longest_line_bytes,
    compression_ratio,
    array_to_string(unknown_columns, ', ') as unknown_columns,
    records as rows_delivered,
    rows_clean,
    rows_duplicate,
    rows_merged,
    rows_opted_out,
    rows_quarantined,
    rows_clean + rows_duplicate + rows_merged + rows_opted_out + rows_quarantined as rows_accounted,
    case
        when status = 'loaded'
            then records = rows_clean + rows_duplicate + rows_merged + rows_opted_out + rows_quarantined
    end as is_conserved,
    run_id,
    recorded_at at time zone 'UTC' as recorded_at,
    seconds,
    code_version,
    rule_version,
    key_id
from {{ ref('int_quality__newest_file') }}
order by feed, source_file
