"""Why a version of a complaint is refused: code → (Korean, English) sentence for the report."""

REASONS = {
    "case_missing": ("접수번호가 없습니다.", "The case number is missing."),
    "received_missing": ("접수일시가 없습니다.", "The time of receipt is missing."),
    "received_malformed": (
        "접수일시를 날짜와 시각으로 읽을 수 없습니다.",
        "The time of receipt is not a date and time.",
    ),
    "received_in_future": (
        "접수일시가 파일을 받은 날보다 뒤입니다.",
        "The case was received after the day the file was delivered.",
    ),
    "due_malformed": (
        "처리기한을 날짜와 시각으로 읽을 수 없습니다.",
        "The time limit is not a date and time.",
    ),
    "closed_malformed": (
        "완료일시를 날짜와 시각으로 읽을 수 없습니다.",
        "The time of closing is not a date and time.",
    ),
    "closed_before_received": (
        "완료일시가 접수일시보다 빠릅니다.",
        "The case was closed before it was received.",
    ),
    "closed_without_time": ("완료되었으나 완료일시가 없습니다.", "The case is closed, and nobody says when."),
    "open_with_close_time": (
        "처리 중인데 완료일시가 있습니다.",
        "The case is open, and has a time of closing.",
    ),
    "updated_malformed": (
        "최종수정일시를 날짜와 시각으로 읽을 수 없습니다.",
        "The time of the last change is not a date and time.",
    ),
    "status_unknown": (
        "처리상태가 없거나 도시 설정에 없는 말입니다.",
        "The status is missing, or a word the city profile does not know.",
    ),
    "on_time_unknown_word": (
        "기한 준수 여부가 도시 설정에 없는 말입니다.",
        "Whether it was on time is told in a word the city profile does not know.",
    ),
    "place_malformed": (
        "좌표가 숫자가 아니거나 하나만 있습니다.",
        "The coordinates are not two numbers.",
    ),
    "place_outside_city": (
        "민원 위치가 시 경계 밖에 있습니다.",
        "The place of the complaint lies outside the city.",
    ),
    "dong_code_malformed": (
        "법정동코드가 8자리 또는 10자리 숫자가 아닙니다.",
        "The dong is not a code of 8 or 10 digits.",
    ),
}

FLAGS = {
    "time_stands_for_none": (
        "없는 시각 대신 1900년 1월 1일이 적혀 있어 빈 값으로 읽었습니다.",
        "The first of January 1900 stands for a time that is not there; it was read as none.",
    ),
}
