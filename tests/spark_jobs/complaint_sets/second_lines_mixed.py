"""Carriers with two to four values: forms, pasted lists and letters."""

from complaint_sets.second_build import lines

MIXED = lines("""
성명: {name.form}⏎연락처: {phone}⏎주소: {home_unit}⏎내용: {#place} 가로등이 나갔어요.
성명 {name} / 연락처 {phone} / 이메일 {email.plain}
이름: {name}, 전화: {phone}, 차량번호: {plate}
신청인 {name}({phone})
신청인: {name} (주민번호 {resident_number})⏎연락처: {phone}
{name} {phone}
{name}, {phone}, {home_unit}
{name} 010 번호는 {phone} 입니다 {#dept} 담당자님 전화 주세요.
저는 {home_unit} 사는 {name}입니다. {#bus} 좀 늘려주세요.
저는 {name}{이고/고} 연락처는 {phone}{이에요/예요}. 꼭 전화 주세요.
안녕하세요 {name}입니다. {#case} 처리 결과를 {email.plain}{으로/로} 보내 주세요.
환불 신청합니다. 예금주 {name}, 계좌 {account}
은행/계좌: {account}⏎예금주: {name}⏎금액: {#price}
환불계좌 {account} ({name})
카드번호 {card} 로 결제했고 환불은 {account}{으로/로} 부탁드립니다.
카드 {card}, 승인일 {#when}, 연락처 {phone}
위반차량 {plate}⏎신고자 {name}⏎전화 {phone}⏎장소 {#road}
{plate} 차주인데요 과태료 건으로 {phone}{으로/로} 전화 주세요.
차량번호 {plate}, 차주 {name}, 등록 주소 {home_unit}
제 차 {plate} 긁고 간 사람이 남긴 번호가 {phone}{이에요/예요}.
운전자 {name}, 면허번호 {driver_licence}, 차량 {plate}
면허번호: {driver_licence}⏎성명: {name}⏎연락처: {phone}
면허 반납 신청⏎성명 {name}⏎면허번호 {driver_licence}⏎집전화 {phone.home}
여권번호 {passport}⏎성명 {name}⏎연락처 {phone}⏎출국일 {#when}
여권 재발급: {name} / {passport} / {phone}
외국인등록번호 {alien_number}⏎이름 {name.foreign}⏎전화 {phone}
{name.foreign}, 외국인등록번호 {alien_number}, 여권 {passport.foreign}
직원 이름 {name.foreign}, 등록번호는 {alien_number}{이고/고} 전화는 {phone} 입니다.
아이 이름 {name}, 주민번호 {resident_number.kid}, 보호자 연락처 {phone}
아들 {name} ({resident_number.kid}) 어린이집 입소 대기 문의드려요.
부: {name} {phone} / 모: {name} {phone}
세대주 {name} 주민등록번호 {resident_number.star} 세대원 {#count}명
임대인 {name}({phone}), 임차인 {name}
임대인 계좌 {account} 로 월세 {#rent} 냈고 임대인 번호는 {phone}입니다.
집주인 {name}, 집주인 주민번호 {resident_number}, 보증금 {#price}
{home_unit} 세입자 {name} 입니다. 집주인 연락처는 {phone}{이에요/예요}.
카톡 {messenger} 아니면 {phone}{으로/로} 연락 주세요.
연락처: {phone}, 카카오톡: {messenger}, 메일: {email}
인스타 {messenger.at} / 카톡 {messenger} 둘 다 됩니다
당근 닉네임 {messenger.nick}, 계좌는 {account}, 전화 {phone} 이 사람 잡아주세요!!
사기 피해 신고합니다.⏎상대 계좌 {account}⏎상대 카톡 {messenger}⏎피해액 {#price}
접속 IP {ip}, 아이디 {email.plain} 로그인이 안 됩니다.
로그인 알림: {ip} ({#when}) / 계정 {email.plain}
{ip}에서 {url_token} 접속하니 오류가 납니다.
비밀번호 재설정 {url_token} 계정은 {email.plain} 입니다
영상은 {url_token} 에 있고 차번호는 {plate} 예요
증거영상 {url_token}⏎차량 {plate}⏎신고자 {name}
택시 {plate.taxi} {#when} {#time} 탑승, 결제카드 {card}
오토바이 {plate.moto} 신고합니다. 결과는 {phone} 문자로요.
{name} 주무관님, 저번에 통화한 {name}입니다. 번호는 {phone} 그대로예요.
{#dept} {name} 주무관이 제 번호 {phone}{을/를} 민원 상대방에게 알려줬어요. 이게 말이 됩니까?
담당 {name} 주무관 {#ext}, 민원인 {name} {phone}
1. 성명: {name}⏎2. 주민번호: {resident_number}⏎3. 주소: {home_unit}⏎4. 전화: {phone}
① 이름 {name} ② 연락처 {phone} ③ 환불계좌 {account}
[이름] {name} [연락처] {phone} [주소] {home_unit}
이름/연락처/차번호: {name}/{phone}/{plate}
수강신청자 {name}, 결제카드 {card}, 환불계좌 {account}
받는 분 {name} {home_unit} {phone}
수령인: {name}⏎주소: {home_unit}⏎안심번호: {phone.safe}
윗집 {home_unit.room} {name} 씨가 새벽마다 뛰어요.
{home_unit.both} {name} 어르신 댁 전화가 {phone.home}인데 안 받으세요.
관리사무소에서 {home_unit.both} {name} 이렇게 게시판에 붙여놨어요.
주민번호 {resident_number}, 면허번호 {driver_licence} 둘 다 적어야 하나요?
본인확인: {name} {resident_number.part}
회원명 {name} 아이디 {email.plain} 카드 {card} 환불 요청
따릉이 결제카드 {card}, 가입 메일 {email.plain}
{name} 드림⏎{phone}
{name} ({email.plain})
작성자: {name}⏎작성 IP: {ip}
글쓴이 {name}, 아이피 {ip}, {#when}
오픈채팅 {url_token} 방장 닉네임이 {messenger.nick} 입니다
디스코드 {messenger.discord}, 아이피 {ip} 신고합니다
""")
MIXED_EN = lines("""
Name: {name.en}⏎Phone: {phone.us}⏎Email: {email.plain}
Name: {name.en}⏎Address: {home_unit.en}⏎Phone: {phone.us}
My name is {name.en}, my number is {phone.us}, and {#street} needs a new sign.
{name.en}, {phone.us}
I'm {name.en} at {home_unit.en}. No heat since {#dateen}.
{plate.us} blocked my driveway. Call {phone.us}, ask for {name.first}.
My landlord {name.en} ({phone.us}) refuses to exterminate. I'm in {home_unit.unit}.
Refund {#sum} to my Visa {card.visa}. Email receipt to {email.plain}.
Thanks,⏎{name.en}⏎{phone.us}
Best,⏎{name.en}⏎{email.plain}
My ARC is {alien_number.plain}, passport {passport.us}, phone {phone.plain}.
Hi, I'm {name.en}. I live in {home_unit.seoul} and my Kakao is {messenger}.
ARC: {alien_number.plain}⏎Name: {name.en}⏎Phone: {phone.intl}
Someone at {ip} used my email {email.plain} to log in.
My driver's license is {driver_licence.us} and plate is {plate.usr}.
Landlord's account {account.seoul}, landlord's name {name.rom}, deposit not returned.
Driver {name.en}, license number {driver_licence.us}, {plate.us}
Reset link {url_token} was sent to {email.plain} but I never asked for it
""")
EMPTY = lines("""
{#bus} 배차 좀 늘려주세요. {#stop}에서 {#count}분이나 기다렸습니다.
{#asset} 고장났어요. 위치는 {#lot}입니다. {#office}에 전화해도 안 받아요.
{#law} 위반 아닌가요? {#when} {#time}에도 그랬습니다.
{#place} 앞 쓰레기 무단투기 심각합니다. {#coord}
{#case} 답변이 너무 성의 없네요. {#dept} {#ext} 연결해도 똑같아요.
{#exit} 에스컬레이터 또 고장. 벌써 {#count}일째.
{#model} 재고가 없다면서 {#price} 선입금을 요구합니다. 공공기관 구매 맞나요?
{#site} 접속이 안 돼요. 앱은 {#version}입니다.
Streetlight out at {#street}. Reported as {#numberen} on {#dateen}.
Please fix the pothole on {#street}. I called {#officeen} at {#timeen}.
""")
