select
    plan,
    plan_id,
    hex_id,
    trips_from_est,
    unserved_from_est,
    trips_to_est,
    unserved_to_est,
    covered_share,
    is_hidden,
    hidden_pairs_cnt
from {{ source('owl_plan', 'owl_unserved') }}
