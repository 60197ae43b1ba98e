select * from {{ ref('stg_ledger__file') }}
qualify row_number() over (partition by source_file order by recorded_at desc, run_id desc) = 1
