"""Why rows and files of the resident register and of living population are refused or flagged: code → (Korean, English) sentence."""

REASONS = {
    "dong_malformed": ("행정동 코드가 8자리 숫자가 아닙니다.", "The dong code is not 8 digits."),
    "sex_unknown": ("성별 값을 알 수 없습니다.", "The sex is neither M nor F."),
    "age_band_unknown": ("연령대 구분을 알 수 없습니다.", "The age band is none of those known."),
    "residents_malformed": (
        "인구수가 0 이상의 정수가 아닙니다.",
        "The number of residents is not a whole number, 0 or more.",
    ),
    "living_day_malformed": (
        "기준일이 날짜가 아닙니다(YYYYMMDD).",
        "The day is not a date (YYYYMMDD).",
    ),
    "living_hour_malformed": ("시간대가 00에서 23 사이의 시가 아닙니다.", "The hour is not one of 00 to 23."),
    "gu_malformed": ("자치구 코드가 5자리 숫자가 아닙니다.", "The gu code is not 5 digits."),
    "grid_cell_malformed": (
        "250m 격자 번호의 형식이 잘못되었습니다(예: 다사47256125).",
        "The 250 m cell is not two Korean letters and eight digits.",
    ),
    "persons_malformed": (
        "생활인구가 숫자도 별표(*)도 아닙니다.",
        "A count of persons is neither a number nor `*`.",
    ),
    "persons_negative": ("생활인구가 0보다 작습니다.", "A count of persons is negative."),
    "date_missing": (
        "파일의 열에도 이름에도 기준일이 없습니다.",
        "Neither a column nor the name of the file tells the day.",
    ),
    "census_block_file": (
        "집계구 단위 파일은 읽지 않습니다.",
        "Files by census block are not read.",
    ),
    "week_malformed": (
        "한 주 자료에 168시간이 다 들어 있지 않습니다.",
        "The week does not hold its 168 hours.",
    ),
    "week_not_from_monday": (
        "한 주 자료의 날짜가 월요일이 아닙니다.",
        "The day of the week's file is no Monday.",
    ),
}

FLAGS = {
    "suppressed_interval": (
        "별표(*)로 가려진 값이 있어 0명에서 3명까지의 구간으로 둡니다.",
        "A count is suppressed (`*`): it is kept as 0 to 3 persons.",
    ),
    "sexes_disagree": (
        "남녀를 합한 값이 총생활인구와 다릅니다(반올림 차이보다 큼).",
        "Men and women do not sum to the total, by more than rounding.",
    ),
    "bands_disagree": (
        "연령대를 합한 값이 총생활인구보다 큽니다.",
        "The age bands sum to more than the total.",
    ),
    "extra_trailing_field": (
        "줄 끝에 쉼표가 하나 더 있어 무시했습니다.",
        "The row ends with one comma too many, which was ignored.",
    ),
    "day_from_file_name": (
        "기준일을 파일 이름에서 읽었습니다.",
        "The day was taken from the file's name.",
    ),
}
