"""Why a record of a carrier is refused: code → (Korean, English) sentence for the report."""

REASONS = {
    "subscriber_missing": ("가입자 번호가 없습니다.", "The subscriber number is missing."),
    "subscriber_malformed": (
        "가입자 번호의 형식이 잘못되었습니다.",
        "The subscriber number is not a mobile number.",
    ),
    "opt_out_day_malformed": (
        "정보 이용 거부일이 날짜 형식이 아닙니다.",
        "The day of opting out is not a date.",
    ),
    "time_missing": ("발생 시각이 없습니다.", "The time of the event is missing."),
    "time_malformed": (
        "발생 시각을 날짜와 시각으로 읽을 수 없습니다.",
        "The time of the event is not a date and time.",
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
    "sequence_malformed": (
        "분할 기록의 순번이 0 이상의 정수가 아닙니다.",
        "The number of the part of a record is not a whole number, 0 or more.",
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
}

FLAGS = {
    "two_places": (
        "한 가입자가 같은 순간에 서로 먼 두 곳에서 기록되었습니다.",
        "One person was recorded in two places at one instant, farther apart than a cell reaches.",
    ),
    "impossible_speed": (
        "앞뒤 기록 사이를 오가기에는 너무 먼 곳에서 기록되었습니다.",
        "Nobody travels so fast from the record before to this one, and on to the next.",
    ),
    "ping_pong": (
        "잠시 이웃 기지국에 잡혔다가 돌아온 기록입니다.",
        "The phone was handed to another cell and back; it did not move.",
    ),
    "partials_merged": (
        "한 통화의 여러 분할 기록을 하나로 합쳤습니다.",
        "The parts of one long call were put together.",
    ),
    "double_entry": (
        "두 교환기가 따로 적은 한 통화를 한 번만 세었습니다.",
        "Two switches recorded this call; it counts once.",
    ),
    "robot": (
        "시계처럼 규칙적으로 기록되는 기기입니다.",
        "A machine that reports by the clock made this record.",
    ),
    "heavy_user": (
        "하루 기록이 사람이 만들 수 있는 수를 넘습니다.",
        "This number makes more records a day than a person does.",
    ),
    "time_ambiguous": (
        "시계를 되돌린 밤에 두 번 나타난 시각이어서 앞의 것으로 보았습니다.",
        "The clock showed this time twice when it was put back; the earlier was taken.",
    ),
}
"""What is remarked on a carrier's records that are kept."""
