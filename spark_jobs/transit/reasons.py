"""Why a record of the transit operators is refused: code → (Korean, English) sentence for the report."""

REASONS = {
    "route_missing": ("노선 번호가 없습니다.", "The route is missing."),
    "count_malformed": (
        "승하차 인원이 0 이상의 정수가 아닙니다.",
        "A count of passengers is not a whole number, 0 or more.",
    ),
}
