"""Carrier sentences for machine addresses, links with secrets and units of homes."""

from complaint_sets.second_build import lines

IP = lines("""
제 IP는 {ip}입니다.
접속 IP {ip}
접속IP: {ip}
아이피 {ip}
아이피가 {ip} 라는데 차단됐대요.
내 아이피 {ip} 왜 차단한 거예요??
IP {ip}에서 로그인 시도가 있었다고 문자가 왔어요.
누가 {ip} 에서 제 계정에 로그인했어요.
해킹 시도한 아이피: {ip}
해외 IP {ip}{으로/로} 접속했다고 막혔습니다.
댓글 작성자 IP {ip}
악플 단 사람 아이피가 {ip}{으로/로} 나와요.
게시글 작성 아이피 {ip}, {#when} {#time}
수강신청 접속기록에 {ip}{이/가} 찍혀 있습니다.
로그인 기록⏎{#when} {ip} 성공
로그: {#when} {#time} {ip} 접속 실패
집 인터넷 아이피는 {ip}{이에요/예요}.
PC방에서 썼고 아이피 {ip} 였습니다.
제 컴퓨터 주소는 {ip.lan} 입니다 사무실 내부망이요
공유기에서 받은 제 노트북 IP {ip.lan}
핸드폰 와이파이 IP가 {ip.lan}인데 공공와이파이 연결이 안 돼요.
공공와이파이 접속하면 제 폰에 {ip.lan} 주소가 잡혀요
CCTV 홈캠 IP {ip} 로 누가 들어온 거 같아요.
우리집 홈캠 주소 {ip}가 노출됐대요 어떡하죠
가게 포스기 아이피 {ip} 차단 풀어주세요.
가게 컴퓨터 {ip} 에서 세금 홈페이지가 안 열려요
사이트에서 당신의 IP({ip})는 차단되었습니다 라고 나와요.
차단 화면에 Your IP: {ip} 라고 뜹니다.
에러 화면 그대로 복사합니다. client: {ip}, server: minwon
403 Forbidden / IP : {ip}
[client {ip}] access denied
X-Forwarded-For: {ip}
remote_addr={ip} 라고 뜨네요
IPv6 주소는 {ip.six} 예요
제 아이피6 {ip.six}
휴대폰 데이터 아이피 {ip.six} 로 나옵니다
네이버에 내 아이피 검색하니 {ip}
발신지 IP {ip} (피싱 메일 헤더에서 확인)
Received: from [{ip}] 이 부분이 보낸 사람 같아요
맘카페 사칭한 사람 아이피 {ip} 수사해 주세요.
투표 조작 의심 IP: {ip}
아파트 전자투표를 {ip} 한 곳에서 여러 번 했대요.
재택근무라 집에서 {ip}{으로/로} 접속했습니다.
학교 과제 때문에 접속했는데 {ip} 차단 ㅠㅠ 아이피 풀어주세요
본인 PC IP⏎{ip}
사용자 IP - {ip} / 브라우저 크롬
""")
IP_EN = lines("""
My IP address is {ip}.
IP: {ip}
The site blocks my home IP {ip}
Someone logged in to my account from {ip} on {#dateen}.
Error page says "your IP {ip} has been blocked".
My laptop's address is {ip.lan} on the library wifi
I'm on IPv6, {ip.six}
Login attempt from {ip}, not me!
from my apartment the address shows as {ip}
""")
URL = lines("""
{url_token}
링크 {url_token}
이 링크 눌러보세요 {url_token}
링크: {url_token}
주소 복사해서 붙입니다 {url_token}
비밀번호 재설정 링크가 {url_token} 이렇게 왔는데 안 열려요.
비번 재설정 메일에 있는 주소예요 {url_token}
문자로 온 링크 {url_token} 이거 피싱인가요?
사진은 여기 있어요 {url_token}
영상 링크 {url_token} 용량이 커서요
블랙박스 영상 올린 곳⏎{url_token}
동영상 공유 {url_token}
오픈채팅방 주소 {url_token}
초대 링크 {url_token} 들어오시면 주민들 다 있어요
세입자 단톡 초대 {url_token}
영수증 보기 {url_token} 누르면 에러 나요
결제 확인 주소가 {url_token} 인데 로그인도 없이 열려요!!
{url_token} 이거 열면 제 정보가 그냥 다 나옵니다. 보안이 이게 뭡니까?
제 민원 내용이 {url_token} 주소만 알면 보이네요?
로그인하면 주소창에 {url_token} 이렇게 떠요.
주소창: {url_token}
접속 주소 {url_token}⏎오류 500
예약확인 링크 {url_token}
수강신청 확인 {url_token}
전자고지 링크 {url_token} 만료됐다고 나와요
과태료 고지서 링크 {url_token} 진짜 구청에서 보낸 건가요?
구청 알림톡 주소: {url_token}
카톡으로 받은 주소 {url_token}
첨부파일 다운로드 {url_token} 가 안 됩니다
파일이 여기 있습니다 → {url_token}
자료 {url_token} (일주일 뒤 삭제)
홈캠 영상 {url_token} 로 확인 가능합니다.
본인인증 하다가 {url_token} 여기서 멈춰요.
가입 인증 {url_token} 클릭해도 반응 없음
메일에 온 인증 주소 {url_token}
전자투표 링크가 {url_token} 이런 식인데 남이 눌러도 투표되더라고요.
아파트 투표 주소 {url_token}
구독 취소 주소 {url_token} 눌러도 메일이 또 와요
공유 문서 {url_token}
밴드 초대장 {url_token}
[링크] {url_token}
■ 증거자료 URL: {url_token}
캡처 대신 링크 드려요. {url_token}
앱에서 '공유하기' 하니까 {url_token} 나오네요
환불 신청 페이지 {url_token} 에서 다음으로 안 넘어가요.
{url_token}⏎위 주소에 사진 있습니다.
""")
URL_EN = lines("""
Here is the video: {url_token}
The reset link {url_token} does not work.
Photo link {url_token}
I got this text with {url_token} is it a scam?
The receipt page {url_token} shows my data without login
Invite link to our tenants' chat: {url_token}
After login the address bar shows {url_token}
Dropped the files here {url_token}
confirmation link: {url_token}
""")
HOME = lines("""
주소는 {home_unit}입니다.
{home_unit}에 살고 있는 세입자입니다.
집 주소: {home_unit}
거주지 {home_unit}
저는 {home_unit} 사는 학생인데요.
{home_unit} 인데 층간소음 때문에 미치겠습니다.
주소지⏎{home_unit}
신청인 주소 : {home_unit}
[주소] {home_unit}
민원인 주소 {home_unit}/ 자가
배송지 {home_unit}
대형폐기물 {home_unit} 앞에 내놨어요.
음식물 카드 재발급 {home_unit}
{home_unit}{으로/로} 등기 보내주세요.
우편물은 {home_unit}{으로/로} 부탁드려요.
고지서가 {home_unit}{으로/로} 안 와요.
전입신고 주소 {home_unit} 맞나요
전입할 곳은 {home_unit}입니다.
{home_unit} 보증금 {#price} 돌려받지 못했습니다.
저희 집 {home_unit} 수도가 안 나와요.
{home_unit} 수도계량기 동파됐어요!!
{home_unit} 도시가스 냄새가 납니다 빨리요!!
{home_unit.apt} 윗집에서 담배 냄새가 내려와요.
{home_unit.apt} 흡연 신고합니다.
{home_unit.dash} 사는 사람인데요.
{home_unit.dash} 입니다 누수 때문에요
주소 {home_unit.dash}
{home_unit.dash} 앞 복도에 자전거가 가득해요.
윗집 {home_unit.room}에서 밤마다 쿵쿵거려요.
옆집 {home_unit.room} 강아지가 하루종일 짖어요.
아랫집({home_unit.room})이 자꾸 올라와서 욕해요.
건물주가 {home_unit.room} 보일러를 안 고쳐줘요. 제가 사는 방입니다.
제가 {home_unit.room} 살고 관리인은 1층에 살아요.
고시원 {home_unit.room} 사는 취준생입니다
원룸 {home_unit.room} 월세 {#rent} 인데 곰팡이가 심해요.
자취방 {home_unit.room}에 바퀴벌레가 너무 많아요 ㅠㅠ
빌라 {home_unit.room} 세입자입니다.
{home_unit.both} 할머니가 혼자 사시는데 며칠째 안 보이세요.
저는 {home_unit.both} 주민이에요.
우리 아파트 {home_unit.both}에서 베란다로 담배꽁초를 던져요!!
{home_unit.both} 세대 에어컨 실외기 소음이요
층간소음 가해 세대 {home_unit.both}, 피해 세대는 저희 집
{home_unit.both}에서 이불을 털어요
동호수 {home_unit.both}
입주자 {home_unit.both}인데 관리비가 이상해요.
시골에서 올라와 {home_unit} 에 자취합니다.
{home_unit} 앞으로 택배가 계속 잘못 와요.
가게는 1층이고 저는 {home_unit.room} 삽니다, 그 위층이요.
실거주지 {home_unit}, 주민등록은 다른 곳이에요.
기초수급자이고 {home_unit} 거주 중
""")
HOME_EN = lines("""
I live at {home_unit.en}.
Address: {home_unit.en}, Boston
My address is {home_unit.en} and there has been no heat since {#dateen}.
No hot water in {home_unit.en} for {#count} days
The tenant upstairs in {home_unit.unit} smokes all night.
I rent {home_unit.unit} and the landlord refuses to fix the leak.
My home in Seoul is {home_unit.seoul}.
I live in {home_unit.seoul} and the neighbor's dog barks all night.
please send the inspector to {home_unit.en}, ring twice
Mice in {home_unit.en}
Noise from {home_unit.unit} next door after {#timeen}.
Mailing address {home_unit.seoul}, Seoul
Recycling is never picked up at {home_unit.en}
""")
