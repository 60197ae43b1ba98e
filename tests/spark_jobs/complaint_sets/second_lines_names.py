"""Carrier sentences for names, and short tails that people put after a complaint."""

from complaint_sets.second_build import lines

NAME = lines("""
성명: {name.form}
성명 {name}
이름 : {name.form}
이름은 {name}입니다.
이름은 {name}{이에요/예요}.
제 이름은 {name}{이고/고} 대학생입니다.
저는 {name}입니다.
저는 {name}{이라고/라고} 합니다.
저는 {name}{이라는/라는} 고등학생인데요.
안녕하세요 {name}입니다.
안녕하세요, {#place} 근처에 사는 {name}{이라고/라고} 합니다.
{name.foreign}{이라고/라고} 합니다. 한국에 온 지 3년 됐어요.
저는 베트남에서 온 {name.foreign}입니다.
외국인 주민 {name.foreign}입니다.
며느리 {name.foreign} 씨가 한국어가 서툴러서 제가 대신 씁니다.
같이 일하는 {name.foreign} 씨 월급을 안 줬어요.
신청인: {name.form}
신청인 {name}
신청자 {name} (서명)
민원인 {name}
민원인: {name.form}⏎내용: 가로등이 꺼져 있음
작성자 {name}
작성자: {name}
작성자명 {name}
제보자 {name}
신고자 {name}
신고인: {name.form}
예금주: {name}
예금주는 {name}{이고/고} 저는 아내입니다.
받는 사람 {name}
수령인 {name}, 부재 시 문 앞
대리인 {name}
세대주 {name}
임차인: {name} / 임대인: {name}
임대인 {name} 씨가 보증금을 안 줍니다.
집주인 {name} 씨 때문에 너무 힘들어요.
집주인 이름이 {name}{이에요/예요}.
세입자 {name}입니다. 보일러 좀요.
윗집 사는 {name} 씨가 새벽에 청소기를 돌려요.
옆 가게 사장 {name} 씨가 인도에 물건을 쌓아 둬요.
이웃 {name} 씨가 담배를 복도에서 피웁니다.
동대표 {name}{이/가} 관리비를 마음대로 썼대요.
관리소장 {name}{을/를} 조사해 주세요.
원장 {name} 선생님이 아이를 밀었다고 해요.
담임 {name} 선생님 감사합니다.
우리 아들 {name.given}{이가/가} 다쳤어요.
우리 딸 {name.given}{이가/가} {#school} 다닙니다.
저희 아들 {name} 군은 초등학생입니다.
딸 {name} 양 어린이집 대기 번호가 사라졌어요.
첫째 {name.given}{이/}, 유치원생이에요.
아이 이름: {name}
아이 이름은 {name}{이고/고} 다섯 살입니다.
원아명 {name}
학생 이름 {name}, {#school}
남편 {name} 명의로 되어 있습니다.
아내 {name}{이/가} 임신 중이에요.
어머니 성함은 {name}{이에요/예요}.
아버지 성함 {name}
할머니 존함이 {name} 이십니다.
친구 {name}{이랑/랑} 같이 킥보드 타다가 넘어졌습니다.
혼자 사시는 {name} 어르신 좀 챙겨주세요.
{name} 할머니께서 폐지를 줍다 다치셨어요.
{name} 님 귀하라고 온 우편물이 자꾸 우리 집으로 옵니다.
{name}님 앞으로 온 고지서인데 누구신지 몰라요.
{name} 씨 연락 주세요.
{name}씨가 접수한 건 저랑 같은 내용입니다.
담당 {name} 주무관님 친절하셨어요.
담당자 {name} 주무관이 전화를 그냥 끊었습니다.
{#dept} {name} 주무관님 칭찬합니다.
{#dept} {name} 팀장이랑 통화했는데 반말을 하네요?
{name} 주무관 나와서 설명하세요!!
{name} 과장님은 안 된다고만 하세요.
동주민센터 {name} 계장님 덕분에 해결됐습니다.
복지담당 {name} 선생님께 꼭 감사 인사 전해 주세요.
도서관 사서 {name} 선생님을 칭찬합니다
{#bus} {name} 기사님 정말 친절하세요.
단속 나온 {name} 반장님이 욕을 했습니다.
경비원 {name} 씨가 대신 적습니다.
{name} 드림
{name} 올림
- {name}
{name} 배상
이상 {name}{이었/였}습니다.
[성명] {name.form}
■ 성명: {name}
○ 이름 - {name}
성명(법인명): {name}
본인 {name}{은/는} 위 내용이 사실임을 확인합니다.
입금자명 {name}{으로/로} 보냈어요.
예약자 {name}인데 취소됐대요.
예약자명 {name}
회원명: {name}
대표 {name}, 분식집 합니다.
사장 {name}입니다. 3년째 카페 하고 있어요.
알바생 {name} 학생 임금 때문에요.
피해자는 제 동생 {name}입니다.
가해 학생 {name}{이/가} 아직도 같은 반이에요.
목격자 {name} 씨도 봤다고 합니다.
""")
NAME_EN = lines("""
My name is {name.en}.
My name is {name.en} and I live near {#street}.
I'm {name.en}, a tenant here.
This is {name.en} again.
Name: {name.en}
Tenant name: {name.en}
Sincerely,⏎{name.en}
Thanks,⏎{name.en}
Regards, {name.en}
- {name.en}
Mr. {name.last} next door blows leaves at {#timeen}.
Mrs. {name.last} on the first floor fell on the ice.
Ms. {name.last} from the permit office was very rude.
Dr. {name.last} at the clinic asked me to report it.
Our landlord {name.en} won't fix the heat.
My neighbor {name.en} plays drums at {#timeen}.
My son {name.first} was almost hit by a car at {#street}.
My daughter {name.first} goes to school there.
Inspector {name.en} never showed up.
Officer {name.last} told me to file here.
I spoke with {name.en} at {#officeen} on {#dateen}.
My name is {name.rom}, I am a student in Seoul.
I am {name.rom} from Mapo-gu.
My landlord Mr. {name.rom} kept the deposit.
Applicant: {name.rom}
My husband {name.rom} can explain in Korean.
Hi, {name.en} here.
Reported by {name.en}
Signed, {name.en}
Please thank {name.en} at the library for me.
""")
TAILS = lines("""
연락처는 {phone}입니다.
{phone}{으로/로} 문자 주세요.
전화 {phone}
제 번호 {phone}
010 폰 꺼져 있으면 집 {phone.home}
{phone.voip} 가게 전화입니다
해외라 {phone.intl}
메일 {email}
회신은 {email.plain}{으로/로}.
이메일로 주세요 {email}
카톡 {messenger}
카톡 아이디 {messenger}{이에요/예요}.
인스타 {messenger.at} 로 디엠 주셔도 돼요
- {name} 드림
성명 {name}
저는 {name}입니다.
{name} 올림
신청인 {name}
작성자: {name}
주무관 {name}님께 전달 바랍니다.
집은 {home_unit}입니다.
주소 {home_unit}
{home_unit.apt} 살아요.
환불은 {account}{으로/로} 주세요.
계좌 {account}
제 차는 {plate}{이에요/예요}.
차번호 {plate}
생년월일 {resident_number.part} 주민번호 앞자리예요.
주민번호 {resident_number}
결제카드 {card}
사진은 {url_token}
아이피 {ip} 입니다
면허번호 {driver_licence}
""")
TAILS_EN = lines("""
My cell: {phone.us}
Call me at {phone.us}.
Email me: {email.en}
- {name.en}
Thank you, {name.en}
I live at {home_unit.en}.
Name: {name.en}
Reply to {email.plain}
Kakao {messenger}
My name is {name.rom}.
My car is {plate.usr}.
""")
