-- 번제1동 and 번1동 are one name: marks go, and 제 before a number. But in 홍제1동 the 제 is the name's own: each name
-- has two forms, with and without it, and two names are equal where any of their forms are.
with spelled as (
    select
        list_type,
        valid_from,
        dong_code,
        gu_name,
        regexp_replace(dong_name, '[·ㆍ.,\s]', '', 'g') as plain
    from {{ ref('int_city__dong_name') }}
),

forms as (
    select
        list_type,
        valid_from,
        dong_code,
        gu_name,
        unnest([plain, regexp_replace(plain, '제([0-9])', '\1', 'g')]) as form
    from spelled
),

together as (
    select distinct
        here.dong_code,
        there.dong_code as other_code
    from forms as here
    inner join forms as there
        on
            here.list_type = there.list_type
            and here.valid_from = there.valid_from
            and here.gu_name = there.gu_name
            and here.dong_code <> there.dong_code
),

same_name as (
    select distinct
        older.dong_code,
        today.dong_code as current_dong_code
    from forms as older
    inner join forms as todays_form
        on
            older.gu_name = todays_form.gu_name
            and older.form = todays_form.form
            and substring(older.dong_code, 1, 2) = substring(todays_form.dong_code, 1, 2)
    inner join {{ ref('int_city__current_dong') }} as today on todays_form.dong_code = today.dong_code
    where older.dong_code not in (select known.dong_code from {{ ref('int_city__current_dong') }} as known)
)

select
    same_name.dong_code,
    min(same_name.current_dong_code) as current_dong_code
from same_name
anti join together
    on same_name.dong_code = together.dong_code and same_name.current_dong_code = together.other_code
group by same_name.dong_code
having count(*) = 1
