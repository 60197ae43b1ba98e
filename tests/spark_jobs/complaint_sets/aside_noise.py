"""What stands around in a complaint and is nobody's: bus lines, stops, public numbers, roads, dates, prices, sizes, articles of law."""

from collections.abc import Callable
from random import Random

_ROADS = (
    "대전 서구 둔산로", "대전광역시 유성구 대학로", "대전 중구 중앙로", "대전 동구 대전로", "대전 대덕구 한밭대로", "대전 유성구 노은로", "서울 관악구 신림로", "서울시 강남구 테헤란로", "서울 마포구 월드컵북로",
    "서울특별시 송파구 올림픽로", "서울 노원구 동일로", "서울 은평구 통일로", "서울 영등포구 여의대로", "서울 성북구 보문로", "관저동로", "계룡로", "둔산대로", "문정로", "도안대로", "엑스포로", "갈마로",
    "용문로", "월평중로", "가수원로",
)  # fmt: skip
_VILLAGES = (
    "둔산동", "봉명동", "관저동", "갈마동", "노은동", "신림동", "상계동", "불광동", "대흥동", "판암동", "오정동", "송촌동", "월평동", "탄방동", "도마동", "가양동", "문창동", "성남동", "삼천동",
    "궁동", "지족동", "구암동", "신탄진동", "유천동",
)  # fmt: skip
_PLACES = (
    "정부청사역 앞", "보라매공원 입구", "중앙시장 먹자골목", "은행동 으능정이 거리", "시청 북문", "유림공원 산책로", "갑천 자전거도로", "한밭수목원 동원", "성심당 본점 앞", "대전역 동광장", "구청 뒤 공영주차장",
    "복합터미널 건너편", "신도림역 환승통로", "이마트 둔산점 사거리", "홈플러스 뒷길", "세종대왕 동상 앞", "충무로 지하보도", "김가네 앞 횡단보도", "장영실과학관 옆", "어린이집 통학로", "문정초등학교 후문",
    "평송수련원 앞", "둔산경찰서 맞은편", "느리울초 앞 육교", "고은빌딩 앞 인도", "이순신 장군 동상 옆", "도산공원 정문", "한솔문구 앞",
)  # fmt: skip
_COMPLEXES = (
    "크로바아파트", "목련아파트", "한마루아파트", "둥지아파트", "샘머리2단지", "누리아파트", "래미안", "노은 열매마을 8단지", "도안 트리풀시티", "엑스포아파트", "관악드림타운", "현대아파트", "주공 3단지",
    "파랑새아파트", "e편한세상", "힐스테이트", "한빛아파트", "상계주공 7단지", "은초롱아파트", "신동아파밀리에", "푸르지오", "계룡리슈빌", "수정타운", "청솔빌라",
)  # fmt: skip
_OFFICES = (
    "교통행정과", "도로관리과", "환경관리과", "주차관리팀", "공원녹지과", "건축허가과", "생활보장과", "세무과", "청소행정과", "버스정책과", "위생과", "동물보호팀", "하수팀", "민원여권과", "건설과",
    "토지정보과", "맑은물정책과", "가로정비팀",
)  # fmt: skip
_OFFICES_EN = (
    "DOT", "DSNY", "HPD", "DEP", "NYPD 78th Precinct", "Parks Dept", "DOB", "MTA", "Community Board 7",
    "the Taxi and Limousine Commission", "DOHMH", "NYCHA management",
)  # fmt: skip
_SHOPS = (
    "GS25",
    "CU 편의점",
    "스타벅스 둔산점",
    "파리바게뜨",
    "이디야",
    "다이소",
    "김밥천국",
    "롯데마트",
    "한솥도시락",
    "박가네 빈대떡",
    "올리브영",
    "코스트코",
    "교촌치킨",
    "맘스터치",
)
_SHOPS_EN = (
    "the Dunkin'", "Duane Reade", "Trader Joe's", "the bodega", "Wendy's", "Key Food", "the laundromat", "St. Nicholas Deli",
    "Home Depot", "the Popeyes", "Zabar's", "CVS",
)  # fmt: skip
_STREETS = (
    "Grand Concourse", "Atlantic Ave", "Amsterdam Avenue", "Flatbush Ave", "Roosevelt Ave", "Northern Blvd", "Ocean Parkway",
    "E 138th St", "Malcolm X Blvd", "St. Nicholas Ave", "W 96th St", "Bedford Ave", "Queens Blvd", "Nostrand Ave", "Hylan Blvd",
    "Jamaica Ave", "Fordham Rd", "Delancey St", "Broadway", "Lafayette St", "Steinway St",
)  # fmt: skip
_CORNERS = (
    "the corner of 5th Ave and 42nd St", "Washington Square Park", "the Lincoln Center plaza", "Broadway and 96th",
    "the FDR Drive at 61st St", "Prospect Park West", "Jackson Heights-Roosevelt station", "the JFK AirTrain stop", "Bryant Park",
    "the BQE ramp", "Van Cortlandt Park", "Martin Luther King Jr. Blvd", "Astoria Park", "the Williamsburg Bridge bike path",
    "Fort Greene", "Marcus Garvey Park", "the schoolyard at PS 11", "Columbus Circle",
)  # fmt: skip
_CARS = (
    "쏘나타 DN8",
    "그랜저 IG",
    "포터2",
    "스타리아",
    "카니발 KA4",
    "모닝",
    "레이",
    "K5",
    "아반떼 CN7",
    "봉고3",
    "테슬라 모델Y",
    "셀토스",
    "QM6",
)
_MODELS = (
    "갤럭시 S24", "아이폰 15", "LG 트롬 F21VDU", "삼성 SM-A546S", "CCTV DS-2CD2143", "보일러 NCB-500", "SGH-100 소화기", "킥보드 ES4-217", "린나이 R331",
    "위닉스 DXSH-150", "경동 나비엔 NR-20D",
)  # fmt: skip
_CARS_EN = (
    "white Honda CR-V", "Ford F-150", "2019 Toyota Camry", "Chevy Express 2500", "Tesla Model 3", "black Nissan Altima", "BMW X5",
    "gray Jeep Wrangler",
)  # fmt: skip
_MODELS_EN = (
    "iPhone 14",
    "GE GTS18",
    "Whirlpool WRT311",
    "Bosch GLM 50",
    "Con Ed smart meter AMI-4",
    "LG LW8017 air conditioner",
)
_LAWS = (
    "도로교통법 제32조", "소음진동관리법 제21조제2항", "주차장법 제19조의4", "폐기물관리법 제8조", "건축법 제80조", "민원처리법 제7조", "자동차관리법 제10조제5항", "옥외광고물법 제3조", "지방세법 제128조",
    "대전광역시 조례 제5123호", "공동주택관리법 제20조", "동물보호법 제16조", "하수도법 제27조",
)  # fmt: skip
_LAWS_EN = (
    "Admin Code 24-218", "34 RCNY 4-08", "Section 27-2029", "VTL 1202(a)(1)", "Local Law 97", "NYC Health Code 151.02",
    "Multiple Dwelling Law 78", "16 RCNY 4-03",
)  # fmt: skip
_OPEN = (
    "구청 대표번호 042-611-2114", "다산콜 02-120", "042-120", "국번없이 120", "1588-1234", "콜센터 1577-1000", "110 국민콜", "1644-7788",
    "시청 대표번호 042-270-3114", "080-200-1500", "1899-0075", "1661-2626", "교통약자콜 1588-1668", "강남구청 대표번호 02-3423-5114", "182", "1330",
    "고객센터 1544-7788", "정부24 1588-2188", "노원구청 대표번호 02-2116-3114",
)  # fmt: skip
_OPEN_EN = (
    "311", "212-NEW-YORK", "1-800-75-CONED", "the 311 line (212-639-9675)", "511", "1-888-NYC-SAFE",
    "the Con Ed hotline 1-800-752-6633", "MTA at 511", "988",
)  # fmt: skip


def _date(rng: Random, lang: str) -> str:
    year, month, day = rng.randint(2023, 2025), rng.randint(1, 12), rng.randint(1, 28)
    if lang == "en":
        months = (
            "Jan",
            "Feb",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "Sept",
            "October",
            "Nov",
            "Dec",
        )
        return rng.choice(
            (
                f"{month}/{day}/{year}",
                f"{month:02d}/{day:02d}/{year % 100}",
                f"{months[month - 1]} {day}",
                f"{months[month - 1]} {day}, {year}",
                f"{year}-{month:02d}-{day:02d}",
            )
        )
    forms = (
        "{y}. {m}. {d}.",
        "{y}.{m:02d}.{d:02d}",
        "{y}-{m:02d}-{d:02d}",
        "{m}월 {d}일",
        "{y}년 {m}월 {d}일",
        "{m}/{d}",
        "{z:02d}.{m:02d}.{d:02d}",
        "{y}/{m:02d}/{d:02d}",
        "'{z:02d}.{m}.{d}.",
    )
    return rng.choice(forms).format(y=year, m=month, d=day, z=year % 100)


def _time(rng: Random, lang: str) -> str:
    hour, minute = rng.randint(5, 23), rng.choice((0, 5, 10, 20, 30, 40, 45, 50))
    if lang == "en":
        return rng.choice(
            (
                f"{hour % 12 + 1}:{minute:02d} AM",
                f"{hour % 12 + 1}:{minute:02d}pm",
                f"{hour % 12 + 1} pm",
                f"{hour:02d}:{minute:02d}",
                f"around {hour % 12 + 1} a.m.",
            )
        )
    half = "오전" if hour < 12 else "오후"
    return rng.choice(
        (
            f"{hour:02d}:{minute:02d}",
            f"{half} {(hour - 1) % 12 + 1}시",
            f"{half} {(hour - 1) % 12 + 1}시 {minute}분경",
            f"{hour}시{minute}분",
            f"{half}{(hour - 1) % 12 + 1}시쯤",
        )
    )


def _bus(rng: Random, lang: str) -> str:
    if lang == "en":
        return rng.choice(
            (
                f"M{rng.randint(1, 106)}",
                f"Bx{rng.randint(1, 46)}",
                f"B{rng.randint(1, 103)}-SBS",
                f"Q{rng.randint(1, 113)}",
                f"S{rng.randint(40, 98)}",
            )
        )
    return rng.choice(
        (
            f"{rng.randint(101, 999)}번",
            f"{rng.randint(101, 7739)}번 버스",
            f"급행{rng.randint(1, 4)}번",
            f"마을{rng.randint(1, 15)}번",
            f"N{rng.randint(13, 75)} 심야버스",
            f"{rng.randint(1, 99)}-{rng.randint(1, 9)}번",
        )
    )


def _stop(rng: Random, lang: str) -> str:
    if lang == "en":
        return rng.choice(
            (
                f"stop {rng.randint(100000, 999999)}",
                f"bus stop ID {rng.randint(300000, 809999)}",
                f"stop code {rng.randint(400000, 499999)}",
            )
        )
    ars = f"{rng.randint(1, 25):02d}-{rng.randint(100, 999)}"
    return rng.choice(
        (
            f"정류장(ARS {ars})",
            f"정류소번호 {rng.randint(10010, 44990)}",
            f"승강장 ARS {ars}",
            f"정류장({rng.randint(10010, 44990)})",
            f"버스정류장 {ars}",
        )
    )


def _case(rng: Random, lang: str) -> str:
    if lang == "en":
        return rng.choice(
            (
                f"SR 311-{rng.randint(10000000, 29999999)}",
                f"SR# 1-1-{rng.randint(1000000000, 2999999999)}",
                f"complaint #{rng.randint(10000000, 49999999)}",
                f"case {rng.randint(100000, 999999)}",
            )
        )
    number = rng.randint(1, 9999999)
    month = f"{rng.randint(23, 25)}{rng.randint(1, 12):02d}"
    return rng.choice(
        (
            f"1AA-{month}-{number:07d}",
            f"2AA-{month}-{number:07d}",
            f"제{rng.randint(2023, 2025)}-{number % 100000:05d}호",
            f"{rng.randint(2023, 2025)}{rng.randint(1, 12):02d}{rng.randint(1, 28):02d}-{number % 10000:04d}",
            f"SPP-{month}-{number:07d}",
        )
    )


def _won(rng: Random, lang: str) -> str:
    amount = rng.randint(4, 900)
    if lang == "en":
        return rng.choice((f"${amount}", f"${amount}.{rng.randint(10, 99)}", f"${amount * 11:,}"))
    return rng.choice(
        (
            f"{amount * 100:,}원",
            f"{amount}만원",
            f"{amount},{rng.randint(100, 990)}원",
            f"{amount * 1000}원",
            f"{rng.randint(1, 9)}만 {rng.randint(1, 9)}천원",
        )
    )


def _lot(rng: Random, lang: str) -> str:
    if lang == "en":
        return rng.choice(
            (
                f"block {rng.randint(100, 9000)} lot {rng.randint(1, 90)}",
                f"BBL {rng.randint(1, 5)}-{rng.randint(1, 9999):05d}-{rng.randint(1, 99):04d}",
                f"BIN {rng.randint(1000000, 4999999)}",
            )
        )
    return (
        rng.choice(_VILLAGES)
        + " "
        + rng.choice(
            (
                f"{rng.randint(1, 1500)}번지",
                f"{rng.randint(1, 1500)}-{rng.randint(1, 60)}번지",
                f"{rng.randint(1, 1500)}-{rng.randint(1, 60)}",
                f"산 {rng.randint(1, 90)}-{rng.randint(1, 9)}",
            )
        )
    )


def _road(rng: Random, lang: str) -> str:
    if lang == "en":
        return f"{rng.randint(1, 4200)} {rng.choice(_STREETS)}"
    number = rng.randint(1, 420)
    return rng.choice(_ROADS) + rng.choice(
        (
            f" {number}",
            f" {number}",
            f" {number}-{rng.randint(1, 30)}",
            f"{rng.randint(1, 99)}번길 {number}",
            f" {number}번길 {rng.randint(1, 60)}",
            f"{number}",
        )
    )


def _measure(rng: Random, lang: str) -> str:
    if lang == "en":
        return rng.choice(
            (
                f"{rng.randint(2, 40)} feet",
                f"{rng.randint(2, 18)} inches",
                f"{rng.randint(1, 9)}.5 ft",
                f'{rng.randint(3, 30)}" x {rng.randint(3, 30)}"',
            )
        )
    return rng.choice(
        (
            f"{rng.randint(2, 90)}cm",
            f"{rng.randint(2, 12)}m",
            f"{rng.randint(1, 9)}.{rng.randint(1, 9)}m",
            f"약 {rng.randint(10, 900)}mm",
            f"가로 {rng.randint(20, 90)}×세로 {rng.randint(20, 90)}cm",
        )
    )


def _loud(rng: Random, lang: str) -> str:
    return rng.choice(
        (
            f"{rng.randint(58, 104)}dB",
            f"{rng.randint(58, 104)} dB(A)",
            f"{rng.randint(55, 99)}.{rng.randint(1, 9)}dB",
        )
    )


def _warm(rng: Random, lang: str) -> str:
    return f"{rng.randint(41, 60)}°F" if lang == "en" else f"{rng.randint(-9, 12)}℃"


def _dust(rng: Random, lang: str) -> str:
    return f"{rng.randint(61, 180)}㎍/㎥"


def _gps(rng: Random, lang: str) -> str:
    if lang == "en":
        return f"40.{rng.randint(570000, 890000)}, -73.{rng.randint(700000, 999999)}"
    return rng.choice(
        (
            f"36.{rng.randint(200000, 490000)}, 127.{rng.randint(250000, 540000)}",
            f"N36.{rng.randint(2000, 4900)} E127.{rng.randint(2500, 5400)}",
            f"37.{rng.randint(430000, 690000)},126.{rng.randint(780000, 999999)}",
        )
    )


def _exit(rng: Random, lang: str) -> str:
    if lang == "en":
        return rng.choice(
            (
                f"the {rng.choice('ACEFGJLNQR')} train stairs",
                f"the {rng.randint(1, 7)} train platform",
                f"exit {rng.randint(1, 19)} off the LIE",
            )
        )
    return (
        rng.choice(
            (
                "시청역",
                "정부청사역",
                "대전역",
                "신림역",
                "이태원역",
                "노원역",
                "반석역",
                "월평역",
                "홍대입구역",
            )
        )
        + f" {rng.randint(1, 9)}번 출구"
    )


def _ext(rng: Random, lang: str) -> str:
    if lang == "en":
        return rng.choice(
            (
                f"ext. {rng.randint(100, 9999)}",
                f"extension {rng.randint(100, 999)}",
                f"option {rng.randint(1, 9)}",
            )
        )
    return rng.choice(
        (
            f"내선 {rng.randint(1000, 9999)}",
            f"내선번호 {rng.randint(100, 999)}",
            f"교환 {rng.randint(1000, 9999)}",
            f"행정전화 {rng.randint(1000, 9999)}",
        )
    )


def _of(korean: tuple[str, ...], english: tuple[str, ...]) -> Callable[[Random, str], str]:
    return lambda rng, lang: rng.choice(english if lang == "en" else korean)


MAKERS: dict[str, Callable[[Random, str], str]] = {
    "DATE": _date, "TIME": _time, "BUS": _bus, "STOP": _stop, "CASE": _case, "WON": _won, "LOT": _lot, "ROAD": _road,
    "MEAS": _measure, "GPS": _gps, "EXIT": _exit,
    "EXT": _ext, "PLACE": _of(_PLACES, _CORNERS), "DEPT": _of(_OFFICES, _OFFICES_EN), "SHOP": _of(_SHOPS, _SHOPS_EN), "DB": _loud,
    "DEG": _warm, "DUST": _dust, "CAR": _of(_CARS, _CARS_EN), "MODEL": _of(_MODELS, _MODELS_EN),
    "LAW": _of(_LAWS, _LAWS_EN), "PUB": _of(_OPEN, _OPEN_EN), "APT": _of(_COMPLEXES, ("the Co-op City towers",)),
}  # fmt: skip
