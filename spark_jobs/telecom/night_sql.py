"""The questions that nights, homes and the night's pairs ask of DuckDB."""

from spark_jobs.telecom.behaviour import EARTH_KM
from spark_jobs.telecom.trusted import SOUND

EVENING_FROM, MORNING_UNTIL, MIDNIGHT = 22, 6, 24
PLACE_BITS, EVENTS_BITS = 20, 24
LAST_PLACE, MOST_EVENTS = (1 << PLACE_BITS) - 1, (1 << EVENTS_BITS) - 1

# What is counted at a place travels with its number in one integer, the first place highest: the largest of them is found without comparing
# texts, and of equal counts it is always the same place.
NIGHTS = f"""
    with seen as (
        select subscriber_key, hour, place_no, home_area, age_band, epoch_us(event_at) - $day_before_us as at_us
        from event join cells using (cell_id)
        where (hour >= {EVENING_FROM} or hour <= {MORNING_UNTIL}) and {SOUND}
    ),
    at_place as (
        select
            subscriber_key, place_no, bit_or(1 << hour) as hours, count(*) as events_cnt,
            max(at_us) filter (hour >= {MIDNIGHT}) as last_at, max(hour) filter (hour >= {MIDNIGHT}) as last_hour,
            max(struct_pack(at_us := at_us, told := home_area)) filter (home_area is not null) as home_area,
            max(struct_pack(at_us := at_us, told := age_band)) filter (age_band is not null) as age_band
        from seen group by subscriber_key, place_no
    ),
    person as (
        select
            subscriber_key,
            max((((bit_count(hours)::bigint << {EVENTS_BITS}) | least(events_cnt, {MOST_EVENTS})) << {PLACE_BITS})
                | ({LAST_PLACE} - place_no), 2) as most,
            bit_count(bit_or(hours)) as hours_cnt,
            sum(events_cnt) as events_cnt,
            max((last_at << {PLACE_BITS}) | ({LAST_PLACE} - place_no)) as last,
            max(last_hour) as last_hour,
            max(home_area).told as home_area,
            max(age_band).told as age_band
        from at_place group by subscriber_key
    ),
    numbered as (
        select
            *, {LAST_PLACE} - (most[1] & {LAST_PLACE}) as night_no, {LAST_PLACE} - (most[2] & {LAST_PLACE}) as other_no,
            {LAST_PLACE} - (last & {LAST_PLACE}) as last_no
        from person
    )
    select
        $service_date as service_date, subscriber_key,
        night.hex_id as night_hex, night.site_id as night_site, most[1] >> {PLACE_BITS + EVENTS_BITS} as night_site_hours_cnt,
        other.site_id as other_site, most[2] >> {PLACE_BITS + EVENTS_BITS} as other_site_hours_cnt,
        hours_cnt, events_cnt, last_hour, at_last.hex_id as last_hex, home_area, age_band
    from numbered
    join places night on night.place_no = night_no
    left join places other on other.place_no = other_no
    left join places at_last on at_last.place_no = last_no
"""
"""From `event` (clean events of one service day, some of its persons), `cells` (cell_id, place_no) and `places` (place_no, site_id, hex_id)."""

LOCATION_BITS = 24
_LAST_LOCATION = (1 << LOCATION_BITS) - 1

HOMES = f"""
    with served as (
        select subscriber_key, night_site as site_id, night_site_hours_cnt as hours from night
        union all
        select subscriber_key, other_site, other_site_hours_cnt from night where other_site is not null
    ),
    vote as (
        select subscriber_key, location_no, sum(hours)::bigint as hours from served join sites using (site_id) group by all
    ),
    main as (
        select subscriber_key, {_LAST_LOCATION} - (max((hours << {LOCATION_BITS}) | ({_LAST_LOCATION} - location_no)) & {_LAST_LOCATION}) as main_no
        from vote group by subscriber_key
    ),
    sided as (
        select
            subscriber_key, main_no,
            max(((location_no <> main_no)::bigint << 60) | (hours << {LOCATION_BITS}) | ({_LAST_LOCATION} - location_no)) as best
        from vote join main using (subscriber_key) join grounds using (main_no)
        where grounds.other_no = location_no
        group by subscriber_key, main_no
    ),
    located as (
        select subscriber_key, hex_id as night_hex
        from sided join grounds on grounds.main_no = sided.main_no and grounds.other_no = {_LAST_LOCATION} - (best & {_LAST_LOCATION})
    ),
    person as (
        select
            subscriber_key, count(*) as nights_cnt,
            (max(struct_pack(on_day := service_date, told := home_area)) filter (home_area is not null)).told as carrier_dong_code,
            (max(struct_pack(on_day := service_date, told := age_band)) filter (age_band is not null)).told as age_band
        from night group by subscriber_key
    ),
    known as (
        select
            *, carrier_dong_code is not null as by_carrier, night_hex is not null and nights_cnt >= $nights_min as by_nights,
            near.dong_code is not null as is_near
        from person
        left join located using (subscriber_key)
        left join near on near.dong_code = carrier_dong_code and near.hex_id = night_hex
    )
    select
        $month as month, subscriber_key,
        case when by_carrier and not is_near then main_dong.hex_id when by_carrier or by_nights then night_hex end as home_hex,
        case when by_carrier then carrier_dong_code when by_nights then main_hex.dong_code end as home_dong_code,
        case when by_carrier then 'carrier' when by_nights then 'night_cell' end as rule,
        nights_cnt, carrier_dong_code,
        case when by_nights then night_hex end as night_cell_hex,
        case when by_carrier and by_nights and main_dong.hex_id is not null then is_near end as do_rules_agree,
        age_band
    from known
    left join dong_hex main_dong on main_dong.dong_code = carrier_dong_code and main_dong.is_main_hex
    left join dong_hex main_hex on main_hex.hex_id = night_hex and main_hex.is_main_dong
"""
"""From `night` (subscriber_night of one month, some of its persons), `sites` (site_id, location_no), `grounds` (main_no, other_no, hex_id),
`dong_hex` (as in the lake) and `near` (dong_code, hex_id: hexagons of the dong and those that touch them)."""

AGREEMENT = """
    with counted as (
        select count(do_rules_agree) as persons_with_both_cnt, count(*) filter (do_rules_agree) as agreeing_cnt from home
    ),
    judged as (
        select *, persons_with_both_cnt between 1 and $k - 1 or agreeing_cnt between 1 and $k - 1
            or persons_with_both_cnt - agreeing_cnt between 1 and $k - 1 as is_hidden
        from counted
    )
    select
        $month as month,
        case when not is_hidden then persons_with_both_cnt end as persons_with_both_cnt,
        case when not is_hidden then agreeing_cnt end as agreeing_cnt,
        case when not is_hidden and persons_with_both_cnt > 0 then agreeing_cnt / persons_with_both_cnt end as agreeing_share,
        is_hidden
    from judged
"""
"""From `home` of one month."""

PAIRS = f"""
    with late as (
        select isodow(service_date) as weekday, last_hour as hour, last_hex as origin_hex, subscriber_key
        from night where last_hex is not null
    ),
    ends as (
        select
            weekday, hour, origin_hex, home_hex, subscriber_key, home_dong_code as dong_code, age_band,
            radians(o.latitude) as y1, radians(o.longitude) as x1, radians(h.latitude) as y2, radians(h.longitude) as x2
        from late join home using (subscriber_key)
        join centres o on o.hex_id = origin_hex join centres h on h.hex_id = home_hex
    ),
    away as (
        select weekday, hour, origin_hex, home_hex, subscriber_key, coalesce(by_age.weight, plain.weight)::decimal(18, 6) as weight
        from ends
        left join weights by_age on by_age.dong_code = ends.dong_code and by_age.age_band = ends.age_band
        left join weights plain on plain.dong_code = ends.dong_code and plain.age_band is null
        where 2 * {EARTH_KM} * asin(sqrt(pow(sin((y2 - y1) / 2), 2) + cos(y1) * cos(y2) * pow(sin((x2 - x1) / 2), 2))) > $come_home_km
    ),
    person as (
        select weekday, hour, origin_hex, home_hex, subscriber_key, count(*) as times, sum(weight) as stands_for
        from away
        group by grouping sets (
            (weekday, hour, origin_hex, home_hex, subscriber_key), (weekday, origin_hex, home_hex, subscriber_key),
            (hour, origin_hex, home_hex, subscriber_key), (origin_hex, home_hex, subscriber_key)
        )
    )
    select
        weekday, hour, origin_hex, home_hex, count(*) as persons_cnt, sum(times)::bigint as person_nights_cnt,
        sum(stands_for)::decimal(38, 6) as expanded
    from person group by all
"""
"""From `night` and `home` of one month, some of its persons; `centres` (hex_id, latitude, longitude) and `weights` (dong_code, age_band, weight).

Weekday or hour NULL: of all. A person counts once at each level, so the persons of a pair are not the sum of those of its weekdays."""

WHOLE = """
    with summed as (
        select weekday, hour, origin_hex, home_hex, sum(persons_cnt)::bigint as persons_cnt, sum(person_nights_cnt)::bigint as person_nights_cnt,
            sum(expanded) as expanded
        from part group by all
    )
    select
        $month as month, summed.weekday, hour, origin_hex, home_hex, persons_cnt, person_nights_cnt, nights_cnt,
        expanded::double / nights_cnt as residents_est
    from summed join nights_of on nights_of.weekday is not distinct from summed.weekday
    order by origin_hex, home_hex, summed.weekday, hour
"""
"""From `part` (what `PAIRS` gave of every share of the persons) and `nights_of` (weekday, NULL for all; nights_cnt)."""

PUBLIC = """
    with told as (
        from counted qualify min(persons_cnt) over (partition by origin_hex, home_hex, weekday is null, hour is null) >= $k
    ),
    few as (
        select count(*) as hidden_pairs_cnt from counted where weekday is null and hour is null and persons_cnt < $k
    )
    select *, false as is_hidden, 0 as hidden_pairs_cnt from told
    union all by name
    select $month as month, true as is_hidden, hidden_pairs_cnt from few
    order by origin_hex nulls last, home_hex, weekday, hour
"""
"""From `counted` (night_od of one month). A split of a pair by weekday, by hour or by both is told only where each part has k persons."""
