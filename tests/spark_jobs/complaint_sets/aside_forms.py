"""Web forms and clerks' forms pasted whole: fields with values, some of them somebody's, the rest the case's own."""

from complaint_sets.aside_fill import Desk, Piece

Field = tuple[str, str]  # label, carrier of its value

FIELDS: dict[str, tuple[Field, ...]] = {
    "phone": (
        ("연락처", "{phone.plain}"), ("휴대전화", "{phone.mobile}"), ("전화번호", "{phone}"), ("핸드폰", "{phone.plain}"), ("자택전화", "{phone.house}"),
        ("HP", "{phone.mobile}"), ("Tel", "{phone}"), ("비상연락처", "{phone.plain}"), ("회신번호", "{phone.plain}"), ("H.P", "{phone.mobile}"),
        ("민원인 연락처", "{phone}"), ("보호자 전화", "{phone.plain}"), ("휴대폰번호", "{phone.mobile}"), ("연 락 처", "{phone.plain}"),
        ("수신번호", "{phone.safe}"), ("인터넷전화", "{phone.net}"), ("연락처(해외)", "{phone.intl}"), ("☎", "{phone.plain}"),
        ("발신자", "{phone.plain}"), ("연락가능번호", "{phone}"),
    ),
    "name": (
        ("성명", "{name}"), ("이름", "{name}"), ("신청인", "{name}"), ("민원인", "{name}"), ("작성자", "{name}"), ("신고인", "{name}"),
        ("성 명", "{name}"), ("신청인 성명", "{name.compound}"), ("제보자", "{name}"), ("접수자", "{name}"), ("담당자", "{name} 주무관"),
        ("예금주", "{name}"), ("성함", "{name.spaced}"), ("보호자명", "{name}"), ("대표자 성명", "{name}"), ("세대주", "{name.elder}"),
        ("성명(영문)", "{name.roman}"), ("한자성명", "{name.hanja}"), ("피해자", "{name}"), ("처리담당", "{name}"), ("민원인명", "{name.spaced}"),
        ("글쓴이", "{name}"), ("아동 이름", "{name.child}"), ("대리인", "{name}"), ("등록자", "{name.short}"),
    ),
    "home_unit": (
        ("주소", "{home_unit.full}"), ("거주지", "{home_unit.complex}"), ("상세주소", "{home_unit}"), ("주 소", "{home_unit.full}"),
        ("수거장소", "{home_unit.complex}"), ("나머지 주소", "{home_unit.block}"), ("동/호수", "{home_unit.block}"),
        ("우편물 수령지", "{home_unit.full}"), ("실거주지", "{home_unit.full}"), ("방문장소", "{home_unit.full}"), ("신청인 주소", "{home_unit.full}"),
        ("배송지", "{home_unit.complex}"),
    ),
    "resident_number": (
        ("주민등록번호", "{resident_number}"), ("주민번호", "{resident_number}"), ("주민등록번호(- 포함)", "{resident_number}"),
        ("실명번호", "{resident_number}"), ("주민등록번호(앞뒤)", "{resident_number}"), ("생년월일(성별)", "{resident_number}"),
        ("신청인 주민번호", "{resident_number.elder}"), ("자녀 주민번호", "{resident_number.child}"), ("주 민 번 호", "{resident_number}"),
    ),
    "alien_number": (
        ("외국인등록번호", "{alien_number}"), ("외국인번호", "{alien_number}"), ("등록번호(외국인)", "{alien_number}"), ("국내거소신고번호", "{alien_number}"),
        ("ARC No.", "{alien_number}"), ("외국인등록번호(체류)", "{alien_number}"), ("외등번호", "{alien_number}"),
        ("Alien Reg. No.", "{alien_number}"),
    ),
    "card": (
        ("카드번호", "{card}"), ("신용카드번호", "{card}"), ("결제카드", "{card}"), ("승인카드", "{card}"), ("교통카드(후불)", "{card}"), ("체크카드", "{card}"),
        ("카드", "{card}"), ("결제수단", "신용카드 {card}"), ("아멕스카드", "{card.amex}"),
    ),
    "account": (
        ("환불계좌", "{account}"), ("계좌번호", "{account}"), ("입금계좌", "{account}"), ("환급계좌", "{account}"), ("은행/계좌", "{account}"),
        ("지급계좌", "{account}"), ("계좌번호", "{account.bare}"), ("수령계좌", "{account}"), ("자동이체 계좌", "{account}"),
        ("환불받을 계좌번호", "{account.bare}"),
    ),
    "plate": (
        ("차량번호", "{plate}"), ("위반차량", "{plate}"), ("차번호", "{plate}"), ("자동차등록번호", "{plate}"), ("신고차량", "{plate}"),
        ("이륜차 번호", "{plate.bike}"), ("차량", "{CAR} {plate}"), ("등록번호", "{plate}"), ("택시번호", "{plate.taxi}"), ("대상차량", "{plate}"),
        ("건설기계", "{plate.works}"),
    ),
    "email": (
        ("이메일", "{email}"), ("E-mail", "{email}"), ("전자우편", "{email}"), ("메일", "{email}"), ("이메일주소", "{email.plain}"),
        ("회신메일", "{email}"), ("e메일", "{email}"), ("Email", "{email.plain}"),
    ),
    "passport": (
        ("여권번호", "{passport}"), ("여권 No", "{passport}"), ("여권번호(구)", "{passport}"), ("Passport No", "{passport}"),
        ("신분증", "{passport.foreign}"), ("본인확인", "여권 {passport}"), ("분실여권", "{passport}"), ("여권", "{passport.foreign}"),
    ),
    "driver_licence": (
        ("면허번호", "{driver_licence}"), ("운전면허번호", "{driver_licence}"), ("운전면허", "{driver_licence}"), ("면허증 번호", "{driver_licence}"),
        ("신분증(운전면허)", "{driver_licence}"), ("운전자 면허", "{driver_licence}"), ("자동차운전면허번호", "{driver_licence}"),
        ("본인확인", "운전면허증 {driver_licence}"),
    ),
    "messenger": (
        ("카톡 ID", "{messenger}"), ("카카오톡 아이디", "{messenger}"), ("텔레그램", "@{messenger}"), ("인스타 아이디", "{messenger}"),
        ("라인 ID", "{messenger}"), ("카톡", "{messenger}"), ("카톡 닉네임", "{messenger.nick}"), ("디스코드", "{messenger.discord}"),
        ("메신저 ID", "{messenger}"),
    ),
    "ip": (
        ("IP", "{ip}"), ("접속 IP", "{ip}"), ("작성자 IP", "{ip}"), ("등록IP", "{ip}"), ("IP주소", "{ip}"), ("아이피", "{ip}"),
        ("REMOTE_ADDR", "{ip}"), ("작성IP", "{ip.six}"),
    ),
    "url_token": (
        ("첨부링크", "{url_token}"), ("URL", "{url_token}"), ("사진", "{url_token}"), ("현재 페이지", "{url_token}"), ("영상", "{url_token}"),
        ("유입경로", "{url_token}"), ("링크", "{url_token}"), ("접속경로", "{url_token}"),
    ),
}  # fmt: skip

FIELDS_EN: dict[str, tuple[Field, ...]] = {
    "phone": (
        ("Phone", "{phone}"), ("Contact phone", "{phone}"), ("Cell", "{phone}"), ("Callback", "{phone}"), ("Daytime Phone", "{phone}"),
        ("Home tel", "{phone}"),
    ),
    "name": (
        ("Name", "{name}"), ("Full name", "{name}"), ("Complainant", "{name}"), ("Caller", "{name}"), ("Contact Name", "{name}"),
        ("Signed", "{name}"), ("Owner", "{name}"),
    ),
    "home_unit": (
        ("Address", "{home_unit.street}"), ("Unit", "{home_unit}"), ("Mailing address", "{home_unit.street}"),
        ("Apartment", "{home_unit}"), ("Home address", "{home_unit.street}"),
    ),
    "resident_number": (
        ("Resident Registration No.", "{resident_number}"), ("RRN (Korea)", "{resident_number}"),
        ("Korean resident no.", "{resident_number}"),
    ),
    "alien_number": (
        ("ARC number", "{alien_number}"), ("Alien registration no.", "{alien_number}"),
        ("Foreigner Registration Number", "{alien_number}"),
    ),
    "card": (
        ("Card number", "{card}"), ("Credit card", "{card}"), ("Payment card", "{card}"), ("Amex", "{card.amex}"), ("Visa", "{card}"),
    ),
    "account": (("Refund account", "{account.en}"), ("Bank account", "{account.en}"), ("Bank / acct", "{account.en}")),
    "plate": (
        ("License plate", "{plate}"), ("Plate", "{plate}"), ("Plate #", "{plate}"), ("TLC plate", "{plate}"),
        ("Vehicle plate", "{plate}"),
    ),
    "email": (("Email", "{email}"), ("E-mail", "{email}"), ("Contact email", "{email}"), ("Email address", "{email}")),
    "passport": (
        ("Passport No.", "{passport.en}"), ("Passport number", "{passport.en}"), ("ID", "{passport.named}"),
        ("Passport", "{passport.en}"),
    ),
    "driver_licence": (
        ("Driver License", "{driver_licence}"), ("DL number", "{driver_licence}"), ("NYS driver license no.", "{driver_licence}"),
        ("Driver's license #", "{driver_licence}"),
    ),
    "messenger": (
        ("Telegram", "@{messenger}"), ("KakaoTalk ID", "{messenger}"), ("Instagram", "@{messenger}"),
        ("Discord", "{messenger.discord}"), ("WeChat ID", "{messenger}"),
    ),
    "ip": (("IP address", "{ip}"), ("Submitted from", "{ip}"), ("Client IP", "{ip}"), ("IP", "{ip}")),
    "url_token": (("Link", "{url_token}"), ("Attachment", "{url_token}"), ("Photo URL", "{url_token}"), ("Referrer", "{url_token}")),
}  # fmt: skip

PLAIN: tuple[Field, ...] = (
    ("접수번호", "{CASE}"), ("접수일시", "{DATE} {TIME}"), ("처리부서", "{DEPT}"), ("위치", "{PLACE}"), ("민원유형", "불법주정차"), ("제목", "{PLACE} 소음"),
    ("노선", "{BUS}"), ("정류소", "{STOP}"), ("발생장소", "{ROAD}"), ("지번", "{LOT}"), ("금액", "{WON}"), ("좌표", "{GPS}"), ("관련법령", "{LAW}"),
    ("처리기한", "{DATE}"), ("문의", "{PUB}"), ("담당부서", "{DEPT}({EXT})"), ("모델명", "{MODEL}"), ("측정값", "{DB}"), ("민원내용", "쓰레기 수거가 사흘째 안 됨"),
    ("제목", "{BUS} 배차간격 문의"), ("답변방법", "문자"), ("첨부", "사진 2장"), ("공개여부", "비공개"), ("내용", "{PLACE} 보도블럭 파손({MEAS})"), ("진행상태", "처리중"),
    ("요청사항", "가로등 교체"), ("발생일", "{DATE}"), ("내용", "{SHOP} 앞에 현수막이 늘어져 시야를 가립니다"), ("출구", "{EXIT}"), ("수수료", "{WON}"),
)  # fmt: skip
PLAIN_EN: tuple[Field, ...] = (
    ("Service Request", "{CASE}"), ("Date", "{DATE}"), ("Time", "{TIME}"), ("Agency", "{DEPT}"), ("Location", "{PLACE}"),
    ("Problem", "Noise - Residential"), ("Route", "{BUS}"), ("Stop", "{STOP}"), ("Incident address", "{ROAD}"), ("Tax lot", "{LOT}"),
    ("Amount", "{WON}"), ("Lat/Long", "{GPS}"), ("Code section", "{LAW}"), ("Status", "Open"), ("Vehicle", "{CAR}"),
    ("Measured", "{DB}"), ("Details", "missed recycling pickup again"), ("Problem", "Illegal Parking"), ("Agency phone", "{PUB} {EXT}"),
    ("Description", "pothole about {MEAS} deep"), ("Nearest", "{SHOP}"),
)  # fmt: skip
LAYOUTS = (
    ("", ": ", "\n"), ("", ": ", "\n"), ("", " : ", "\n"), ("", ":", "\n"), ("- ", ": ", "\n"), ("■ ", " : ", "\n"), ("○ ", ": ", "\n"),
    ("▶", " ", "\n"), ("", "\t", "\n"), ("", ": ", " / "), ("", ": ", ", "), ("", " ", " / "), ("", "=", "; "), ("", " - ", "\n"),
    ("* ", " - ", "\n"), ("", "： ", "\n"), ("(", ") ", " "), ("[", "] ", "\n"), ("[", "]", " "), ("<", "> ", "\n"), ("", ":\n", "\n"),
    ("| ", " | ", " |\n"), ("", " → ", "\n"), ("", ":", " | "), ("【", "】", "\n"), ("ㅇ ", ": ", "\n"), ("◎", " : ", "  "),
)  # fmt: skip


def form(desk: Desk, kinds: list[str], lang: str) -> list[Piece]:
    """A form with one field for each of `kinds` among one to four fields of the case."""
    rng = desk.rng
    fields = FIELDS_EN if lang == "en" else FIELDS
    plain = PLAIN_EN if lang == "en" else PLAIN
    rows = [f"{label}\0{value}" for label, value in dict(rng.sample(plain, rng.randint(1, 4))).items()]
    rows += [
        desk.deal(f"form {lang} {kind}", [f"{label}\0{value}" for label, value in fields[kind]])
        for kind in kinds
    ]
    rng.shuffle(rows)
    before, colon, after = rng.choice(LAYOUTS)
    pieces: list[Piece] = []
    if rng.random() < 0.2:
        pieces.append(
            (
                rng.choice(
                    ("[311 intake]", "--- web form ---")
                    if lang == "en"
                    else ("[민원신청서]", "<전화민원 접수대장>", "== 온라인 민원 ==", "(원문 붙임)")
                )
                + "\n",
                "~",
            )
        )
    for number, row in enumerate(rows):
        label, value = row.split("\0")
        pieces.append(((after if number else "") + before + label + colon, "~"))
        pieces.extend(desk.fill(value, lang))
    if before == "| ":
        pieces.append((" |", "~"))
    return pieces
