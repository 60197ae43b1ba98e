"""Why a row of the network's lists is refused or doubted: code → (Korean, English) sentence for the report."""

REASONS = {
    "network_table_missing": (
        "압축 파일 안에 이 자료가 읽을 표나 목록이 없습니다.",
        "The zip lacks the table or list that this feed reads.",
    ),
    "stop_id_missing": (
        "정류장 ID가 없고, 노선과 역 이름으로도 정류장을 알 수 없습니다.",
        "The stop has no id, and no line and name that would identify it.",
    ),
    "route_id_missing": ("노선 ID가 없습니다.", "The route has no id."),
    "id_contradicted": (
        "같은 파일에 같은 ID가 다른 내용으로 먼저 나왔습니다.",
        "An earlier row of the file says something else of the same id.",
    ),
    "seq_malformed": (
        "정류장 순번이 1 이상의 정수가 아닙니다.",
        "The place of the stop in the sequence is not a whole number, 1 or more.",
    ),
    "seq_doubled": (
        "같은 노선의 같은 순번에 다른 정류장이 먼저 나왔습니다.",
        "An earlier row has another stop at the same place of the sequence.",
    ),
    "sequence_empty": (
        "노선의 경유 정류장 응답이 비어 있습니다.",
        "The answer that should list the route's stops is empty.",
    ),
}
FLAGS = {
    "ars_id_missing": ("정류장 번호(ARS)가 없습니다.", "The stop has no number on its sign (ARS)."),
    "ars_id_padded": (
        "정류장 번호(ARS) 앞의 0이 빠져 있어 다섯 자리로 맞추었습니다.",
        "The stop's number (ARS) had lost its leading zeros and was filled up to five digits.",
    ),
    "ars_id_malformed": (
        "정류장 번호(ARS)가 다섯 자리 숫자가 아닙니다.",
        "The stop's number (ARS) is not of five digits.",
    ),
    "stop_name_missing": ("정류장 이름이 없습니다.", "The stop has no name."),
    "coordinates_missing": ("좌표가 없습니다.", "The place has no coordinates."),
    "coordinates_unreadable": (
        "좌표가 위도와 경도(도 단위)가 아니어서 비워 두었습니다.",
        "The coordinates are not degrees of latitude and longitude and were left empty.",
    ),
    "headway_missing": ("배차 간격이 없습니다.", "The route tells no headway."),
    "length_missing": ("노선 길이가 없습니다.", "The route tells no length."),
    "departures_missing": ("첫차나 막차 시각이 없습니다.", "The first or the last departure is not told."),
    "last_departure_doubtful": (
        "막차 시각이 첫차보다 하루 가까이 늦게 되어 비워 두었습니다.",
        "The last departure would be a day after the first and was left empty.",
    ),
    "seq_out_of_order": (
        "파일의 줄 순서가 정류장 순번과 다릅니다.",
        "The row stands in the file after one with a higher place in the sequence.",
    ),
    "seq_gap": (
        "앞 순번의 정류장이 빠져 있습니다.",
        "The stop before this one in the sequence is missing.",
    ),
    "sections_missing": (
        "노선의 구간 거리가 하나도 없습니다.",
        "No section of the sequence has a length (told at its first stop).",
    ),
    "length_contradicts": (
        "구간 거리의 합이 노선 목록의 길이와 20% 넘게 다릅니다.",
        "The sections sum to a length more than a fifth off the route list's (told at the first stop).",
    ),
    "section_too_short": (
        "구간 거리가 두 정류장 사이의 직선거리보다 짧습니다.",
        "The section is shorter than the straight line between its two stops.",
    ),
    "speed_doubtful": (
        "구간 속도가 시속 120km를 넘습니다.",
        "The speed on the section is above 120 km/h.",
    ),
}
