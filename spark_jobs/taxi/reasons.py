"""Why a taxi trip is refused or doubted: code → (Korean, English) sentence for the report."""

REASONS = {
    "header_repeated": (
        "머리글이 자료 안에 다시 나옵니다.",
        "The header stands among the records once more.",
    ),
    "point_malformed": (
        "출발지나 도착지의 좌표가 없거나 숫자가 아닙니다.",
        "A coordinate of the start or the end is missing or not a number.",
    ),
    "coordinates_implausible": (
        "출발지나 도착지가 위도와 경도를 바꾸어 보아도 도시에서 너무 멉니다.",
        "The start or the end lies too far from the city, whichever of the two numbers is the latitude.",
    ),
    "pickup_time_malformed": (
        "승차 시각이 없거나 날짜와 시각으로 읽을 수 없습니다.",
        "The time of pick-up is missing or not a date and time.",
    ),
    "drop_off_time_malformed": (
        "하차 시각을 날짜와 시각으로 읽을 수 없습니다.",
        "The time of drop-off is not a date and time.",
    ),
    "drop_off_time_implausible": (
        "하차 시각이 승차 시각보다 이르거나 24시간 넘게 뒤입니다.",
        "The drop-off is earlier than the pick-up, or more than 24 hours later.",
    ),
}
FLAGS = {
    # As for stops (spark_jobs/network), in the same words: a code means one thing.
    "trip_time_missing": (
        "파일에 승차 시각이 없어 날짜는 파일 이름이나 받은 날을 따랐습니다.",
        "The file tells no times; the day is that of the file's name or of its delivery.",
    ),
    "same_place": (
        "출발지와 도착지가 같습니다.",
        "The trip ends where it started.",
    ),
}
