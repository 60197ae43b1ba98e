"""Texts with nobody's data in them, full of what looks like it."""

from random import Random

from complaint_sets.aside_around import AROUND
from complaint_sets.aside_fill import Desk

KEPT_KO = (
    "{BUS} 버스가 {STOP}에서 {TIME}에 무정차 통과했습니다.", "{CASE} 건 답변이 {DATE}까지 온다고 했는데 아직입니다.", "문의는 {PUB}<로> 하라고 안내판에 적혀 있는데 연결이 안 됩니다.",
    "{DEPT}({EXT})로 전화했더니 점심시간이라네요.", "법인등록번호 110111-0006246 회사가 시공한 방음벽이 {MEAS} 기울었습니다.", "통신판매업신고 제2023-대전서구-0418호 업체의 허위광고 신고",
    "바코드 8801043014809 찍힌 라면에서 이물질이 나왔어요", "공인 IP 말고 공유기 설정화면 192.168.0.1 도 안 열려요", "DNS를 8.8.8.8로 바꾸면 시청 홈페이지가 열립니다",
    "앱 버전 4.12.0.118 업데이트 후 지도가 안 나옴", "펌웨어 10.2.3.41 설치된 {MODEL} 불량", "서브넷 255.255.255.0 설정된 도서관 공용 PC 점검 요청",
    "https://www.daejeon.go.kr/drh/board/boardNormalView.do?boardId=normal_0096&menuSeq=1632&ntatcSeq=1480 이 페이지 오타 있어요",
    "https://topis.seoul.go.kr/map/openBusMap.do?busId=100100118 지도가 하얗게 나와요", "http://www.law.go.kr/법령/도로교통법/제32조 보면 주정차 금지 맞습니다",
    "홈페이지 www.gov.kr 접속 불량", "세종대왕 동상 앞 바닥 조명이 꺼졌습니다.", "이순신 장군 동상 뒤 화장실 휴지 없음", "장영실과학관 옆 {STOP} 안내기 꺼짐",
    "안중근 의사 기념관 주차요금 {WON}<이> 맞나요?", "유관순 열사 생가 가는 길 표지판이 틀려요", "신사임당 나온 지폐가 교통카드 충전기에 안 들어가요", "김유신로에서 충무로 방향 신호가 너무 짧아요.",
    "퇴계로와 을지로 사이 보도 공사 언제 끝나나요", "김가네 앞, 박가네 빈대떡 골목 불법주차 심각", "이태원역 {TIME} 인파 통제 필요", "안녕하세요 김○○입니다. 가로등 꺼졌어요", "민원인 이** 님 건은 종결되었습니다.",
    "박모씨라고만 밝힘. {PLACE} 낙서 신고", "고객님 안녕하세요, {SHOP}입니다. 영업시간 {TIME}까지", "담당자님 수고하십니다 어르신들이 다니기 힘들어요",
    "기사님이 친절하셔서 칭찬합니다 {BUS}, {DATE} {TIME}", "선생님들 고생 많으세요", "우리 아이 다니는 어린이집 앞 과속방지턱 {MEAS} 설치 요청", "할아버지 한 분이 {EXIT}에서 미끄러지셨대요",
    "옆집 아저씨가 담배를 피워요 이름은 몰라요", "{ROAD} 앞 가로등(관리번호 42-0317) 꺼짐", "전신주 번호 8523A 112 앞 전선 늘어짐", "소화전 {LOT} 앞, {LAW} 위반 주차 많아요",
    "{LOT} 나대지 쓰레기 {MEAS} 높이로 쌓임", "지적도상 봉명동 산 12-3 임야 불법 경작", "좌표 {GPS} 지점 포트홀", "{EXIT} 에스컬레이터 고장 {DATE}부터", "지하철 2호선 3-4번 승강문 앞 누수",
    "1호선 열차번호 1042 에어컨 고장", "101동 앞 놀이터 그네 줄이 끊어졌어요", "{APT} 정문 앞 {STOP} 이전 요청", "{APT} 103동과 104동 사이 가로수가 가로등을 가려요",
    "구청 본관 3층 대회의실 마이크 안 나옴", "주민센터 2층 201호 강의실 에어컨 고장", "시청 별관 305호 민원실 몇 시까지 하나요", "도서관 지하 1층 B02 사물함 잠김",
    "{LAW}에 따르면 {WON} 이하 과태료 아닌가요", "과태료 {WON}에서 {WON}<로> 올랐다는데 사실인가요", "태풍 제13호 때 부러진 가지가 아직 {PLACE}에 있어요",
    "제2024-1183호 고시문 오타 정정 바랍니다", "입찰공고 20240512345-00 첨부파일 안 열림", "예산 123-456-789원이라고 잘못 표기됨", "수도 계량기 검침값 001234-56 으로 찍혀요",
    "{MODEL} 대형폐기물 수수료 {WON} 맞죠?", "{MODEL} 리콜 대상인지 구청에서 알 수 있나요", "측정기 {MODEL} 로 쟀더니 {DB} 나옵니다",
    "{DATE} {TIME} ~ {TIME} 단수 안내문자 받았는데 안 나와요", "2024.03.15~2024.04.14 공사기간 지났습니다", "12-04-2025 라고 써 있는 현수막 철거 요망",
    "09:00-18:00 점심 12:00-13:00 민원실 시간표가 틀려요", "우편번호 35242 지역 재활용 요일 문의", "당첨번호 12-23-31-35-40-45 로또판매점 앞 불법주차", "5-3-2호 구역 주차선 지워짐",
    "B3 기둥 C-17 물 새요 (공영주차장)", "{BUS} 배차간격 15분에서 25분으로 늘었어요 102-1번도요", "노선 1002 번과 604번 환승이 안돼요", "환승할인 {WON} 안 됐는데 {PUB}<은> 통화중",
    "비상벨 번호 042-119 아니고 119 맞죠?", "110 국민콜, 120 다 해봤어요", "112 신고했더니 구청 {DEPT} 소관이래요", "안내문의 '1588-1234'는 없는 번호라 나옵니다",
    "{DEPT} 팩스 안내가 틀렸어요, {PUB}에 물어보래요", "한밭수목원 동원 11:30 이후 입장 제한 왜죠", "성심당 줄 때문에 인도 통행 불가", "고은빌딩, 한솔문구, 민수약국 앞 보도블럭 파손",
    "이마트 둔산점 사거리 신호체계 36초→25초 바뀐 이유", "정부청사역 3번 출구 앞 킥보드 20대 방치", "현대자동차 서비스센터 소음 {DB}", "카카오톡 채널 '대전광역시'로 문의해도 자동답변만 와요",
    "라인 도색이 다 벗겨졌습니다 {PLACE}", "텔레그램 같은 거 말고 문자로 알려주는 서비스 없나요", "인스타그램에 올라온 {PLACE} 사진 보고 놀랐어요", "카드 되나요? 현금만 받는다네요 {SHOP}",
    "교통카드 충전 {WON} 했는데 단말기 오류 E-1042", "영수증 승인번호 30041128 가 두 번 나와요", "계좌이체로 낼 수 있게 해주세요 {WON}", "여권 만들러 갔더니 사진 규격 3.5x4.5cm 라네요",
    "운전면허 적성검사 어디서 하나요 {DATE}까지인데", "외국인등록증 발급은 출입국 소관인가요, {PUB}?", "주민등록등본 무인발급기 고장 ({PLACE})", "차량번호 인식기가 고장나서 나갈 수가 없어요 {WON} 나왔어요",
    "번호판 없는 오토바이가 {PLACE}에서 {TIME}마다 시끄럽게", "12톤 화물차가 {ROAD} 골목까지 들어와요", "메일로 보내라는데 주소가 홈페이지에 없습니다", "구청 대표메일 minwon@seogu.go.kr 반송돼요",
    "webmaster@daejeon.go.kr<로> 보냈는데 답이 없습니다", "2/4분기 {DEPT} 점검 결과 3-2등급이라고 공고됨", "가로수 번호표 7-1123 은행나무 고사", "미세먼지 {DUST}인데 왜 야외행사를 하나요",
    "체감온도 39.5도, 쉼터 문이 닫혀 있어요", "B형 간염 예방접종 {WON} 맞나요", "{TIME}에 {BUS} 기다리다 40분 서 있었습니다. {STOP}", "도시계획시설 소로 3-12호선 개설 언제",
    "하수관 D600 L=25m 교체 요청 ({LOT})", "특허 제10-1234567호 포장재 쓴다더니 깨졌네요", "KS F 4419 규격 미달 보도블럭", "ISBN 9788936434120 책 신청했는데 도서관에 없어요",
    "사업 공고번호 대전광역시 공고 제2025-731호 질문", "[안내] {DATE} {TIME} 정기점검\n문의: {PUB}\n장소: {PLACE}", "제목: 불법현수막\n위치: {ROAD}\n규격: {MEAS}\n근거: {LAW}",
    "접수번호 {CASE}\n처리부서 {DEPT}\n처리기한 {DATE}\n상태 이송", "노선: {BUS}\n정류소: {STOP}\n시각: {TIME}\n내용: 승차 거부는 아니고 그냥 지나감",
    "■ 위치 : {LOT}\n■ 금액 : {WON}\n■ 담당 : {DEPT} {EXT}", "성명: (비공개)\n연락처: 없음\n내용: {PLACE} 비둘기 배설물", "이름: 익명\n전화: 미기재\n주소: {ROAD} 부근",
    "<전화민원> 성명 거부, 연락처 거부. {SHOP} 앞 쓰레기", "신청인: 본인 / 수령: 방문 / 수수료 {WON}", "작성자: 비회원 / 조회 1234 / 추천 56 / {DATE}",
    "예금주가 다르면 환불이 안된다는데 왜죠?", "IP 카메라 설치 좀 해주세요 {PLACE}", "개인정보 보호법 제15조 동의서를 왜 매번 쓰나요", "2동 주민센터 말고 3동 주민센터로 가래요",
)  # fmt: skip
KEPT_EN = (
    "The {BUS} at {STOP} never came at {TIME}.", "Reference {CASE}, still no answer since {DATE}.",
    "I called {PUB} and got disconnected.", "Broken hydrant in front of {ROAD}.", "Rats at {PLACE} every night around {TIME}.",
    "Dr. Martin Luther King Jr. Blvd needs a new crosswalk near {SHOP}.", "Malcolm X Blvd and Lenox Ave sign is bent.",
    "The statue of George Washington in Union Square is covered in graffiti.", "Potholes on Frederick Douglass Circle.",
    "Mr. Softee truck plays the jingle for hours at {PLACE}.", "Noise {DB} measured, limit in {LAW} is lower.",
    "My landlord (a management company) ignores {LAW}.", "Coordinates {GPS}, downed tree.", "{LOT} has an illegal dump.",
    "Parking meter 316-5042 took {WON}.", "Streetlight pole Q-10423 is dark.", "A {CAR} without plates has been there since {DATE}.",
    "Version 12.4.1.7 of the 311 app crashes.", "The router page 192.168.1.1 loads but nyc.gov doesn't.",
    "https://www.nyc.gov/site/dsny/collection/index.page?zip=10456 shows the wrong pickup day.",
    "https://portal.311.nyc.gov/article/?kanumber=KA-01056 has a typo.", "{DEPT} says {DEPT} is responsible.",
    "Bus lane ends at {EXIT} with no sign.", "ZIP 11226-4402 gets no mail.", "City Hall room 205 was locked at {TIME}.",
    "The library on the 2nd floor, room 2B, has no heat.", "The elevator at {PLACE} is out, use 2-3 trains instead.",
    "Construction permit 421234567-01-EQ expired on {DATE}.", "Fee went from {WON} to {WON} overnight.",
    "Officer on duty was polite, thanks!", "An elderly lady fell by {SHOP}.", "Name withheld. Trash fire near {ROAD}.",
    "Anonymous caller, no phone given; {PLACE}.", "UPC 012345678905 recalled product still sold at {SHOP}.",
    "Apartment buildings on {PLACE} dump trash on Tuesdays.", "Units are in decibels, {DB}.",
    "I'd email but the form rejects attachments over 10 MB.", "The express bus fare is $7.00, OMNY cap is $64.",
    "The sign says 'Call 511 or 311'.", "Wendy's and Trader Joe's leave carts at {STOP}.",
    "Service Request: {CASE}\nAgency: {DEPT}\nLocation: {PLACE}", "Problem: Street Condition\nAddress: {ROAD}\nSize: {MEAS}",
    "Where: {LOT}\nWhen: {DATE} {TIME}\nWhat: dumping", "St. Nicholas Park stairs are icy.",
    "Con Ed dug up {ROAD}, hole is {MEAS} wide.",
)  # fmt: skip


def kept(seed: int) -> list[str]:
    """480 texts that should stay as they are, one to three sentences each."""
    desk = Desk(seed)
    rng = Random(seed + 1)
    texts: list[str] = []
    seen: set[str] = set()
    while len(texts) < 480:
        lang = "en" if len(texts) % 4 == 3 else "ko"
        cards = KEPT_EN if lang == "en" else KEPT_KO
        sentences = [desk.deal(f"kept {lang}", cards)]
        register = "en" if lang == "en" else rng.choice(("clerk", "elder", "sms"))
        for _ in range(rng.choices((0, 1, 2), (45, 38, 17))[0]):
            sentences.insert(
                rng.randint(0, len(sentences)), desk.deal(f"around {register}", AROUND[register])
            )
        glue = "\n" if any("\n" in sentence for sentence in sentences) else rng.choice((" ", " ", "\n"))
        text = glue.join(
            "".join(part for part, _ in desk.fill(sentence, lang, register in ("elder", "sms")))
            for sentence in sentences
        )
        if text not in seen:
            seen.add(text)
            texts.append(text)
    return texts
