"""Why a record of the transit operators is refused: code → (Korean, English) sentence for the report."""

REASONS = {
    "route_missing": ("노선 번호가 없습니다.", "The route is missing."),
    "count_malformed": (
        "승하차 인원이 0 이상의 정수가 아닙니다.",
        "A count of passengers is not a whole number, 0 or more.",
    ),
    "card_missing": ("카드 번호가 없습니다.", "The card number is missing."),
    "card_malformed": (
        "가상 카드 번호가 16자리 숫자가 아닙니다.",
        "The virtual card number is not of 16 digits.",
    ),
    "operating_day_malformed": (
        "운행일자가 날짜 형식이 아닙니다.",
        "The operating day is missing or not a date.",
    ),
    "operating_day_disagrees": (
        "운행일자가 승차 시각의 운행일과 다릅니다.",
        "The operating day is not the service day of the boarding.",
    ),
    "boarding_time_missing": ("승차 시각이 없습니다.", "The time of boarding is missing."),
    "boarding_time_malformed": (
        "승차 시각을 날짜와 시각으로 읽을 수 없습니다.",
        "The time of boarding is not a date and time.",
    ),
    "alighting_time_malformed": (
        "하차 시각을 날짜와 시각으로 읽을 수 없습니다.",
        "The time of alighting is not a date and time.",
    ),
    "alighting_incomplete": (
        "하차 시각과 하차 정류장 중 하나만 있습니다.",
        "Of the time and the stop of alighting only one is given.",
    ),
    "alighting_not_after_boarding": (
        "하차 시각이 승차 시각보다 늦지 않습니다.",
        "The alighting is not later than the boarding.",
    ),
    "ride_too_long": ("탑승 시간이 6시간을 넘습니다.", "The ride lasts more than six hours."),
    "mode_unknown": (
        "교통수단 코드가 버스(1xx)도 철도(2xx)도 아닙니다.",
        "The mode is neither bus (1xx) nor rail (2xx).",
    ),
    "settler_missing": (
        "정산사 또는 정산지역 코드가 없습니다.",
        "The settler or its area is missing, so that no id is unique.",
    ),
    "boarding_stop_missing": ("승차 정류장이 없습니다.", "The stop of boarding is missing."),
    "stop_unknown": (
        "승차 또는 하차 정류장이 정류장 목록에 없습니다.",
        "The stop of boarding or alighting is on no list of stops.",
    ),
    "passengers_malformed": (
        "이용자 수가 1~100명이 아닙니다.",
        "The passengers on the card are not a whole number from 1 to 100.",
    ),
    "transfers_malformed": (
        "환승 횟수가 0~3회가 아닙니다.",
        "The transfers are not a whole number from 0 to 3.",
    ),
    "transaction_cancelled": (
        "승차가 취소된 거래입니다.",
        "The boarding was taken back: tapped out at once where it began, or its fare paid back.",
    ),
    "tap_file_missing": (
        "압축 파일에 교통카드 파일이 없습니다.",
        "The zip holds no file of taps.",
    ),
}

FLAGS = {
    "commas_in_name_repaired": (
        "이름 속 쉼표에 따옴표가 없어 항목을 다시 맞추었습니다.",
        "Commas inside a name were not quoted; the fields were put right.",
    ),
    "ars_missing": ("정류장 ARS 번호가 없습니다.", "The stop has no ARS number."),
    "ars_not_numeric": ("ARS 번호가 다섯 자리 숫자가 아닙니다.", "The ARS number is not of five digits."),
    "virtual_stop": ("가상 정류장입니다.", "The stop is a virtual one."),
    "alight_missing": ("하차 기록이 없습니다.", "The alighting is not recorded."),
    "journey_missing": ("트랜잭션 번호가 없습니다.", "The number of the journey is missing."),
    "distance_malformed": ("이용거리를 읽을 수 없습니다.", "The distance is not a number."),
    "ride_time_doubtful": (
        "탑승시간이 승하차 시각의 차이와 다릅니다.",
        "The stated time of the ride is not that between the taps.",
    ),
    "fare_violation": ("부정승차 부가금이 있습니다.", "A fine for dodging the fare was paid."),
    "stop_not_on_route": (
        "승차 또는 하차 정류장이 노선의 경유 정류장이 아닙니다.",
        "The stop of boarding or alighting is none of the route's.",
    ),
    "vehicle_in_two_places": (
        "차량이 같은 시간에 서로 다른 곳에 있습니다.",
        "By its other taps the vehicle was somewhere else at the time.",
    ),
    "transaction_doubled": (
        "같은 거래가 서로 다른 내용으로 두 번 기록되었습니다.",
        "The same transaction was told twice with different words.",
    ),
}
