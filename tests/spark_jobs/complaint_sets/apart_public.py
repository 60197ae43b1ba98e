"""What a complaint must not lose: places, numbers and names of public things, and sentences that hold nothing else."""

from tests.spark_jobs.complaint_sets.apart_tools import Shape, drawn, each, patterns

DEPTS = each(
    "교통행정과|주차관리과|청소행정과|도로관리과|공원녹지과|건설관리과|환경과|치수과|보행자전거과|버스정책과|가로경관과|푸른도시과"
)
DONGS = each(
    "역삼1동|신림동|망원2동|상계6·7동|성수2가1동|종로5·6가동|화곡본동|둔촌2동|이문1동|구로3동|가양동|번3동|면목본동"
)
APTS = each(
    "한빛마을푸르지오|늘솔아파트|가람2단지|햇살자이|은행나무아파트|미리내마을 래미안|새터주공 7단지|두레힐스테이트|솔밭e편한세상|물빛현대"
)
SMALL_HOMES = each("해오름빌라|장미연립|스카이오피스텔|청솔주택|미소원룸|다온빌|하늘채고시텔|성원빌라")
ROADS = each(
    "테헤란로 152|퇴계로36길 2|월드컵북로 400|동일로192길 58|가마산로 245|봉천로23가길 14-7|왕산로 9길 24|도봉로150다길 3|한천로 1025-1"
)
STOPS = each(
    "신림역3번출구|홍대입구역|숭례문|미아사거리역|구로디지털단지역환승센터|강남역12번출구|경희대앞|보라매병원"
)
BUSES = each(
    "143번|6411번|N26번|N61|마포09|강남10-1|9401-1번|M5107번|7016|270번|2224번|관악02|A21번|공항버스 6003번"
)
HOTLINES = each("120|02-120|120다산콜센터|1588-1234|110|국번 없이 120|1577-0199|119|112|1544-7769|02)120")
LAWS = each(
    "도로교통법 제32조 제1항|주차장법 제19조의4|폐기물관리법 제8조|서울특별시 조례 제7조의2|소음·진동관리법 제21조 제2항|도로법 제61조|민원처리법 제17조"
)
LAMPS = each(
    "가로등 관리번호 34-07-112|보안등 표찰 역삼1-0234|전신주 8923D451|가로등 12-305호주|신호등 제어기 0417|CCTV 관리번호 관악-0312"
)
MODELS = each(
    "SM-S921N|LED-150W-2024A|QNV-8080R|KS C 7658|ISO 9001:2015|AFX-3000|갤럭시 S24|DWT-2200|새싹따릉이 SPB-41207"
)

PUBLIC: dict[str, list[Shape]] = {
    **{
        name: [lambda rng, values=values: rng.choice(values)]
        for name, values in {
            "dept": DEPTS,
            "dong": DONGS,
            "apt": APTS,
            "villa": SMALL_HOMES,
            "road": ROADS,
            "stop": STOPS,
            "bus": BUSES,
            "hotline": HOTLINES,
            "law": LAWS,
            "lamp": LAMPS,
            "model": MODELS,
        }.items()
    },
    "dept_phone": patterns("02-2133-%###|02-3153-%###|02)2600-%###|02-450-7###|(02)2116-3###|02-879-5###"),
    "date": [
        lambda rng: f"{rng.randrange(1, 13)}월 {rng.randrange(1, 29)}일",
        lambda rng: f"2026.{rng.randrange(1, 13)}.{rng.randrange(1, 29)}.",
        lambda rng: f"2026-{rng.randrange(1, 13):02d}-{rng.randrange(1, 29):02d}",
        lambda rng: f"{rng.randrange(1, 13)}/{rng.randrange(1, 29)}({rng.choice('월화수목금토일')})",
        lambda rng: f"2026년 {rng.randrange(1, 13)}월 {rng.randrange(1, 29)}일",
        lambda rng: f"26.{rng.randrange(1, 13):02d}.{rng.randrange(1, 29):02d}",
        lambda rng: f"2026{rng.randrange(1, 13):02d}{rng.randrange(1, 29):02d}",
    ],
    "time": [
        lambda rng: f"{rng.choice(['오전', '오후'])} {rng.randrange(1, 12)}시 {rng.randrange(1, 59)}분",
        lambda rng: f"{rng.randrange(5, 24)}:{rng.randrange(60):02d}",
        lambda rng: f"{rng.randrange(1, 12)}시 반",
        lambda rng: f"{rng.randrange(5, 20):02d}:{rng.randrange(60):02d}~{rng.randrange(20, 24)}:00",
    ],
    "us_date": patterns("March %, 2026|03/2%/2026|2026-03-1%|Mar 1%th|4/%/26"),
    "us_time": patterns("%:#5 PM|%:30 am|0%15 hrs|%pm"),
    "us_case": patterns("101005######|311-2#######|#SR-26-0####|C1-1-55######"),
    "amount": [
        lambda rng: f"{rng.randrange(10, 990) * 100:,}원",
        lambda rng: f"{rng.randrange(2, 90)}만원",
        lambda rng: f"{rng.randrange(11, 99) * 1000}원",
    ],
    "case": patterns(
        "1AA-26##-0######|SPP-26##-0######|2026-0311-00##|제2026-#####호|20260311-00###|NO.2603%###"
    ),
    "coord": [
        lambda rng: f"37.{rng.randrange(430000, 690000)}, 126.{rng.randrange(800000, 990000)}",
        lambda rng: f"위도 37.{rng.randrange(4300, 6900)} 경도 127.0{rng.randrange(100, 999)}",
        lambda rng: f"(37.{rng.randrange(43000, 69000)} / 127.0{rng.randrange(1000, 9999)})",
    ],
    "noise": [lambda rng: f"{rng.randrange(450, 890) / 10}dB", lambda rng: f"{rng.randrange(55, 95)}데시벨"],
    "size": [
        lambda rng: f"{rng.randrange(11, 99) / 10}m×{rng.randrange(11, 99) / 10}m",
        lambda rng: f"{rng.randrange(12, 95)}cm",
        lambda rng: f"{rng.randrange(11, 40) / 10}미터",
    ],
    "air": [
        lambda rng: f"초미세먼지 {rng.randrange(36, 160)}㎍/㎥",
        lambda rng: f"복합악취 {rng.randrange(10, 500)}배",
        lambda rng: f"PM10 {rng.randrange(80, 300)}㎍/㎥",
        lambda rng: f"조도 {rng.randrange(3, 60)}lx",
    ],
    "lot": [
        lambda rng: drawn("%##-##번지", rng),
        lambda rng: drawn("산 %#-#", rng),
        lambda rng: drawn("성수동2가 2%#-1#", rng),
        lambda rng: drawn("충무로3가 %#-#", rng),
    ],
}

# Sentences around a planted one, and texts of their own.
ASIDES = """{date} {time}에 {stop} 정류장에서 {bus} 버스가 그냥 지나갔습니다.
{dong} 골목에 쓰레기가 며칠째 그대로입니다.
{lamp} 불이 꺼져 있어요.
{road} 앞 보도블록이 {size} 정도 꺼졌습니다.
{law}에 따라 조치 바랍니다.
지난번 민원({case})은 아직 답이 없습니다.
{hotline}에 전화해도 연결이 안 돼요.
위치는 {coord} 입니다.
과태료 {amount}이 나왔는데 이해가 안 갑니다.
{dept} 대표번호 {dept_phone}로 걸었더니 {hotline}으로 걸라고 하더군요.
밤마다 오토바이 소음이 {noise}까지 올라갑니다.
{apt} 정문 앞 횡단보도 신호가 너무 짧습니다.
{bus} 배차간격이 25분이 넘습니다 ㅠㅠ
2호선 5-3번 출입문 쪽 에어컨이 고장입니다.
공사는 {time}부터 시작합니다.
{dong} {lot} 공터에 무단투기가 심합니다.
빠른 처리 부탁드립니다.
수고하십니다.
확인 후 회신 바랍니다!!
증거 사진 3장 첨부합니다.
벌써 세번째 신고에요;;
왜 아무도 안 나와보나요?
담당 부서에서 현장을 한번 봐주세요.
담당자가 누구인지도 모르겠네요.
공기질 측정기에 {air}로 나옵니다.
이름 없는 골목이라 {coord}로 찾아오셔야 합니다.
기사님도 {stop} 신호가 이상하다고 하십니다.
{apt} 103동과 104동 사이 {lamp}이 문제입니다.
{dept}에 {date} 방문했더니 3층 302호 민원실로 가라고 했습니다.
현수막 크기는 {size}입니다.
{law}, {law} 둘 다 봤습니다.
어르신들이 {road} 계단에서 자주 미끄러집니다.
제품은 {model}입니다.
안내 전화 {hotline}은 늘 통화중
접수번호 {case} / 접수일 {date}
요금 {amount}이 두 번 찍혔어요.
{dept}({dept_phone})에서는 다른 과 일이라고 합니다.
정류소 번호 22-010번 안내기가 먹통입니다.""".splitlines()

KEPT = """{bus} 버스가 {date} {time}에 {stop}을 무정차 통과했습니다. 시정 바랍니다.
{dept} 대표전화는 {dept_phone}입니다. 문의는 {hotline}로 하시면 됩니다.
{lamp}이 깜빡거립니다. {road} 앞이에요.
접수번호 {case} 처리 결과가 {date}까지 나온다고 했는데 소식이 없네요.
{apt} 102동 앞 어린이놀이터 그네가 끊어졌어요.
{apt} 관리사무소 옆 {lamp} 점검 요청
구청 본관 3층 301호 민원실 대기가 {time} 넘게 걸립니다.
{law} 위반 아닌가요? 과태료 {amount} 부과해 주세요.
소음을 재보니 {noise}였습니다({date} {time} 측정).
좌표 {coord} 부근 맨홀 뚜껑이 {size}만큼 내려앉았습니다.
{hotline}에 전화했더니 {dept}({dept_phone})로 문의하라고 안내받았습니다.
담당 부서는 {dept}라고 들었습니다. 담당자 연락처도 홈페이지에 없네요.
담당 주무관님, 지난 {date} 현장 확인 감사합니다.
시장님 안녕하세요. {dong} 주민들은 {bus} 증차를 원합니다.
기사님이 친절하셔서 칭찬합니다. {bus}, {date} {time} {stop} 탑승.
성명란이 너무 작아서 이름을 다 쓸 수가 없습니다. 서식 {case} 고쳐주세요.
이름 모를 풀이 {size}까지 자라서 길을 막아요. {dong} {lot}.
신호등 글씨가 안 보이고 날씨가 흐리면 더 심합니다. {stop} 앞.
어떤 아저씨가 {road} 앞에서 담배를 피워요. {time}쯤.
종로3가 1500명 서명 받았습니다. {dept}에 제출했고 접수번호는 {case}.
{lot} 일대 재개발 고시 제2026-101호를 보고 문의드립니다.
이순신 장군 동상 앞 집회 소음 {noise}, {date}.
세종대왕 동상 뒤편 화장실 변기 3칸이 고장입니다 {date}
전태일기념관 앞 정류장에 {bus}도 서게 해 주세요.
{stop} 정류소(22-010) 전광판에 {bus} 도착정보가 안 나옵니다.
교통카드 단말기가 {amount}을 두 번 찍었습니다. {bus} {time} 승차.
국민은행 사거리 {lamp} 고장, {hotline}에 세 번 신고.
신한은행 앞 횡단보도 {date}부터 공사 중. 표지판이 없어요.
지방세 {amount} 계좌이체가 안 됩니다. {dept} {dept_phone}은 통화중이네요.
여권 발급 예약이 {date}까지 꽉 찼습니다. 민원여권과 인력 충원 바랍니다.
운전면허 적성검사 안내문에 {date}로 적혀 있는데 {hotline}에선 다르게 말합니다.
서울시 앱 버전 4.12.3에서 지도가 안 뜹니다. 휴대폰은 {model}입니다.
키오스크 펌웨어 v2.1.0 이후 결제 {amount} 오류. 모델명 {model}
홈페이지 https://www.seoul.go.kr/news/list.do?page=3 글씨가 깨집니다. {date}
https://data.seoul.go.kr/dataList/OA-14991/S/1/datasetView.do 자료가 {date} 이후 갱신되지 않아요.
카카오톡 채널 서울톡으로 {case} 조회가 안 됩니다.
{model} 제품 규격이 맞는지 {dept}에서 확인 바랍니다.
바코드 8801043015653 종량제봉투 {amount}에 파는 곳 신고합니다. {dong}
{dong} 재활용 배출일이 {date}로 바뀌었나요? 안내문엔 {time}라고만 있어요.
엘리베이터 5호기 고장. {stop} 3번 출구. {date}부터 방치.
{date} 태풍 7호 때 쓰러진 나무가 {road}에 그대로 있습니다.
따릉이 SPB-41207 브레이크 고장. 대여소 1204번. {time}
{dept} 팀장님께 건의드립니다. {dong} 주차면 12면을 늘려주세요. {lot}
관리실 소장님 말로는 {dept} 소관이라고 합니다. {apt}.
버스요금 {amount} 인상은 과장 광고만큼이나 어이없습니다. {bus} 이용자.
12가지 2024년 공약 중 {dong} 도서관은 언제 짓나요? {date} 문의.
우편번호 04524, {road} 우체통이 {date}부터 막혀 있습니다.
안내문 20부 1000장씩 뿌린 업체 신고합니다. 위치 {coord}
공사기간 2026.03.02~2026.06.30, 공사비 {amount}, 시공 현장 {road} 소음 {noise}
7호선 {time} 열차 3-2번 칸이 너무 덥습니다. {date}
허가번호 2026-3180000-01-5-00123 영업장이 {lot}에서 무단 증축했습니다.
민원 처리기한 7일이 지났습니다: {case}, {case}. {law} 참조.
{bus}와 {bus} 모두 {stop}에서 20분 넘게 안 왔어요. {date} {time}.
횡단보도 보행시간 25초→35초 연장 요청. {road}, {coord}
'{hotline}'은 되는데 {dept_phone}({dept} 대표번호)은 없는 번호라고 나옵니다.
고객센터 080-850-3000 안내 멘트가 5분이 넘습니다. {date} {time}
{dong} 주민센터 2층 204호 회의실 대관 문의. {date} {time}.
담당: {dept} / 문의: {dept_phone} / 접수: {hotline} — 이 안내판이 쓰러져 있습니다.
주민등록등본 발급 수수료 {amount}이 맞나요? {dept} 안내와 다릅니다.
장애인 주차구역 신고 결과 {case}: 계도 처리, {date}. 왜 과태료 {amount}이 아닌가요?
미세먼지 측정값 {air} ({date} {time}). {dong} 공사장 물청소 요청.""".splitlines()

KEPT_ENGLISH = """The N26 night bus skipped {stop} at {time} on {date}. Please check.
Streetlight 34-07-112 near {stop} is out since {date}. I called 120 already.
Case 101005812345 was closed without a visit. Route 39 bus stop at Centre St, {us_date}.
Pothole at 450 Washington St, about 18 in. wide. Reported to 311 on 03/11/2026 at {us_time}, fee $40.
I called Boston 311 at 617-635-4500 about pole 1432-07 on {us_date}. Still dark.
The trash can at Centre St and Green St has been full since {us_date}.
Bus 39 was 25 minutes late at {us_time}, {us_date}.
I already filed {us_case} and nobody came.
Please see case {us_case}, opened {us_date}.
The light on pole 1432-07 has been out for 3 weeks.
The sign says No Parking 8AM-6PM, fine $40.
GPS 42.35866, -71.05674, next to the T entrance.
The sidewalk slab at 1200 Boylston St sticks up about 3 in.
Noise of 78 dBA at 2:15 AM, W 43rd St and 9 Ave. Complaint 311-2458871, {us_date}.""".splitlines()
