"""Why a row of a timetable is refused or doubted, or a timetable as a whole: code → (Korean, English) sentence for the report."""

REASONS = {
    "timetable_table_missing": (
        "시간표(GTFS)에 필요한 표가 압축 파일 안에 없습니다.",
        "The zip lacks a table that a timetable (GTFS) must have.",
    ),
    "trip_missing": ("운행(trip) 번호가 없습니다.", "The trip is missing."),
    "trip_unknown": (
        "운행(trip) 번호가 trips.txt에 없습니다.",
        "The trip does not stand in trips.txt.",
    ),
    "stop_missing": ("정류장 번호가 없습니다.", "The stop is missing."),
    "stop_seq_malformed": (
        "정차 순번이 0 이상의 정수가 아닙니다.",
        "The place of the stop in the trip is not a whole number, 0 or more.",
    ),
    "arrival_malformed": (
        "도착 시각이 H:MM:SS 형식이 아닙니다.",
        "The arrival is not written H:MM:SS.",
    ),
    "departure_malformed": (
        "출발 시각이 H:MM:SS 형식이 아닙니다.",
        "The departure is not written H:MM:SS.",
    ),
    "departure_before_arrival": (
        "출발 시각이 같은 정류장의 도착 시각보다 이릅니다.",
        "The departure is earlier than the arrival at the same stop.",
    ),
    "service_row_malformed": (
        "운행일 표(calendar)의 행을 읽을 수 없습니다.",
        "A row of the calendar tables lacks its service, its dates or its weekdays, or they contradict each other.",
    ),
}
FLAGS = {
    "time_goes_back": (
        "앞선 정류장의 시각보다 이른 시각입니다.",
        "The time is earlier than that of a stop before it on the trip.",
    ),
    "time_one_sided": (
        "도착 시각과 출발 시각 중 하나만 있어 다른 하나도 같은 시각으로 보았습니다.",
        "Of arrival and departure only one is given; it was taken for both.",
    ),
    "trip_end_untimed": (
        "운행의 첫 정류장이나 마지막 정류장에 시각이 없습니다.",
        "The first or last stop of the trip has no time.",
    ),
    "trip_by_headway": (
        "배차 간격으로 운행하여 시각은 첫 출발부터의 본보기일 뿐입니다(frequencies.txt).",
        "The trip runs by headway (frequencies.txt): its times are a pattern, not departures.",
    ),
    "trip_doubled": (
        "trips.txt에 같은 운행 번호가 서로 다른 내용으로 두 번 나옵니다.",
        "The trip stands twice in trips.txt and the two differ; the first counts.",
    ),
    "stop_unlisted": (
        "정류장 번호가 stops.txt에 없습니다.",
        "The stop does not stand in stops.txt of the same timetable.",
    ),
    "service_end_cut": (
        "운행 기간이 받은 날부터 3년 뒤를 넘어 그날까지만 펼쳤습니다.",
        "The service runs on for more than three years after its delivery; its days were written up to then.",
    ),
}
