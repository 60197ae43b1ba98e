"""Sentences a personal value stands in. `{phone}` takes any shape, `{phone:clear}` one that is known by sight; other braces are public values.

Every sentence that takes any shape says what the value is, so that a careful reader of this text alone would know it.
"""

CARRIERS: dict[str, list[str]] = {
    "phone": """제 연락처는 {phone} 입니다. {bus} 건 처리되면 문자 주세요.
연락처 : {phone}
전화번호 {phone}로 회신 바랍니다.
휴대폰 {phone} 으로 연락 부탁드려요~
궁금한 점은 제 번호 {phone}로 전화주십시오
{phone:clear} 전화주세요. {time} 이후에만 받습니다.
안녕하세요 {phone:clear}인데요 지난번 접수한 {case} 건 어떻게 됐나요?
(H.P {phone}) {dong} 주민입니다.
☎ {phone} 낮에는 통화가 어렵습니다.
{dept}({dept_phone})에는 말했고요, 저한테는 {phone:clear}로 답 주시면 됩니다.
불법 현수막에 적힌 분양업자 핸드폰번호는 {phone} 이에요. {road} 앞.
대리운전 전단지 번호 {phone}, 개인 휴대전화입니다.
집전화 {phone}로 걸어주세요. 제가 없으면 어머니가 받으세요.
전번: {phone} / 통화 가능 시간: {time}
{stop}에서 지갑을 잃어버렸습니다. 습득하신 분은 제 핸드폰 {phone}로 연락 주세요
tel.{phone}
회신은 문자로({phone:clear}).
{hotline}에서 제 번호 {phone}를 잘못 적었다고 합니다. 정정해 주세요.
연락처가 바뀌었습니다. 예전 번호 {phone}, 새 번호 {phone}.
문의자 전화 {phone}, 지역 {dong}, 내용: 하수구 냄새
보호자 휴대폰번호 {phone}입니다. 아이가 {bus} 버스에 가방을 두고 내렸어요.
제폰번호{phone}이니까 꼭좀 전화주세요 기다릴게요
저한테 전화주실때는 {phone:clear}, 안 받으면 {hotline}에 메모 남겨주세요""".splitlines(),
    "name": """성명: {name}
이름 : {name}
성명 {name}, {dong} 거주
제 이름은 {name}입니다.
제 이름은 {name}이고 {dong}에 20년째 삽니다.
담당 {name}이 전화를 끊어버렸습니다. {dept}에 항의합니다.
담당자 {name}와 통화했는데 {date}까지 된다고 하셨어요.
담당자: {name} ({dept})
담당공무원 {name}의 태도가 불친절합니다.
{dept} {name:clear} 주무관님이 친절하게 안내해 주셨습니다. 칭찬합니다.
{name:clear} 주무관이 현장에 나왔지만 {size}만 재고 갔어요.
{dept} {name:clear} 팀장님께 말씀드렸습니다.
{name:clear} 씨가 매일 {road} 앞에 쓰레기를 버립니다.
{name:clear}씨 집에서 개가 짖어요. {noise} 넘습니다
이웃 {name:clear}님이 {lamp} 밑에 폐가구를 내놓았습니다.
{bus} 버스 {name:clear} 기사님 정말 감사합니다. {date} {time}
통장 {name:clear} 님께 여쭤보니 {dept} 소관이래요.
작성자 {name}
민원인 {name} 드림
신청인: {name} (서명)
신고자 성명 {name}, 접수 {case}
{name:clear} 과장님 면담을 요청합니다.
{name:clear} 할머니가 {stop} 계단에서 넘어지셨습니다.
지난번 {hotline} 상담사 {name:clear} 선생님 고맙습니다.
{date} {name:clear} 올림
이름은 {name}, 생년은 비공개로 해주세요.
성함은 {name}이라고 하셨고 {bus} 종점에서 일하신대요.
관리소장 {name:clear} 소장님은 {apt} 주차 문제를 모른 척합니다.
저는 {dong} 사는 {name:clear}이라고 합니다.
{name:clear} 교수님 댁 앞이라고 하면 다 아는 골목입니다
{name:clear} 계장님, 지난번 {case} 건 답변 감사합니다.
파출소 {name:clear} 경위님이 {time}에 오셨습니다.
101동 {name:clear} 어르신이 {lamp}이 어둡다고 하십니다.
시공사 대표 {name:clear} 대표가 {noise}는 어쩔 수 없대요.
{name:clear}님께서 {dept}로 전화하라고 하셨습니다
성 명 : {name}
예금주 이름이 {name}로 되어 있습니다.""".splitlines(),
    "plate": """불법주차 차량 {plate} 신고합니다. {road} 앞 {time}.
차량번호 {plate}
차번호: {plate} / 위치: {coord}
{plate:clear} 흰색 SUV가 횡단보도를 막고 있습니다.
{plate:clear}호 차량이 {date} {time} 신호위반 했습니다.
번호판 {plate} 차가 장애인 주차구역에 서 있어요.
{apt} 앞 {plate:clear} 매일 이중주차. 과태료 {amount} 물리세요
제 차는 {plate:clear}인데 과태료 {amount}이 잘못 나왔습니다.
차량 번호가 {plate}인 택시가 승차거부를 했습니다. {stop}
오토바이 번호판은 {plate} 이고요 인도로 달렸습니다.
견인된 차량({plate:clear}) 어디서 찾나요?
가해차량 번호 {plate}, 피해차량 번호 {plate}. {stop} 사거리 {time}
{plate:clear}, {plate:clear} 두 대가 소방차 전용구역에 있습니다
거주자우선주차 등록차량 {plate} 변경 신청
블랙박스에 찍힌 차 번호는 "{plate}" 입니다.
{law} 위반: 차량번호 {plate}, 시각 {time}
{dong} {plate:clear}가 전기차 충전구역을 점거합니다
번호 {plate:clear} 트럭이 {lamp}을 들이받고 도망갔습니다.
주차된차 번호 {plate}요 빨리좀 치워주세요""".splitlines(),
    "home_unit": """저는 {apt} {home_unit:clear}에 삽니다. {bus} 소음이 심해요.
주소: 서울 {road}, {home_unit:clear} ({apt})
{dong} {apt} {home_unit:clear} 층간소음 때문에 잠을 못 잡니다.
{apt} {home_unit} 거주자입니다.
우리집은 {apt} {home_unit}이고 {lamp}이 창문을 비춥니다.
사는 곳은 {road} {villa} {home_unit:small}입니다.
{dong} {lot} {villa} {home_unit:small} 거주
{road}, {home_unit:small} ({villa})에 혼자 사는데 밤길이 무섭습니다.
윗집 {home_unit:clear}에서 {time}마다 쿵쿵거려요. {apt}입니다.
{apt} {home_unit:clear}에서 창밖으로 담배꽁초를 던집니다.
택배가 {apt} {home_unit:clear}로 안 오고 경비실에 있습니다.
대형폐기물 수거 장소: {apt} {home_unit:clear} 앞, 수수료 {amount}
집주소 {road} {apt} {home_unit}
앞집 {villa} {home_unit:small} 사람이 복도에 자전거를 둡니다.
{villa} {home_unit:small} 세입자인데 정화조 냄새가 심합니다({air}).
방문 점검은 {apt} {home_unit:clear}로 {date} {time}에 와 주세요
주소지가 {dong} {villa} {home_unit:small}로 되어 있습니다.
{apt} 101동 앞 놀이터 소음, 저희 집은 {home_unit:clear} 이에요
{road} {villa} {home_unit:small} 수도가 얼었어요 {hotline}에서 여기로 하라네요""".splitlines(),
    "resident_number": """주민등록번호 {resident_number}
주민번호는 {resident_number}입니다. 복지카드 재발급 문의드려요.
제 주민번호 {resident_number} 로 조회해 보세요. 접수번호는 {case}.
{resident_number:clear} 본인 확인 부탁드립니다
주민등록번호: {resident_number} / 등본 수수료 {amount}
주민 등록 번호( {resident_number} )를 왜 적어야 하나요?
어머니 주민번호가 {resident_number}인데 경로우대 카드가 안 나옵니다.
등본에 {resident_number:clear}로 잘못 적혀 있습니다. {dept} 확인 바랍니다.
민증번호 {resident_number} 분실신고 합니다
주민번호 앞자리 {resident_front} 뒷자리 {resident_back}입니다.
세대주 주민등록번호 {resident_number}, 세대원 주민등록번호 {resident_number}
본인({resident_number:clear})은 {date} {dong}으로 전입하였습니다.
쓰라고 해서 씁니다. 주민번호{resident_number}""".splitlines(),
    "alien_number": """외국인등록번호 {alien_number}
외국인 등록번호는 {alien_number} 이고 {dong}에 삽니다.
제 외국인번호 {alien_number}로 교통카드 등록이 안 됩니다.
외국인등록번호: {alien_number}, 체류지 변경 {date}
국내거소신고번호 {alien_number} 조회가 안 돼요.
남편 외국인등록증 번호가 {alien_number}인데 {dept}에서 거절했습니다.
ARC 번호 {alien_number} (등록증 사본 첨부)
등록외국인 {alien_number:clear} 주민세 {amount} 고지서가 두 번 왔습니다
직원 외국인등록번호 {alien_number} 오류, 접수 {case}
My alien registration number is {alien_number}. The 120 center asked for it.""".splitlines(),
    "card": """카드번호 {card}로 {amount}이 두 번 결제됐습니다.
신용카드 {card} 결제 취소 부탁드립니다. {date} {time}
{card:clear} 카드로 주차요금 {amount} 냈는데 영수증이 없습니다.
교통카드 번호는 {card}입니다. {bus}에서 환승이 안 됐어요.
티머니 카드번호 {card}, {stop} 하차 태그 누락
체크카드번호: {card}
기후동행카드 번호 {card} 충전 {amount} 오류
분실한 카드 번호가 {card} 이에요. {bus} 버스에 두고 내렸어요
따릉이 결제카드({card}) 환불이 {date}까지 안 들어왔습니다.
카드 앞면에 {card:clear} 라고 적혀 있습니다.
결제수단 : 카드 {card} / 금액 {amount}
새 카드번호 {card}, 옛날 카드번호 {card}. 잔액 {amount} 옮겨주세요""".splitlines(),
    "account": """환불 계좌는 국민은행 {account} 입니다.
계좌번호 {account} (신한)
과오납금 {amount}을 우리은행 {account}로 넣어주세요.
카카오뱅크 {account} 로 환급 바랍니다
농협 {account} 계좌로 {date}에 {amount} 입금했습니다.
입금계좌: 하나은행 {account}
통장번호는 {account}이고 기업은행입니다.
새마을금고 계좌번호 {account} 잘못 적었습니다. 정정 요청
보증금 {amount}은 토스뱅크 계좌 {account}로 부탁드립니다.
노점상이 현금 말고 계좌이체만 받습니다. 계좌번호 {account}, {stop} 앞.
제 계좌가 {account} 인데 아직 {amount} 안 들어왔어요
예금주는 {name:clear}, 국민은행 {account}입니다.
환급계좌 우체국 {account} / {case}
급여통장 {account}(SC제일은행) 압류가 잘못됐습니다. {dept} 확인""".splitlines(),
    "email": """이메일 {email}로 답변 주세요.
메일주소는 {email} 입니다.
{email:clear} 으로 결과 보내주시면 감사하겠습니다
E-mail : {email}
회신은 {email:clear}로만 받습니다. 전화는 받지 않아요.
사진은 {email:clear}에서 보낸 메일에 있습니다. 접수번호 {case}
제 메일({email})로 {law} 해석을 보내주세요.
이멜: {email}, 처리기한 {date}
답변 메일이 {email}로 안 왔습니다. 스팸함도 봤어요.
담당 부서에서 {email:clear}로 회신하기로 했는데 {date}이 지났습니다
이메일주소 바뀜 {email} -> {email}""".splitlines(),
    "passport": """여권번호 {passport}
여권 번호는 {passport}이고 {date} 발급입니다.
분실 여권 {passport} 신고했는데 {dept}에서 기록이 없대요.
여권번호: {passport} / 재발급 수수료 {amount}
제 여권({passport})이 공항버스 6003번에 있을 겁니다. {time} 하차.
영문이름이 틀렸어요 여권번호 {passport} 확인해 주세요
새 여권 번호 {passport}로 변경 부탁드립니다
관광객 여권번호 {passport}, {stop} 환전 {amount} 바가지요금
구여권 {passport} 와 신여권 {passport} 둘 다 첨부합니다
passport no. {passport}, lost on bus N61 near Hongdae.""".splitlines(),
    "driver_licence": """운전면허번호 {driver_licence}
면허번호는 {driver_licence} 입니다. 적성검사 {date}까지인가요?
운전면허증 번호 {driver_licence}, 갱신 수수료 {amount}
면허증({driver_licence})을 {bus} 버스에 놓고 내렸습니다
면허 번호: {driver_licence} / 벌점 15점 이의신청 {case}
제 운전면허 {driver_licence} 정지가 잘못되었습니다. {law}
고령운전자 면허 반납합니다. 면허번호 {driver_licence}
공유차 앱에 운전면허번호 {driver_licence}를 넣으면 오류가 나요.
대리기사 면허번호 {driver_licence} 조회 요청
자동차운전면허증 번호가 {driver_licence}인 사람이 {stop}에서 사고를 냈습니다""".splitlines(),
    "messenger": """카톡 아이디 {messenger} 로 연락 주세요.
카카오톡 ID: {messenger}
카톡ID {messenger} 추가해 주시면 사진 보낼게요. {road} 현장입니다.
텔레그램 아이디는 {messenger} 입니다
텔레그램 {messenger}로 불법 대부 광고가 옵니다. 신고합니다.
라인 아이디 {messenger}, 위치는 {dong}
위챗 아이디: {messenger}
인스타 아이디 {messenger}로 DM 주세요
톡 아이디가 {messenger}인 사람이 {stop} 앞에서 티켓을 되팝니다
카카오톡아이디 {messenger} (전화는 안 받음)
전봇대 전단지에 카톡 {messenger} 라고 적혀 있어요. {lamp}
왓츠앱 말고 텔레그램 아이디 {messenger} 써주세요
My KakaoTalk ID is {messenger}, please message me.""".splitlines(),
    "ip": """접속 IP {ip}
제 아이피는 {ip}인데 홈페이지가 차단됩니다.
IP주소: {ip} / 접속시각 {date} {time}
{ip:clear} 에서 접속하면 예약 사이트가 안 열려요.
악성 댓글 작성자 IP {ip} 확인 바랍니다.
아이피 주소 {ip} 차단 해제 부탁드립니다. 앱 버전 4.12.3
로그에 ip={ip:clear} 라고 나옵니다.
공공와이파이에서 받은 제 IP 주소는 {ip} 였습니다. {stop}
집 인터넷 아이피({ip})로는 {case} 조회가 안 됩니다
IP {ip} 와 IP {ip} 두 곳에서 제 계정에 로그인했답니다""".splitlines(),
    "url_token": """제 민원 주소는 {url_token} 입니다.
{url_token} 누르면 오류가 납니다. {date}
로그인하면 {url_token} 으로 넘어가서 멈춰요.
링크 보냅니다: {url_token}
여기서 확인하세요 {url_token}
문자로 온 주소({url_token})가 진짜 구청 것인가요? {amount} 내라고 합니다.
예약 확인 페이지 {url_token} 에서 {case} 취소가 안 됩니다
주소창에 {url_token} 라고 다 나옵니다 개인정보 유출 아닌가요?
공지 https://www.seoul.go.kr/news/view.do?id=1024 는 되는데 {url_token} 는 안 돼요
따릉이 내역 {url_token} 캡처 대신 링크로 드려요""".splitlines(),
}
