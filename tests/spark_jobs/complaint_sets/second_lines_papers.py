"""Carrier sentences for plates, passports and driving licences."""

from complaint_sets.second_build import lines

PLATE = lines("""
차량번호 {plate}입니다.
차번호 {plate}
차량번호: {plate}
{plate} 차가 인도에 올라와 있어요.
{plate} 이 차 맨날 소화전 앞에 대요!!
{plate} 불법주정차 신고합니다.
{plate}{이/가} 장애인 주차구역에 주차했습니다.
장애인주차구역 위반 {plate}
위반차량 {plate} {#when} {#time}
신고 차량번호는 {plate}{이에요/예요}.
신호위반 차량: {plate}
깜빡이 안 켜고 끼어든 {plate} 신고요
{plate}, 흰색 카니발입니다.
검정색 그랜저 {plate}
담배꽁초 버린 차 {plate} 블랙박스 영상 첨부
{plate} 운전자가 욕을 하고 갔어요.
우리 가게 앞을 {plate} 차가 하루종일 막고 있습니다.
제 차는 {plate}인데 과태료가 왜 저한테 와요?
제 차 {plate} 견인됐는데 어디로 갔나요?
거주자우선주차 구역에 {plate}{이/가} 대놨어요 제 자리인데.
거주자 우선주차 배정 차량 {plate}
정기주차 등록 차량 {plate} 변경 부탁드려요.
어린이보호구역에서 {plate} 과속했습니다.
{#school} 앞 횡단보도에서 {plate}{이/가} 애를 칠 뻔했어요.
스쿨존 위반 {plate}
렌터카 {plate.rent} 가 골목을 막고 있어요
쏘카 {plate.rent} 차 안에서 담배 냄새가 너무 나요.
{plate.rent} 렌트카인데 쓰레기 버리고 갔습니다.
택배차 {plate.van} 매일 시동 켜놓고 있어요.
탑차 {plate.van}
오토바이 번호 {plate.moto}
배달 오토바이 {plate.moto} 신호위반 인도주행
{plate.moto} 오토바이 굉음 때문에 잠을 못 자요.
인도로 달리는 오토바이 {plate.moto}{을/를} 신고합니다.
택시 {plate.taxi} 승차거부 당했어요.
택시번호는 {plate.taxi}{이고/고} {#when} 밤이에요.
{plate.taxi} 버스 기사님 너무 난폭운전입니다.
{#bus} 차량번호 {plate.taxi} 기사님이 문을 안 열어줬어요.
카카오택시 {plate.taxi} 요금을 {#price}이나 더 받음
굴삭기 {plate.machine} 새벽 6시부터 공사해요.
덤프트럭 {plate.machine} 과적 의심
지게차 번호 {plate.machine} 가 도로를 점거했습니다
외교차량 {plate.diplo} 불법주차 과태료 안 내나요?
외교관 번호판 {plate.diplo} 차가 횡단보도 위에 있습니다.
전기차 충전구역에 {plate} 하이브리드가 세워져 있어요.
전기차 {plate} 충전 끝났는데 안 빼요
번호판 {plate} (가려져서 앞 두 자리는 확실치 않아요)
차량 {plate}⏎위치 {#road}⏎시간 {#when} {#time}
[위반차량번호] {plate}
■ 차량번호 : {plate}⏎■ 위반내용 : 중앙선 침범
5분 간격 사진 2장 첨부 {plate}
{plate} / {plate} 두 대가 같이 막고 있어요.
아파트 지하주차장에 {plate} 차가 두 자리 차지해요.
음주운전 같아요 {plate} 지금 {#place} 지나갔어요
{plate}차주한테 연락 좀 해주세요
""")
PLATE_EN = lines("""
The car is always double parked, {plate.us}.
{plate.us} blocked the hydrant on {#street} again.
License plate {plate.usr}
Plate: {plate.usr}, black SUV
A gray Honda ({plate.usr}) parks in the bike lane every night.
Cab {plate.usr} ran the red at {#street}
my car, {plate.usr}, was towed on {#dateen} for no reason
Car with Korean plate {plate} has been abandoned near {#street}.
A scooter, plate {plate.moto}, drives on the sidewalk by my school.
The taxi was {plate.taxi} and the driver refused us because we are foreigners.
White pickup {plate.us} idling since {#timeen}.
""")
PASSPORT = lines("""
여권번호 {passport}입니다.
여권번호: {passport}
제 여권번호는 {passport}{이에요/예요} 언제 나오나요?
여권 {passport} 재발급 신청했어요.
여권번호 {passport}{으로/로} 조회가 안 됩니다.
분실한 여권 번호가 {passport} 입니다.
여권 분실신고 {passport}
구여권 {passport}
만료된 여권({passport})도 가져가야 하나요?
신여권번호 {passport}{을/를} 등록해 주세요.
[여권번호] {passport}
■ 여권번호 {passport}
여권번호⏎{passport}
여권No. {passport}
여권 번호 : {passport} 발급일 {#when}
아이 여권번호 {passport} 영문이름이 잘못 나왔어요!!
아들 여권 {passport} 출국이 {#when}인데 아직도 안 나왔습니다.
엄마 여권번호 {passport}
여권 사진 규정 때문에 반려됐어요 여권번호 {passport}
출입국 사실증명 여권번호 {passport}
신분증: 여권 {passport}
신분증 대신 여권({passport})으로 가능할까요
여권번호가 {passport}인데 O인지 0인지 모르겠어요
민원여권과에서 {passport} 여권을 다른 사람한테 줬대요. 말이 됩니까?
유학 가는데 여권 {passport} 유효기간 연장되나요
여권번호 뒤에 {passport} 이렇게 적혀 있어요.
지하철에서 여권 주웠습니다. 여권번호 {passport}
습득물: 여권 {passport}
여권사본 번호 {passport}, 접수번호는 {#case}
외국 여권 {passport.foreign} 가지고 있습니다.
저는 중국 사람이고 여권번호 {passport.foreign}
아내 베트남 여권번호 {passport.foreign}{이에요/예요}.
외국인 직원 여권번호: {passport.foreign}
여권번호 {passport.foreign} 로 티머니 가입이 안 돼요
국적 우즈베키스탄, 여권 {passport.foreign}
게스트하우스 손님이 두고 간 여권 {passport.foreign}
일본 여권번호 {passport.foreign} 관광객입니다.
남편은 미국 여권 {passport.us}
필리핀 여권번호 {passport.foreign}{으로/로} 혼인신고 했습니다
몽골 유학생 여권 {passport.foreign}
여행자 세금환급 여권번호 {passport.foreign}
세입자 여권번호 {passport.foreign} 로 계약했는데 연락 두절됐어요.
여권번호를 {passport}{이라고/라고} 문자로 보내래서 이상해서 문의해요
여권 {passport}/ 성별 여 / 급합니다
""")
PASSPORT_EN = lines("""
My passport number is {passport.us}.
US passport {passport.us}
Passport no. {passport.foreign}
Passport: {passport.foreign}
I lost my passport ({passport.us}) on the subway near {#street}.
My Korean passport number is {passport}
my husband's passport is {passport.foreign}, he is still waiting for his ARC
The hotel photocopied my passport, number {passport.foreign}.
Found a passport on the 39 bus, number {passport.us}
British passport number {passport.foreign}
They ask for a passport number so here: {passport.us}
""")
LICENCE = lines("""
면허번호 {driver_licence}입니다.
운전면허번호: {driver_licence}
운전면허 {driver_licence}
제 면허증 번호가 {driver_licence}{이에요/예요}.
면허번호는 {driver_licence}인데 따릉이 앱에서 인증이 안 돼요.
공유킥보드 면허인증 {driver_licence} 오류 납니다.
쏘카 면허 등록이 {driver_licence}{으로/로} 안 됩니다.
운전면허증번호 {driver_licence}
면허증 분실했습니다 번호 {driver_licence}
면허증을 주웠어요 면허번호 {driver_licence}
아버지 면허 반납하려고요 {driver_licence}
고령운전자 면허 반납 {driver_licence} 교통카드 언제 나오나요
면허반납 신청 - 면허번호 {driver_licence}
면허 갱신했는데 {driver_licence} 옛날 번호로 나와요.
[면허번호] {driver_licence}
■ 운전면허번호 : {driver_licence}
면허번호⏎{driver_licence}
신분증(운전면허증) {driver_licence}
운전면허로 본인확인 할게요 {driver_licence}
신분증 진위확인 {driver_licence} 불일치라고 뜹니다.
1종보통 {driver_licence}
2종 보통 면허 {driver_licence}
1종 대형 면허번호 {driver_licence} 버스 기사 지원했습니다.
원동기 면허 {driver_licence}
택시 자격 때문에 면허번호 {driver_licence}{을/를} 냈는데 답이 없어요.
어린이집 차량 기사님 면허번호 {driver_licence}
배달 알바생 면허증 {driver_licence} 확인 가능한가요?
사고 낸 사람이 면허증을 보여줬어요 {driver_licence}
상대 운전자 면허번호 {driver_licence}, 차는 회색입니다.
면허 정지 대상이 왜 저예요? 제 면허는 {driver_licence} 라고요!!
면허번호 {driver_licence}{이/가} 다른 사람 걸로 조회됩니다.
벌점 조회 면허번호 {driver_licence}
운전경력증명서 신청 {driver_licence}
국제면허 발급받으려고 합니다. 국내 면허번호 {driver_licence}
경력증명서에 {driver_licence} 면허번호가 틀리게 나왔어요
면허시험장에서 받은 번호 {driver_licence} 맞나요
면허번호 {driver_licence}/ 발급일 {#when}
면허 번호 {driver_licence}에서 앞 두 자리가 지역이래요
운전면허번호가 {driver_licence}인 사람이 저 하나뿐일 텐데요
모바일 면허증 번호 {driver_licence}
장롱면허지만 {driver_licence} 있긴 있어요 면허요
적성검사 통지서에 {driver_licence} 로 적혀 있네요. 면허번호요.
렌터카 빌릴 때 낸 면허번호 {driver_licence} 삭제 요청합니다
""")
LICENCE_EN = lines("""
My driver's license number is {driver_licence.us}.
MA driver's license {driver_licence.us}
Driver license no. {driver_licence.us}
License #: {driver_licence.us}, Massachusetts
The officer wrote down my driver's license as {driver_licence.us} but that is wrong.
My Korean driver's license is {driver_licence.shape}
I want to exchange my license {driver_licence.us} for a Korean one at Gangnam.
New York driver license ID {driver_licence.us}
Korean licence number {driver_licence.shape} is rejected by the scooter app
The other driver showed me his license, {driver_licence.us}.
RMV has my license number {driver_licence.us} under the wrong address
""")
