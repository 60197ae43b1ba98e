"""Why a row of the resident register is refused: code → (Korean, English) sentence for the report."""

REASONS = {
    "dong_malformed": ("행정동 코드가 8자리 숫자가 아닙니다.", "The dong code is not 8 digits."),
    "sex_unknown": ("성별 값을 알 수 없습니다.", "The sex is neither M nor F."),
    "age_band_unknown": ("연령대 구분을 알 수 없습니다.", "The age band is none of those known."),
    "residents_malformed": (
        "인구수가 0 이상의 정수가 아닙니다.",
        "The number of residents is not a whole number, 0 or more.",
    ),
}
