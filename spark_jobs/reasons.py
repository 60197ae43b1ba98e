"""Why a line or a file is refused, and what is remarked on kept ones, where the rule belongs to no single domain: code → (Korean, English)
sentence for the report."""

REASONS = {
    "blank_record": ("빈 줄입니다.", "The line is blank."),
    "wrong_field_count": (
        "항목 수가 머리글과 다릅니다.",
        "The line has more or fewer fields than the header.",
    ),
    "text_undecodable": ("글자를 읽을 수 없습니다(문자 인코딩 오류).", "The text cannot be decoded."),
    "time_in_future": (
        "발생 시각이 파일을 받은 날보다 뒤입니다.",
        "The time lies after the day the file was delivered.",
    ),
    "too_late": (
        "너무 늦게 도착했습니다(접수 기한 초과).",
        "The record is older than the feed's window for late records.",
    ),
    "month_malformed": ("기준 월의 형식이 잘못되었습니다.", "The month is not a month."),
    "column_missing": ("필요한 열이 없습니다.", "A column that is needed is missing."),
    "column_doubled": ("같은 열이 두 번 나옵니다.", "A column appears twice."),
    "file_delivered_twice": (
        "이미 받은 파일과 내용이 같습니다.",
        "A file with the same content was already loaded.",
    ),
}

FLAGS = {
    "axes_swapped": (
        "위도와 경도가 서로 바뀌어 있어 바로잡았습니다.",
        "Latitude and longitude had changed places and were put right.",
    ),
    "outside_city": ("도시 범위 밖에 있습니다.", "The place lies outside the city's bounds."),
}
"""What is remarked on rows of several domains that are kept."""
