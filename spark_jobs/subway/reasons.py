"""Why a record of the subway is refused, and what is doubtful in one that is kept: code → (Korean, English) sentence for the report."""

REASONS = {
    "ride_date_malformed": (
        "사용일자를 날짜로 읽을 수 없습니다.",
        "The day of the rides is missing or not a date.",
    ),
    "line_missing": ("호선명이 없습니다.", "The subway line is missing."),
    "station_missing": ("역명이 없습니다.", "The name of the station is missing."),
    "riders_malformed": (
        "승차 또는 하차 인원이 0 이상의 정수가 아닙니다.",
        "A count of riders is missing or not a whole number, 0 or more.",
    ),
}

FLAGS = {
    "station_registered_twice": (
        "같은 호선의 같은 역이 여러 번 등록되어 있어 모두 합산합니다.",
        "The station stands more than once under its line; all of its registrations count.",
    ),
    "station_renamed": (
        "한 달 안에 역 이름이 바뀌었습니다.",
        "The station bears two names within the month.",
    ),
    "extra_field": (
        "줄 끝에 빈 항목이 더 있어 버렸습니다.",
        "The line ends with an empty field too many, which was dropped.",
    ),
    "count_written_as_decimal": (
        "인원이 소수점으로 적혀 있습니다(예: 5893.0).",
        "A count is written with a decimal point, as in 5893.0.",
    ),
    "count_with_thousands_separator": (
        "인원에 천 단위 구분 쉼표가 있습니다(예: 8,803).",
        "A count is written with thousands separators, as in 8,803.",
    ),
    "station_id_padded": (
        "역 번호 앞의 0이 빠져 있어 네 자리로 맞추었습니다.",
        "The station's number had lost its leading zeros and was filled up to four digits.",
    ),
    "station_id_from_older_file": (
        "새로 받은 파일에 역 번호가 없어 이전 파일의 번호를 썼습니다.",
        "The newest file has no station numbers; this one comes from an older file of the same day.",
    ),
    "registered_on_unreadable": (
        "등록일자를 날짜로 읽을 수 없어 비워 두었습니다.",
        "The date of registration is not a date and was left empty.",
    ),
}
