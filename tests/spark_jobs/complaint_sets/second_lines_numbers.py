"""Carrier sentences for resident and alien numbers, cards and accounts."""

from complaint_sets.second_build import lines

RESIDENT = lines("""
주민번호 {resident_number}입니다.
주민등록번호: {resident_number}
제 주민번호가 {resident_number}인데 조회가 안 된대요.
주민등록번호 {resident_number} 본인 맞습니다.
본인확인 하라길래 적습니다 {resident_number}
민번 {resident_number}
주번 {resident_number}{이에요/예요} 확인해 주세요.
주민번호를 {resident_number}{으로/로} 넣었는데 오류가 떠요.
지원금 신청하려고 {resident_number} 입력했더니 이미 신청했다고 나와요!!
청년수당 신청자 주민번호 {resident_number}
주민번호 앞자리 {resident_number.part}
주민번호 {resident_number.part} 까지만 적을게요.
뒷자리는 가리고 적습니다. {resident_number.star}
생년월일/성별: {resident_number.part}
주민등록번호 {resident_number.star}{으로/로} 표시된 사람이 저예요.
등본에 {resident_number.star}{이라고/라고} 나와요.
민원인⏎주민등록번호 : {resident_number.part}
실명인증 번호 {resident_number.part}
우리 애 주민번호 {resident_number.kid} 인데 어린이집 대기가 안 떠요.
아기 주민등록번호는 {resident_number.kid}{이에요/예요}.
출생신고한 아이 번호: {resident_number.kid}
둘째 {resident_number.kid}{으로/로} 부모급여 신청했습니다.
아동수당 대상 아동 {resident_number.kid}
신생아 주민번호({resident_number.kid})가 아직 등록이 안 됐대요.
어린이집 입소 아동 주민등록번호 {resident_number.kid} 입니다.
예방접종 증명서 발급이 안 돼요 {resident_number.kid}
어머니 주민번호 {resident_number} 로 기초연금 조회 부탁드려요.
할아버지 {resident_number} 장기요양 등급 언제 나와요?
아버지 주민번호는 {resident_number}, 저는 아들입니다.
남편 주민등록번호 {resident_number}도 필요하다고 해서요.
세대주 주민번호⏎{resident_number}
[주민번호] {resident_number}
주민(외국인)등록번호: {resident_number}
신청인 주민번호-{resident_number}
사업자 대표 주민번호 {resident_number}{으로/로} 소상공인 지원금 넣었습니다.
전입신고자 {resident_number}
임대차 계약서에 집주인 주민번호 {resident_number} 적혀 있어요.
계약서상 임차인({resident_number})이 접니다.
주민번호 도용당한 것 같아요. 제 번호 {resident_number}입니다.
왜 {resident_number} 이걸 홈페이지에 그대로 올려놓으셨죠? 제 주민번호잖아요!
게시판에 제 주민번호 {resident_number}{이/가} 그대로 보입니다. 당장 내려주세요!
공고문에 수급자 주민등록번호 {resident_number.star} 까지 노출됐어요.
주민번호 {resident_number}/ 세대원 3명
팩스로 넣으라는데 없어요. 주민번호 {resident_number}
정보공개 청구인 주민등록번호 {resident_number}
민증번호 {resident_number}
신분증 번호 {resident_number} 발급일 {#when}
대리 신청이고요 위임자 주민번호 {resident_number}입니다.
세무서에서는 {resident_number}{으로/로} 등록돼 있다는데요. 주민번호 말이에요.
""")
RESIDENT_EN = lines("""
My Korean resident registration number is {resident_number}.
RRN: {resident_number}
My wife's resident number {resident_number} was printed on the public notice!
Resident registration no. {resident_number.star}
The form on your site shows my son's RRN {resident_number.kid} to everyone.
I am a naturalized citizen, jumin number {resident_number}
""")
ALIEN = lines("""
외국인등록번호 {alien_number}입니다.
외국인등록번호: {alien_number}
저는 외국인이고 등록번호 {alien_number}{이에요/예요}.
외국인 등록증 번호 {alien_number} 로 회원가입이 안 됩니다.
외국인번호 {alien_number}
체류지 변경신고 했는데 {alien_number} 조회가 안 돼요.
제 아내 외국인등록번호가 {alien_number}인데 건강보험이 안 나와요.
아내는 베트남 사람이고 {alien_number} 입니다.
며느리 외국인등록번호 {alien_number}
직원 외국인등록번호 {alien_number}, 비자 E-9입니다.
가게에서 일하는 유학생 {alien_number}{으로/로} 4대보험 신고했어요.
유학생입니다. 외국인등록증 {alien_number}
등록번호 {alien_number.part} 까지 확인되시죠? 외국인입니다.
외국인등록번호 뒷자리 가림 {alien_number.star}
외국인등록번호 {alien_number.star}{으로/로} 나옵니다.
ARC 번호 {alien_number}
외국인등록번호⏎{alien_number}
■ 등록번호(외국인): {alien_number}
[외국인등록번호] {alien_number}
거소신고번호 {alien_number} 재외동포입니다.
국내거소신고증 {alien_number} 가지고 있습니다.
동포 비자 F-4, 거소번호는 {alien_number}{이에요/예요}.
세입자가 외국인인데 {alien_number} 이렇게 계약서에 썼어요.
임차인 외국인등록번호 {alien_number} 확정일자 받을 수 있나요?
전입세대 열람하니 {alien_number} 외국인이 등록돼 있대요.
우리 회사 외국인 근로자 등록번호 {alien_number} 입니다.
영주권자(F-5)이고 {alien_number} 번호로 선거 안내가 왔어요.
어린이집 다니는 아이가 외국 국적이라 {alien_number} 로 되어 있어요.
다문화가정 자녀 외국인등록번호 {alien_number}
보육료 신청에 {alien_number} 입력하면 오류가 나요, 외국인등록번호요.
안녕하세요 저는 한국말 조금 합니다. 외국인등록번호 {alien_number}
출입국에서 받은 번호는 {alien_number} 입니다.
하이코리아 예약이 {alien_number} 이 번호로 안 돼요
본인인증이 외국인은 안 되나요? {alien_number} 로 계속 실패해요.
따릉이 가입하려는데 외국인등록번호 {alien_number} 안 받아줘요.
등록외국인 번호 {alien_number}/ 국적 몽골
신청인: 외국인, 번호: {alien_number}
외국인 주민번호가 {alien_number} 이거 맞죠?
동사무소 직원이 제 외국인등록번호 {alien_number}{을/를} 큰 소리로 읽었습니다. 불쾌합니다.
홈페이지에 제 외국인등록번호 {alien_number} 그대로 떠 있어요!!
룸메이트 외국인등록번호 {alien_number} 도 같이 올려요.
외등번호 {alien_number}
시어머니가 중국 분이시고 외국인등록번호 {alien_number} 입니다.
재난지원금 외국인도 되나요 {alien_number} 입니다 외국인등록번호
""")
ALIEN_EN = lines("""
My ARC number is {alien_number}.
Alien registration number: {alien_number}
ARC no. {alien_number}
My foreigner registration number {alien_number.plain} does not work on the bike app.
I'm on an E-2 visa, ARC {alien_number}
Residence card number {alien_number}, issued {#dateen}.
The clerk at the gu office asked for my alien registration card: {alien_number}
The website rejects my registration number {alien_number.plain}!
Foreign resident no. {alien_number.star}
my wife's ARC is {alien_number}
Why is my ARC number ({alien_number}) visible to the whole building?
""")
CARD = lines("""
카드번호 {card}
카드번호는 {card}입니다.
제 카드 {card}{으로/로} 결제했어요.
신용카드 {card} 로 두 번 결제됐습니다.
주차요금이 {card} 카드로 {#price} 이중결제 됐어요!!
체크카드 번호 {card}{이에요/예요} 환불해 주세요.
결제카드: {card}
승인 카드번호 {card}, 금액 {#price}
카드 {card} 분실했는데 지하철 {#line}에서요.
지하철에서 카드 주우신 분? 번호가 {card} 예요.
{card} 이 카드로 {#when} {#price} 결제취소 부탁합니다.
국민카드 {card}
신한카드({card})로 냈는데 영수증을 안 줘요.
삼성카드 {card} 결제건 취소요.
현대카드 {card} 로 공영주차장 정기권 샀어요.
아멕스 {card.amex} 는 왜 안 받아요?
아멕스카드 {card.amex} 결제 오류
비자카드 {card.visa} 해외카드인데 키오스크에서 안 돼요.
카드번호 16자리 {card}
카드 앞뒤 번호 다 적으라고 해서 적습니다. {card}
[결제정보] 카드번호 {card} / 할부 없음
■ 카드번호 : {card}
결제수단⏎카드 {card}⏎금액 {#price}
수영장 회원권을 {card} 카드로 끊었는데 환불을 안 해줘요.
문화센터 수강료 카드 {card} 취소가 아직도 안 됐어요.
엄마 카드 {card} 로 결제해서 본인 인증이 안 돼요
아들이 제 카드({card})로 게임 {#price} 결제했어요 환불되나요?
따릉이 정기권 결제한 카드 번호요 {card}
타슈 앱에 등록된 카드 {card}{을/를} 지워주세요.
앱에서 카드 {card} 등록이 안 됩니다 버전 {#version}
법인 말고 개인카드 {card} 입니다.
복지카드 겸용 신용카드 {card}{이/가} 안 찍혀요.
농협 카드 {card} 재발급 받았는데 할인이 안 돼요.
자동이체 카드번호 {card}
수도요금 자동납부 카드를 {card} 이걸로 바꿔주세요.
견인비를 {card} 로 긁었는데 영수증은 왜 다른 번호예요?
가게 단말기에 {card} 손님 카드 승인이 두 번 났어요.
손님이 두고 간 카드 {card} 어디에 맡기면 되나요?
과태료 낸 카드: {card} 승인일 {#when}
재난지원금 충전 카드 번호 {card} 인데 잔액이 0원이에요.
온통대전 카드 {card} 캐시백이 안 들어왔어요
지역화폐 카드번호 {card}
국민행복카드 {card} 임신 바우처요
아이행복카드 {card} 로 어린이집 결제가 안 되네요
카드결제 취소요청: {card}/{#price}
무인민원발급기에서 {card} 카드가 먹통 됐어요.
""")
CARD_EN = lines("""
My card {card} was charged twice.
Card number: {card}
I paid the parking ticket with my Visa {card.visa} and it still shows unpaid.
Amex {card.amex} was charged {#sum} by the meter.
Please refund {#sum} to {card}
The kiosk at {#street} kept my card, number {card}.
Debit card {card}, charged on {#dateen}
The clerk wrote my full card number {card} on the receipt!
my mastercard is {card} if you need it for the refund
credit card no. {card} exp on file
""")
ACCOUNT = lines("""
환불계좌 {account}
환불 계좌번호는 {account}입니다.
{account} 여기로 입금해 주세요.
계좌번호: {account}
계좌 {account.tail}
입금계좌 {account}{으로/로} 부탁드립니다.
제 계좌 {account} 로 돌려주세요 {#price}요.
보증금은 {account}{으로/로} 보내달라고 집주인한테 말했어요.
집주인 계좌가 {account} 인데 월세를 이중으로 냈어요.
월세 보내는 계좌 {account}
사기당했어요. 상대 계좌는 {account} 입니다.
중고거래 사기 계좌: {account}
{account} 이 계좌로 {#price} 입금했는데 물건이 안 와요.
대포통장 같아요 {account} 조사해 주세요.
무통장입금 {account}
통장 사본은 첨부했고요 {account}
통장번호 {account.bare} 국민이요
계좌번호 {account.bare} (은행은 통장사본 참고)
환급계좌⏎{account}
환불받을 계좌⏎은행명/번호: {account}
지급계좌 : {account}
■ 환급 계좌 - {account}
[계좌] {account}
청년수당 받을 계좌 {account}
아동수당 계좌를 {account} 이걸로 변경해 주세요.
부모급여 입금 통장 {account}
소상공인 지원금 계좌 {account}{이/가} 압류통장이라는데요?
재난지원금이 {account}{으로/로} 안 들어왔어요
알바비 받을 계좌는 {account}{이에요/예요}.
사장이 {account} 로 임금 준다더니 안 줬어요.
과오납금 환급 부탁드립니다. 계좌 {account.tail}
주차 보증금 {#price} 환불: {account}
자동차세 환급금은 {account}{으로/로} 받을게요.
하수도요금 더 낸 거 {account} 로 넣어주세요
포상금은 {account}{으로/로} 보내주시면 됩니다.
동호회 회비 통장 {account}
재건축 조합장 개인 통장 {account}{으로/로} 돈을 걷었습니다.
관리비를 소장 개인계좌 {account}{으로/로} 내래요. 이게 맞나요?
관리비 자동이체 계좌 {account}
계좌이체 했습니다. {account} {#price}
계좌번호가 틀렸대요. 다시 적습니다. {account}
예금주 본인, {account}
송금한 계좌 {account.tail}
엄마 통장 {account} 으로 받아도 되나요?
학원에서 {account} 계좌로 현금만 받아요. 탈세 아닌가요?
입금자명은 민원인, 계좌는 {account}
출금계좌 {account}⏎출금일 {#when}
견인료 환불은 {account} 입니다 빨리 주세요!!
""")
ACCOUNT_EN = lines("""
Please refund to my Bank of America account number {account.us}.
My Chase checking account is {account.us}.
Account number: {account.us} (Citizens Bank)
Direct deposit account {account.us}
I wired the key money to the landlord's account, {account.seoul}.
My Korean bank account is {account.seoul}
Refund account: {account.seoul}
They debited my Santander account {account.us} twice.
The seller's account was {account.seoul} and he vanished.
my TD Bank acct no. {account.us}
""")
