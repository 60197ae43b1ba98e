"""Every reason code in words, Korean and English: why a record, or a whole file, was refused."""

_ROW_REASONS = {
    "blank_record": ("빈 줄입니다.", "The line is blank."),
    "wrong_field_count": (
        "항목 수가 머리글과 다릅니다.",
        "The line has more or fewer fields than the header.",
    ),
    "text_undecodable": ("글자를 읽을 수 없습니다(문자 인코딩 오류).", "The text cannot be decoded."),
    "subscriber_missing": ("가입자 번호가 없습니다.", "The subscriber number is missing."),
    "subscriber_malformed": (
        "가입자 번호의 형식이 잘못되었습니다.",
        "The subscriber number is not a mobile number.",
    ),
    "time_missing": ("발생 시각이 없습니다.", "The time of the event is missing."),
    "time_malformed": (
        "발생 시각을 날짜와 시각으로 읽을 수 없습니다.",
        "The time of the event is not a date and time.",
    ),
    "time_in_future": (
        "발생 시각이 파일을 받은 날보다 뒤입니다.",
        "The event lies after the day the file was delivered.",
    ),
    "too_late": (
        "너무 늦게 도착했습니다(접수 기한 초과).",
        "The event is older than the feed's window for late records.",
    ),
    "event_type_unknown": (
        "통화·문자·데이터가 아닌 알 수 없는 유형입니다.",
        "The type is none of call, sms and data.",
    ),
    "cell_missing": ("기지국 번호가 없습니다.", "The cell is missing."),
    "cell_unknown": ("기지국 목록에 없는 기지국입니다.", "The cell is in no inventory."),
    "cell_not_active": ("그날 운영하지 않던 기지국입니다.", "The cell was not in service on that day."),
    "duration_malformed": (
        "지속 시간이 0 이상의 정수가 아닙니다.",
        "The duration is not a whole number of seconds, 0 or more.",
    ),
    "inventory_date_malformed": ("목록 기준일이 날짜 형식이 아닙니다.", "The inventory date is not a date."),
    "coordinates_malformed": ("좌표가 숫자가 아닙니다.", "The coordinates are not numbers."),
    "coordinates_outside_city": ("좌표가 시 경계 밖에 있습니다.", "The coordinates lie outside the city."),
    "active_from_malformed": (
        "운영 시작일이 날짜 형식이 아닙니다.",
        "The first day of service is not a date.",
    ),
    "active_to_malformed": ("운영 종료일이 날짜 형식이 아닙니다.", "The last day of service is not a date."),
    "active_to_before_from": (
        "운영 종료일이 시작일보다 빠릅니다.",
        "The last day of service lies before the first.",
    ),
    "month_malformed": ("기준 월의 형식이 잘못되었습니다.", "The month is not a month."),
    "dong_malformed": ("행정동 코드가 8자리 숫자가 아닙니다.", "The dong code is not 8 digits."),
    "sex_unknown": ("성별 값을 알 수 없습니다.", "The sex is neither M nor F."),
    "age_band_unknown": ("연령대 구분을 알 수 없습니다.", "The age band is none of those known."),
    "residents_malformed": (
        "인구수가 0 이상의 정수가 아닙니다.",
        "The number of residents is not a whole number, 0 or more.",
    ),
    "route_missing": ("노선 번호가 없습니다.", "The route is missing."),
    "count_malformed": (
        "승하차 인원이 0 이상의 정수가 아닙니다.",
        "A count of passengers is not a whole number, 0 or more.",
    ),
}

_FILE_REASONS = {
    "file_empty": ("빈 파일입니다.", "The file is empty."),
    "file_truncated": ("파일이 중간에서 끊겼습니다.", "The file ends in the middle."),
    "file_damaged": ("압축 파일이 손상되었습니다.", "The compressed file is damaged."),
    "file_oversized": ("파일이 허용 크기보다 큽니다.", "The file is larger than allowed."),
    "file_unreadable": ("파일을 열 수 없습니다.", "The file cannot be opened."),
    "file_delivered_twice": (
        "이미 받은 파일과 내용이 같습니다.",
        "A file with the same content was already loaded.",
    ),
    "line_too_long": ("지나치게 긴 줄이 있습니다.", "The file has a line beyond all measure."),
    "compression_ratio_too_high": (
        "압축률이 비정상적으로 높습니다.",
        "The file unpacks to far more than a real delivery would.",
    ),
    "zip_not_one_file": ("압축 파일 안의 파일이 하나가 아닙니다.", "The zip does not hold exactly one file."),
    "column_missing": ("필요한 열이 없습니다.", "A column that is needed is missing."),
    "column_doubled": ("같은 열이 두 번 나옵니다.", "A column appears twice."),
}

REASONS = _ROW_REASONS | _FILE_REASONS


def sentences(code: str) -> tuple[str, str]:
    """Korean and English sentence of a reason code; a code not listed yet is shown as it is."""
    return REASONS.get(code, (f"사유 코드: {code}", f"Reason code: {code}"))
