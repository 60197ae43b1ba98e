{# The newest ledger record of each file of `feed` and service day it holds rows of. #}
{% macro newest_parts(feed) %}
select
    source_file,
    try_cast(part as date) as service_date,
    rows_clean
from {{ ref('stg_ledger__part') }}
where feed = '{{ feed }}'
qualify row_number() over (partition by source_file, part order by recorded_at desc, run_id desc) = 1
{% endmacro %}

{# One row a service day whose own files of `feed` were delivered. A late row re-opens an earlier service day, and a clock
   that runs ahead opens the next: such a day has rows, but was never delivered, and its silence is not a count of zero.
   A file belongs to the day that most of its rows fall in. #}
{% macro loaded_day(feed) %}
with newest as (
    {{ newest_parts(feed) }}
),

main_day as (
    select
        source_file,
        service_date
    from newest
    where rows_clean > 0
    qualify row_number() over (partition by source_file order by rows_clean desc, service_date desc) = 1
)

select
    service_date,
    cast(count(*) as integer) as files_cnt
from main_day
where service_date is not null
group by service_date
{% endmacro %}
