"""Carrier sentences for telephone numbers, mail addresses and chat names."""

from complaint_sets.second_build import lines

PHONE = lines("""
제 번호는 {phone}입니다.
{phone.plain}{으로/로} 연락 주세요.
연락처 {phone}
전화번호: {phone}
결과는 {phone} 문자로 부탁드립니다.
핸드폰 {phone}{이에요/예요}.
☎ {phone}
HP) {phone}
Tel. {phone.home}
010 번호 바뀌었어요 이제 {phone}{으로/로} 전화 주셔야 돼요.
회신받을 번호요? {phone}
급하니까 {phone.plain}{으로/로} 바로 전화 좀 하세요!!
공무원님 저한테 직접 전화하세요 {phone} 하루종일 받습니다.
집 전화는 {phone.home}인데 낮에는 엄마가 받으세요.
우리집 {phone.home}{이에요/예요}, 할머니가 받으실 수도 있어요.
휴대폰이 없어서 집전화 {phone.home}{으로/로} 주세요.
저희 어머니 댁 전화 {phone.home} 인데 계속 광고전화가 와요.
인터넷전화 {phone.voip}{으로/로} 하시면 가게에 있을 때 받아요.
가게 번호 {phone.voip} 말고는 연락 안 됩니다.
안심번호 {phone.safe}{으로/로} 남겨요.
개인정보 때문에 안심번호로 적습니다: {phone.safe}
배달기사분 안심번호가 {phone.safe}{이었/였}는데 연결이 안 돼요.
옆 가게 사장 번호 {phone}{이에요/예요} 직접 통화해 보시든가요.
불법 주차한 차 앞유리에 적힌 번호가 {phone}{이었/였}어요.
차에 {phone}{이라고/라고} 적혀 있어서 전화했더니 욕을 하네요.
광고 문자 보낸 번호는 {phone}입니다. 스팸 처리해 주세요.
보이스피싱 같은데 발신번호가 {phone}{이에요/예요}.
집주인 연락처 {phone} 입니다 저는 세입자고요.
임대인({phone})이 전화를 안 받아요.
부동산 사장님 폰 {phone}{이에요/예요}.
아이가 길을 잃으면 {phone}{으로/로} 연락 주세요.
보호자 연락처는 {phone} 이구요 학교 끝나면 못 받아요.
애 아빠 번호 {phone}, 저는 근무 중이라 못 받습니다.
필터에 자꾸 걸려서 한글로 씁니다 {phone.words}
번호 {phone.words} 이쪽으로 연락주세요
폰번호 {phone.words}{이에요/예요} 오타 아니에요
제 연락처가 {phone.words}인데 혹시 확인되시나요?
문자만 됩니다. {phone.words}
해외 체류 중이라 {phone.intl}{으로/로} 연락 부탁드립니다.
국제전화라면 {phone.intl} 입니다.
로밍 중이니 {phone.intl}, 카톡이 더 빨라요.
아버지는 아직 {phone.old} 쓰십니다.
옛날 번호 {phone.old}{으로/로} 등록되어 있을 거예요.
신청인 연락처⏎- 휴대전화: {phone}
[연락처] {phone}
연락처 : {phone} (오후 6시 이후)
○ 연락처 - {phone}
민원인 전화: {phone}⏎회신 방법: 문자
핸펀 {phone}
{phone} 여기로 전화 한 통만 주세요 제발
왜 {phone}{으로/로} 전화 안 주시는 거죠? 번호 남겼잖아요.
통화 가능한 번호 {phone}/ 시간은 아무 때나
{phone.plain}이 제 번호고 02-120으로는 연결이 안 됩니다.
{phone.plain}에서 걸려온 전화 받고 너무 불쾌했어요.
연락 안 되면 {phone}, 구청 대표번호 말고요.
당근에서 사기친 사람 번호예요 {phone}
경비실에서 {phone.plain}만 알려주고 끝이네요.
알바 사장님 번호가 {phone}인데 임금 {#price} 안 줘요.
""")
PHONE_EN = lines("""
You can reach me at {phone.us}.
My cell is {phone.us}, call anytime after {#timeen}.
Call me back: {phone.us}
Phone: {phone.us}
Text {phone.us} if the crew can't find it.
The landlord's number is {phone.us} and he never picks up.
My number in Seoul is {phone.plain}.
My Korean mobile is {phone.intl}, please text because my Korean is weak.
I keep getting calls from {phone.us}.
Contact ({phone.us}) preferred by text.
The towing guy gave me {phone.us} as his personal cell.
please call my husband at {phone.intl} he speaks Korean
Best number is {phone.us}; 311 already has the old one.
Home phone {phone.us}.
""")
EMAIL = lines("""
메일은 {email}입니다.
답변은 {email.plain}{으로/로} 보내주세요.
이메일 : {email}
E-mail: {email}
e메일 주소 {email}
회신 {email} 부탁드려요.
전화 말고 {email} 메일로만 주세요.
제 메일주소가 {email}인데 답이 안 왔어요.
첨부가 안 돼서 {email}에서 따로 보냈습니다.
{email.plain}으로 가입했는데 인증메일이 안 와요.
아이디가 {email}{이에요/예요}. 비번 초기화 좀요.
로그인 계정 {email} 이 잠겼습니다.
스팸 메일 때문에 이렇게 적어요: {email}
{email} ← 여기로 결과 보내주시면 됩니다
계약서 사본은 {email.plain}{으로/로} 받겠습니다.
사진 원본 필요하시면 {email}로 요청하세요.
자료 보내드릴 테니 저한테 {email.plain} 메일 한 통 주세요.
집주인 메일 {email}{으로/로} 내용증명 보냈는데 무시합니다.
관리소장 개인 메일이 {email.plain}이라던데 맞나요?
학원 원장 메일({email})로 항의했습니다.
담임선생님 {email}
연락 가능한 메일⏎{email}
■ 이메일⏎{email}
신청자 이메일: {email}⏎신청 내용: 가로등 수리
[이메일] {email}
사기꾼이 쓴 메일 주소는 {email} 입니다.
피싱 메일 보낸 사람은 {email.plain} 이었어요.
중고거래 판매자 메일 {email}
구독 해지해 주세요, {email}
뉴스레터가 {email.plain}로 계속 옵니다 그만 보내세요!!
대문자로 {email} 이에요 소문자 아니에요
학교 메일인데 {email} 괜찮을까요
견적서는 {email}, 세금계산서도 같은 주소로요.
메일({email}) 확인하시고 회신 바랍니다.
가게 메일 {email} 말고 개인 메일로 주세요.
문의하신 영상 {email}에 올려 뒀습니다.
오타 아니고 {email}
저는 {email.plain}을 쓰고 있습니다.
엄마 메일 {email.plain}도 같이 넣어주세요.
수신인: {email}
보낸사람 <{email.plain}>
참조: {email.plain}; 받는 부서: {#dept}
민원 답변을 {email.plain}/문자 둘 다로 주세요
{email.plain}계정으로 예약했는데 {#case} 조회가 안 됩니다
골뱅이가 안 쳐져서요 {email}
""")
EMAIL_EN = lines("""
My email is {email.en}.
Please reply to {email.en}
Email: {email.en}
Send the inspection report to {email.en}, thanks.
I signed up with {email.en} and never got the confirmation.
You may write me at {email.en}.
The super uses {email.en} but never answers.
contact: {email.en} (no calls please)
I live in Mapo-gu, my mail is {email.en}
Sent from {email.plain}
""")
MESSENGER = lines("""
카톡 아이디 {messenger}입니다.
카톡 {messenger}
카카오톡 ID: {messenger}
카카오톡 아이디는 {messenger}{이에요/예요} 친추하고 말 걸어주세요.
카톡아이디 {messenger}{으로/로} 톡 주세요.
톡 주세요 아이디 {messenger}
ㅋㅌ아이디: {messenger}
ㅋㅌ {messenger}
카톡 id {messenger} 로 사진 보내드릴게요.
오픈채팅에서 닉네임 '{messenger.nick}' 쓰는 사람이 욕했어요.
카톡 닉네임은 {messenger.nick}{이에요/예요}.
당근 닉네임 {messenger.nick} 이 사람 사기꾼입니다.
당근마켓 아이디 '{messenger.nick}'한테 {#price} 사기당했어요.
인스타 {messenger.at}{이/가} 제 계정입니다.
인스타 아이디 {messenger}
인스타그램 DM은 {messenger.at} 여기로요.
인스타 @로 찾으시면 돼요: {messenger}
인스타 계정 {messenger}에 사진 올려놨어요.
텔레그램 {messenger.at}{으로/로} 연락했더니 차단당함
텔레그램 아이디 {messenger}
텔레 ID {messenger.at} 쓰는 사람이 대포통장 구한대요
디스코드 {messenger.discord}
디코 아이디는 {messenger.discord} 입니다 친구추가 해주세요
디스코드 닉 {messenger.discord} 쓰는 애가 우리 아이를 괴롭혀요.
라인 아이디 {messenger}
라인ID : {messenger}
라인으로 하실 거면 {messenger}, 카톡은 없습니다.
연락 수단: 카카오톡({messenger})
메신저: 카톡 / {messenger}
SNS 아이디: {messenger}⏎연락 가능 시간: 저녁
중고나라 판매자 카톡 ID가 {messenger}{이었/였}습니다.
세입자 단톡방 닉네임 {messenger.nick}입니다 확인 부탁드려요
전화는 무서워서요 ㅠ 카톡 {messenger}{으로/로} 주시면 안 될까요
카톡아이디가 {messenger}인데 검색 허용해놨어요
제 카톡은 {messenger} 이고 프로필은 강아지 사진이에요
사칭 계정이 {messenger.at} 예요 신고해 주세요 인스타요
페메 말고 인스타 디엠 주세요 {messenger.at}
아이들 담배 판다는 텔레그램 계정: {messenger.at}
위챗 아이디 {messenger} 로도 가능해요.
왓츠앱은 안 쓰고 카톡 {messenger} 써요.
카카오톡에서 {messenger} 검색하시면 나와요
카톡 친구추가 id={messenger}
성인광고 보낸 라인 계정은 {messenger} 입니다.
동네 맘카페 닉네임 '{messenger.nick}'입니다.
학생 인스타 id는 {messenger} 이고 비공개예요
틱톡 아이디 {messenger.at} 가 우리 가게 몰래 찍어 올렸어요
스레드 아이디 {messenger.at}
""")
MESSENGER_EN = lines("""
My KakaoTalk ID is {messenger}.
Kakao: {messenger}
Add me on Kakao, ID {messenger}, I can send photos there.
My Telegram is {messenger.at}
Line ID {messenger} works best while I'm in Seoul.
The guy selling the fake permits is {messenger.at} on Instagram.
Discord: {messenger.discord}
DM me on Instagram {messenger.at} for the video
KakaoTalk id: {messenger} (no phone calls, my Korean is bad)
WeChat ID {messenger}
""")
