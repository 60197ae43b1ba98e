"""What is not personal but looks like it: numbers, dates, places and offices."""

from random import Random

from complaint_sets.second_build import Atom

HOUSES = (
    "계룡로 598",
    "대학로 99",
    "한밭대로 797",
    "월드컵로 212",
    "세종대로 110",
    "이순신대로 12",
    "김유신로 31",
    "강감찬로 88",
    "도안중로 145",
    "테헤란로 521",
    "왕산로9길 24",
    "은평로 195",
    "은행로 30",
    "반포대로 235",
    "충무로 24",
    "퇴계로 131",
    "율곡로 99",
    "원효로 266",
    "대덕대로 480",
    "노은로 156",
    "둔산서로 84",
    "망우로 470",
    "화랑로 1길 7",
)
LOTS = (
    "을지로3가 124-5",
    "영등포동7가 94-64",
    "충정로2가 37-18",
    "문래동3가 58-1",
    "도안동 1203-4번지",
    "관저동 산 12-3번지",
    "봉천동 1592-10",
    "갈마동 302-7번지",
    "한남동 683-132",
    "이문동 257-41번지",
    "신림동 산56-1",
    "성수동2가 315-60",
    "중동 27-9번지",
    "원동 62-3",
    "오류동 174-12번지",
    "선화동 367-1",
    "가양동 418번지",
    "당산동4가 1-2",
    "지족동 산 88-2",
)
PLACES = (
    "유성온천역",
    "오목교역",
    "이수역",
    "정자역 앞",
    "이문동 시장",
    "보라매공원",
    "서대전네거리",
    "둔산동 타임월드 앞",
    "도마큰시장",
    "남산타워 아래",
    "신사동 가로수길",
    "한남동 육교",
    "노은역 광장",
    "장대교차로",
    "은행동 으능정이거리",
    "문래공원",
    "양재천 산책로",
    "갑천 자전거길",
    "홍제천",
    "세종대왕 동상 앞",
    "이순신 장군 동상 옆",
    "김구 기념관 앞",
    "안중근 의사 기념관",
    "유관순 열사 동상 근처",
    "정약용도서관",
    "신사임당길",
    "장보고기념관 주차장",
    "서울숲 3번 출입구",
    "국립중앙과학관",
    "충무체육관",
    "황학동 시장",
    "배재대 정문",
    "윤봉길 의사 생가터",
    "강남역",
    "하남 방향 램프",
    "구로디지털단지역",
)
OFFICES = (
    "구청 대표번호 02-450-7114",
    "유성구청 042-611-2114",
    "다산콜 02-120",
    "대전시청 042-270-3114",
    "120",
    "국민콜 110",
    "영등포구청 02-2670-3114",
    "마포구청 대표전화 02-3153-8114",
    "시청 콜센터 042-120",
    "고객센터 1588-1234",
    "한전 123",
    "1577-0990",
    "수도사업소 042-715-6114",
    "도로공사 1588-2504",
    "서울교통공사 1577-1234",
    "1330",
    "관리공단 대표 02-2290-6114",
    "대덕구청 042)608-6114",
    "080-200-2000",
    "지역번호+120",
    "국번없이 128",
    "불법광고물 신고 1899-0085",
)
DEPARTMENTS = (
    "교통행정과",
    "건설관리과",
    "공원녹지과",
    "주차관리과",
    "청소행정과",
    "도로과",
    "환경과",
    "민원여권과",
    "기후대기과",
    "물순환과",
    "보육지원과",
    "생활체육과",
    "위생과",
    "주택과",
    "건축과",
    "자치행정과",
    "가로정비팀",
    "자원순환과",
    "맑은물정책과",
    "하수과",
    "일자리경제과",
    "안전총괄과",
    "치수과",
    "철도정책과",
)
GOODS = (
    "SM-S928N",
    "RC400-5521",
    "KD55U8B0",
    "XPG-3310",
    "AR-2040C",
    "M12-5500",
    "LED-50W-220V",
    "TP-9010A",
    "GR-B247",
    "WM3-12340",
    "CX-1004",
    "PM2.5",
    "EV6",
    "G80",
    "K5",
    "S24 Ultra",
)
SCHOOLS = (
    "한밭초",
    "노은초등학교",
    "도안중학교",
    "봉천초",
    "신기중",
    "상원초 후문",
    "성룡초",
    "이화여대",
    "세종고",
    "유성여고",
    "경희초",
    "문지중",
    "목동초등학교",
    "갈마초 정문",
)
SITES = (
    "https://www.seoul.go.kr/main/index.jsp",
    "https://www.daejeon.go.kr/drh/board/boardNormalList.do?boardId=normal_0189&menuSeq=1632",
    "www.yuseong.go.kr",
    "https://youtu.be/watch?v=12",
    "data.go.kr",
    "https://news.seoul.go.kr/traffic/archives/31616",
    "https://www.law.go.kr/법령/도로교통법",
    "https://bus.go.kr/searchResult6.jsp?page=2",
    "https://map.naver.com/v5/search/정자역",
    "eungdapso.seoul.go.kr",
    "https://www.djtc.kr/kor/page.do?menuIdx=64",
    "http://traffic.daejeon.go.kr/main/busInfo.do?lineNo=102&order=asc",
)


def span(rng: Random) -> str:
    """A stretch of time on a day."""
    hour = rng.randrange(6, 22)
    return rng.choice(
        (
            f"{hour:02d}:{rng.randrange(6)}0-{hour + 1:02d}:{rng.randrange(6)}0",
            f"{hour}시~{hour + 1}시",
            f"오후 {rng.randrange(1, 11)}시 {rng.randrange(1, 60)}분",
            f"{hour:02d}:{rng.randrange(60):02d}:{rng.randrange(60):02d}",
        )
    )


def when(rng: Random) -> str:
    """A date."""
    year, month, day = rng.randrange(2021, 2026), rng.randrange(1, 13), rng.randrange(1, 29)
    return rng.choice(
        (
            f"{year}-{month:02d}-{day:02d}",
            f"{year}.{month}.{day}.",
            f"{month}월 {day}일",
            f"{month}/{day}",
            f"{year}년 {month}월 {day}일",
            f"{year % 100}.{month:02d}.{day:02d}",
            f"{year}{month:02d}{day:02d}",
            f"’{year % 100}.{month}.{day}",
        )
    )


def case(rng: Random) -> str:
    """A case's number."""
    year = rng.randrange(2021, 2026)
    return rng.choice(
        (
            f"1AA-{year % 100}{rng.randrange(1, 13):02d}-{rng.randrange(10**7):07d}",
            f"SPP-{year % 100}{rng.randrange(1, 13):02d}-{rng.randrange(10**6):06d}",
            f"{year}-{rng.randrange(1000, 99999)}호",
            f"{year}{rng.randrange(1, 13):02d}{rng.randrange(1, 29):02d}-{rng.randrange(10**5):05d}",
            f"제{year}-{rng.randrange(10, 3000)}호",
            f"도로과-{rng.randrange(1000, 40000)}",
        )
    )


def law(rng: Random) -> str:
    """An article of a law."""
    name = rng.choice(
        (
            "도로교통법",
            "주차장법",
            "소음·진동관리법",
            "공동주택관리법",
            "폐기물관리법",
            "건축법",
            "옥외광고물법",
            "식품위생법",
            "동물보호법",
            "국민건강증진법",
            "서울특별시 주차장 설치 및 관리 조례",
            "대전광역시 하수도 조례",
        )
    )
    return name + rng.choice((" 제{}조", " 제{}조제2항", " {}조 1항", " 제{}조의2", " 시행령 제{}조")).format(
        rng.randrange(2, 98)
    )


def coordinates(rng: Random) -> str:
    """A point on the map."""
    if rng.random() < 0.5:
        return f"37.{rng.randrange(45000, 68000)}, 126.{rng.randrange(80000, 99999)}"
    return rng.choice(
        (
            f"위도 36.{rng.randrange(30000, 42000)} 경도 127.{rng.randrange(30000, 45000)}",
            f"36.{rng.randrange(3000, 4200)},127.{rng.randrange(3000, 4500)}",
        )
    )


def price(rng: Random) -> str:
    """A sum of money."""
    return rng.choice(
        (
            f"{rng.randrange(1, 90)},{rng.randrange(10)}00원",
            f"{rng.randrange(2, 60)}만원",
            f"{rng.randrange(1, 9)}만 {rng.randrange(1, 10)}천원",
            f"₩{rng.randrange(3, 90)},000",
            f"{rng.randrange(120, 980)},000원",
            f"{rng.randrange(1000, 9000)}원",
        )
    )


def bus(rng: Random) -> str:
    """A bus line."""
    return rng.choice(
        (
            f"{rng.randrange(101, 990)}번 버스",
            f"{rng.randrange(101, 750)}번",
            f"{rng.randrange(1111, 7738)}번 버스",
            f"M{rng.randrange(4101, 7900)}번 광역버스",
            f"마을버스 마포{rng.randrange(1, 18):02d}",
            f"급행{rng.randrange(1, 5)}번",
            f"N{rng.randrange(13, 75)} 심야버스",
            f"유성{rng.randrange(1, 13)}번 마을버스",
            f"{rng.randrange(2, 30)}-{rng.randrange(1, 4)}번 버스",
            f"대전 {rng.randrange(101, 918)}번 버스",
        )
    )


def stop(rng: Random) -> str:
    """A bus stop by number."""
    return rng.choice(
        (
            f"정류장(ARS {rng.randrange(10, 25)}-{rng.randrange(101, 999)})",
            f"정류소번호 {rng.randrange(10010, 89000)}",
            f"ARS {rng.randrange(10, 25)}-{rng.randrange(101, 999)} 정류소",
            f"버스정류장 {rng.randrange(10, 25)}{rng.randrange(101, 999)}번",
        )
    )


def asset(rng: Random) -> str:
    """A thing of the city's by its number."""
    return rng.choice(
        (
            f"가로등 {rng.randrange(100, 9000)}번",
            f"보안등 관리번호 {rng.randrange(10, 30)}-{rng.randrange(100, 9999):04d}",
            f"전주번호 {rng.randrange(1000, 9999)}{rng.choice('ABDEFGHRSWXYZ')}{rng.randrange(101, 992)}",
            f"맨홀 번호 {rng.randrange(100, 999)}-{rng.randrange(10, 99)}",
            f"CCTV {rng.randrange(3, 420)}번",
            f"승강기번호 {rng.randrange(1000, 9999)}-{rng.randrange(101, 999)}",
            f"따릉이 SPB-{rng.randrange(30000, 69000)}",
            f"타슈 T-{rng.randrange(1000, 5999)}",
            f"공사표지판 제{rng.randrange(2, 90)}호",
            f"자산번호 20{rng.randrange(14, 25)}-{rng.randrange(10000):04d}-{rng.randrange(100):02d}",
        )
    )


def exit_(rng: Random) -> str:
    """A subway exit."""
    stations = (
        "강남역",
        "신도림역",
        "유성온천역",
        "정부청사역",
        "시청역",
        "이태원역",
        "합정역",
        "오룡역",
        "구암역",
        "서울대입구역",
        "정자역",
        "교대역",
    )
    return f"{rng.choice(stations)} {rng.randrange(1, 13)}번 출구"


def picked(*choices: str) -> Atom:
    """An atom that picks one of a few texts."""
    return lambda rng: rng.choice(choices)


def street_en(rng: Random) -> str:
    """A street corner or a house in Boston, New York or Seoul."""
    return rng.choice(
        (
            "Washington St at Dudley",
            "Mass Ave and Boylston",
            "Martin Luther King Blvd",
            "1250 Hyde Park Ave",
            "Kennedy Greenway",
            "Jefferson Ave & 5th",
            "Lincoln Street",
            "Itaewon-ro 200",
            "Hongdae exit 9",
            "Gangnam-daero 396",
            "Franklin Park",
            "St. Mary's Street stop",
            "Malcolm X Park",
            "Adams Street",
            "Bunker Hill",
            "Paul Revere Mall",
            "Harvard Ave",
            "Columbus Ave",
            "Sejong-daero",
            "Yongsan Garrison gate 14",
            "350 Lincoln Place",
            "Forest Hills",
        )
    )


def office_en(rng: Random) -> str:
    """A public number."""
    return rng.choice(
        (
            "311",
            "617-635-4500",
            "the 311 line",
            "the Dasan Call Center (02-120)",
            "1-800-392-6089",
            "the ISD main line at 617-635-5300",
            "1345",
            "the MBTA line 617-222-3200",
            "the tourist line 1330",
            "212-639-9675",
        )
    )


def number_en(rng: Random) -> str:
    """A case or a thing by its number."""
    return rng.choice(
        (
            f"case 1010050{rng.randrange(10000, 99999)}",
            f"SR #{rng.randrange(10**7, 9 * 10**7)}",
            f"hydrant H-{rng.randrange(100, 999)}",
            f"stop {rng.randrange(1000, 9999)}",
            f"streetlight pole {rng.randrange(10, 99)}-{rng.randrange(100, 999)}",
            f"permit A{rng.randrange(100000, 999999)}",
            f"route {rng.randrange(1, 116)} bus",
            f"bus {rng.randrange(100, 750)}",
            f"request 101-{rng.randrange(10**6, 9 * 10**6)}",
            f"hearing BOA-{rng.randrange(10**6, 2 * 10**6)}",
            f"meter {rng.randrange(10000, 99999)}",
        )
    )


ATOMS: dict[str, Atom] = {
    "db": lambda rng: rng.choice(
        (
            f"{rng.randrange(45, 98)}dB",
            f"{rng.randrange(45, 98)}.{rng.randrange(10)}데시벨",
            f"{rng.randrange(45, 98)} db",
        )
    ),
    "dust": lambda rng: f"{rng.randrange(60, 290)}㎍/㎥",
    "temp": lambda rng: f"{rng.randrange(28, 39)}.{rng.randrange(10)}도",
    "len": lambda rng: rng.choice(
        (
            f"{rng.randrange(1, 9)}.{rng.randrange(10)}m",
            f"{rng.randrange(20, 150)}cm",
            f"{rng.randrange(30, 350)}x{rng.randrange(30, 350)}mm",
        )
    ),
    "rent": lambda rng: rng.choice(
        (
            f"{rng.randrange(25, 120)}만원",
            f"{rng.randrange(25, 95)}0,000원",
            f"{rng.randrange(30, 90)}만 {rng.randrange(1, 10)}천원",
        )
    ),
    "bus": bus,
    "stop": stop,
    "when": when,
    "time": span,
    "price": price,
    "case": case,
    "law": law,
    "coord": coordinates,
    "asset": asset,
    "exit": exit_,
    "road": picked(*HOUSES),
    "lot": picked(*LOTS),
    "place": picked(*PLACES),
    "office": picked(*OFFICES),
    "dept": picked(*DEPARTMENTS),
    "model": picked(*GOODS),
    "school": picked(*SCHOOLS),
    "site": picked(*SITES),
    "ext": lambda rng: f"내선 {rng.randrange(2001, 8999)}",
    "line": picked("2호선", "대전 1호선", "9호선 급행", "수인분당선", "경의중앙선", "6호선", "7호선 4-2칸"),
    "version": lambda rng: rng.choice(
        (
            f"{rng.randrange(1, 9)}.{rng.randrange(30)}.{rng.randrange(9)}",
            f"v{rng.randrange(1, 9)}.{rng.randrange(20)}.{rng.randrange(20)}.{rng.randrange(200)}",
            f"iOS {rng.randrange(15, 19)}.{rng.randrange(6)}.1",
            f"{rng.randrange(2, 9)}.{rng.randrange(12)}.0.{rng.randrange(1, 60)}",
        )
    ),
    "floor": picked(
        "시청 5층 501호 회의실",
        "구청 별관 302호",
        "동주민센터 2층 201호 강의실",
        "법원 408호 법정",
        "보건소 3층 305호",
        "주민자치센터 지하 B01호 체육실",
        "시의회 4층 412호",
    ),
    "count": lambda rng: f"{rng.randrange(2, 30)}",
    "street": street_en,
    "officeen": office_en,
    "numberen": number_en,
    "timeen": lambda rng: rng.choice(
        (
            f"{rng.randrange(1, 12)}:{rng.randrange(60):02d} {rng.choice(('am', 'pm', 'PM'))}",
            f"around {rng.randrange(1, 12)} {rng.choice(('am', 'pm'))}",
        )
    ),
    "dateen": lambda rng: rng.choice(
        (
            f"{rng.randrange(1, 13)}/{rng.randrange(1, 29)}/2{rng.randrange(1, 6)}",
            f"{rng.choice(('March', 'June', 'Oct.', 'November', 'May'))} {rng.randrange(1, 29)}",
            f"202{rng.randrange(2, 6)}-{rng.randrange(1, 13):02d}-{rng.randrange(1, 29):02d}",
        )
    ),
    "sum": lambda rng: f"${rng.randrange(5, 900)}.{rng.randrange(100):02d}",
}
