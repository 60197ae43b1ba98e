"""Why a boundary or a code of a dong is refused or flagged: code → (Korean, English) sentence for the report."""

REASONS = {
    "area_code_malformed": (
        "행정기관 코드가 10자리(또는 8자리) 숫자가 아닙니다.",
        "The code of the area is not 10 (or 8) digits.",
    ),
    "area_name_missing": ("지역 이름이 없습니다.", "The area has no name."),
    "boundary_missing": ("경계 도형이 없습니다.", "The dong has no boundary."),
    "boundary_malformed": (
        "경계가 경위도로 된 다각형이 아닙니다.",
        "The boundary is no polygon in degrees of longitude and latitude.",
    ),
    "area_created_malformed": ("생성일자를 읽을 수 없습니다.", "The date of creation is not a date."),
    "area_abolished_malformed": ("말소일자를 읽을 수 없습니다.", "The date of abolition is not a date."),
    "area_abolished_before_created": (
        "말소일자가 생성일자보다 앞섭니다.",
        "The area was abolished before it was created.",
    ),
}

FLAGS = {
    "valid_from_year_in_name": (
        "파일 이름에 연도(또는 연월)만 있어 그 기간의 첫날부터 유효한 것으로 봅니다.",
        "The file's name tells a year or a month only; the list counts from its first day.",
    ),
    "valid_from_delivery": (
        "파일 이름에 날짜가 없어 받은 날부터 유효한 것으로 봅니다.",
        "The file's name tells no day; the list counts from the day it was delivered.",
    ),
    "dong_outside_city": (
        "중심점이 도시 범위 밖에 있습니다.",
        "The centre lies outside the city's bounds.",
    ),
    "boundary_self_crossing": (
        "경계선이 스스로 교차합니다.",
        "The boundary crosses itself.",
    ),
    "statistics_code_unreadable": (
        "통계청 코드가 숫자가 아니어서 비워 두었습니다.",
        "The statistics code is not digits, and was left out.",
    ),
}
