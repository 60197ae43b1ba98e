"""What citizens of the simulated city write, and what it answers: fields, items with their time limits, sentences.

Fields and items are named as Korean cities name them; the sentences are invented. Numbers that everybody may know stand in
them on purpose (120, 02-120, 1588-1234, routes, dates, amounts): redaction must leave them.
"""

from dataclasses import dataclass
from random import Random


@dataclass(frozen=True)
class Item:
    """One kind of complaint: its field, the department that answers, and within how many hours."""

    field: str
    name: str
    department: str
    limit_h: int
    weight: int


# Weights follow the field complaints of Seoul's 120 in 2010: traffic 108, roads 35, environment 26, street 24, cleaning 18 thousand.
ITEMS = (
    Item("교통", "불법주정차", "교통지도과", 3, 72),
    Item("교통", "버스", "버스정책과", 168, 14),
    Item("교통", "신호등", "교통운영과", 72, 9),
    Item("교통", "택시", "택시정책과", 168, 8),
    Item("교통", "공영주차장", "주차관리과", 120, 5),
    Item("도로", "포트홀", "도로과", 48, 16),
    Item("도로", "보안등", "도로과", 24, 10),
    Item("도로", "보도블록", "도로과", 168, 9),
    Item("환경", "소음", "환경과", 72, 15),
    Item("환경", "악취", "환경과", 72, 6),
    Item("환경", "비산먼지", "환경과", 120, 5),
    Item("가로정비", "노점상", "가로경관과", 168, 9),
    Item("가로정비", "불법광고물", "가로경관과", 72, 10),
    Item("가로정비", "가로수", "공원녹지과", 168, 5),
    Item("청소", "쓰레기 무단투기", "청소행정과", 48, 10),
    Item("청소", "대형폐기물", "청소행정과", 72, 5),
    Item("청소", "분리수거", "청소행정과", 72, 3),
)
CHANNELS = {"120": 40, "안전신문고": 28, "응답소": 18, "전화": 10, "방문": 4}
SPOTS = (
    "주민센터 앞", "초등학교 정문 앞", "놀이터 옆", "시장 입구", "2번 출구 앞", "공원 입구", "버스정류장 앞", "약국 앞 골목",
    "14길 7 앞", "교회 뒤편", "어린이집 앞", "사거리", "육교 아래", "지하차도 입구",
)  # fmt: skip
BUSES = ("753", "143", "472", "9401", "N61", "N15", "2012", "강남06", "마포09", "340")

SENTENCES = {
    "교통": (
        "{place}에 {item} 차량이 {time}부터 계속 서 있습니다.",
        "{bus}번 버스가 {time}에 정류장을 그냥 지나쳤습니다.",
        "{place} 횡단보도를 차들이 막고 있어 아이들이 위험합니다.",
        "어제도 {time}에 신고했는데 단속이 나오지 않았습니다.",
        "{bus}번 배차 간격이 40분이나 됩니다, 앱에는 12분으로 나옵니다.",
        "소방차 전용 구역인데 화물차가 밤새 서 있습니다.",
        "과태료 40,000원을 부과해 주시기 바랍니다.",
        "120에 두 번 전화했는데 같은 답만 들었습니다.",
        "{place} 신호가 너무 짧아 어르신들이 다 건너지 못합니다.",
        "택시가 요금 12,800원을 카드로 받지 않았습니다.",
        "심야에 N61번이 만차라 세 대를 보냈습니다.",
        "주차 요금이 2시간에 6,000원으로 나왔습니다.",
    ),
    "도로": (
        "{place} 도로에 지름 50cm쯤 되는 구멍이 생겼습니다.",
        "{place} 보안등이 {time}에도 켜지지 않습니다.",
        "보안등 표찰 번호는 1203-45입니다.",
        "보도블록이 들떠서 유모차가 걸립니다.",
        "비만 오면 {place}에 물이 고여 건널 수 없습니다.",
        "지난 2026-10-12에도 신고했으나 임시로만 메웠습니다.",
        "오토바이가 넘어질 뻔했습니다, 빨리 보수해 주세요.",
        "맨홀 뚜껑이 덜컹거려 밤에 잠을 못 잡니다.",
        "가로등 3개가 나란히 꺼져 있어 골목이 캄캄합니다.",
        "공사 후 아스콘 포장이 20미터가량 내려앉았습니다.",
        "점자블록이 끊겨 있습니다.",
    ),
    "환경": (
        "{place} 공사장에서 {time}부터 소음이 심합니다.",
        "주말 새벽에도 발전기를 돌립니다.",
        "소음을 재 보니 78dB이 나왔습니다.",
        "하수구에서 {item} 문제가 생긴 지 3주가 넘었습니다.",
        "창문을 열 수 없을 정도로 먼지가 날립니다.",
        "방음벽 없이 철거를 하고 있습니다.",
        "사업장 대표번호 1588-1234로 전화해도 받지 않습니다.",
        "살수차를 2026년 11월부터 운행한다더니 보이지 않습니다.",
        "아이가 천식이 있어 걱정입니다.",
        "스피커를 크게 틀고 물건을 팝니다.",
        "공회전 차량이 {time}에 늘 서 있습니다.",
    ),
    "가로정비": (
        "{place}에 노점이 보도를 절반 넘게 차지했습니다.",
        "불법 현수막이 12개나 걸려 있습니다.",
        "가로수 가지가 신호등을 가립니다.",
        "입간판 때문에 휠체어가 지나갈 수 없습니다.",
        "전단지가 {time}마다 골목에 뿌려집니다.",
        "{place} 가로수가 태풍에 기울었습니다.",
        "노점에서 가스통을 인도에 두고 씁니다.",
        "은행 열매 냄새가 심하니 빨리 치워 주세요.",
        "벽보가 지하철 출구를 다 덮었습니다.",
        "도로 점용 허가를 받은 곳인지 확인 부탁드립니다.",
        "보도 위에 의자와 파라솔을 내놓고 영업합니다.",
    ),
    "청소": (
        "{place}에 쓰레기가 일주일째 쌓여 있습니다.",
        "누군가 {time}에 무단으로 버리고 갑니다.",
        "수거일이 화요일과 목요일인데 두 번 걸렀습니다.",
        "대형폐기물 스티커 5,000원짜리를 붙였는데 가져가지 않습니다.",
        "음식물 수거통이 넘쳐 악취가 납니다.",
        "재활용품을 분리했는데 한데 싣고 갔습니다.",
        "CCTV를 달아 주시면 좋겠습니다.",
        "{place} 배수구가 낙엽으로 막혔습니다.",
        "담배꽁초가 하수구마다 가득합니다.",
        "폐기물 접수번호 2026-1101-3은 처리됐다고 나옵니다.",
        "종량제 봉투가 아닌 검은 봉투로 내놓습니다.",
    ),
}
ANSWERS = (
    "안녕하십니까. {department}입니다. 현장을 확인하고 조치를 마쳤습니다.",
    "귀하의 민원은 {department}에서 검토하여 처리하였습니다.",
    "현장 출동 결과 해당 차량은 이동한 상태였습니다.",
    "관련 업체에 시정을 명하고 2주 뒤 다시 점검하겠습니다.",
    "추가 문의는 02-120 또는 {department}로 하여 주시기 바랍니다.",
    "예산이 확보되는 대로 정비할 계획이며, 우선 임시로 조치하였습니다.",
    "도로교통법 제32조에 따라 과태료를 부과하였습니다.",
    "순찰을 강화하겠습니다. 불편을 드려 죄송합니다.",
)


def complaint(item: Item, place: str, luck: Random) -> list[str]:
    """One to four sentences about a place; some quote a word, as people do."""
    spot, clock = (
        f"{place} {luck.choice(SPOTS)}",
        f"{luck.choice(('오전', '오후'))} {luck.randrange(1, 13)}시 {luck.randrange(0, 60, 10)}분",
    )
    said = [
        sentence.format(place=spot, item=item.name, bus=luck.choice(BUSES), time=clock)
        for sentence in luck.sample(SENTENCES[item.field], luck.choice((1, 2, 2, 3, 4)))
    ]
    if luck.random() < 0.12:
        said.append('담당자는 "예산이 없다"고만 합니다, 정말인가요?')
    return said


def answer(item: Item, luck: Random) -> list[str]:
    """One or two sentences of the department."""
    return [text.format(department=item.department) for text in luck.sample(ANSWERS, luck.choice((1, 1, 2)))]
