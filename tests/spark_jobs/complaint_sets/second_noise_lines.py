"""Sentences about other things, as they stand around what is personal."""

from complaint_sets.second_build import lines

KOREAN = lines("""
{#bus} 배차간격이 너무 길어요.
{#when} {#time}쯤에 있었던 일입니다.
{#place} 쪽이에요.
{#stop} 바로 앞입니다.
제발 좀 확인해 주세요.
{#office}에 전화했더니 담당이 아니라고만 합니다.
벌써 {#count}번째 민원 넣습니다.
{#case} 건이랑 같은 내용이에요.
{#law}에 따라 처리 부탁드립니다.
{#road} 앞 인도입니다.
위치는 {#lot} 근처고요.
{#exit} 나오자마자 보입니다.
지도 좌표는 {#coord} 입니다.
소음 측정 어플로 재보니 {#db} 나왔습니다.
{#dept} {#ext}번으로 연결해 주더니 끊어졌어요.
{#asset} 불이 나갔어요.
안녕하세요.
수고 많으십니다.
바쁘신데 죄송합니다.
진짜 너무 화가 납니다.
세금이 아깝다는 생각밖에 안 들어요.
과태료 {#price} 나왔습니다.
앱 버전은 {#version} 입니다.
{#school} 앞이라 애들이 많이 다녀요.
사진 첨부합니다.
답변 기다리겠습니다.
이게 나라입니까?
{#line} 타고 다니는 학생인데요.
{#model} 모델 쓰고 있습니다.
폭은 대략 {#len} 정도예요.
{#site} 에 올라온 공지 보고 왔습니다.
빠른 처리 바랍니다!!
전화 말고 문자로 알려주시면 좋겠어요.
{#floor}에서 회의한다고 들었습니다.
저번에 {#dept}에서는 {#when}까지 해준다고 했거든요.
밤 11시만 되면 시작합니다.
세종대왕 동상 앞까지 줄이 서 있었어요.
이마트 주차장 입구 쪽이구요.
친절하게 안내해 주셔서 감사했습니다.
응답소에도 {#case}로 접수했어요.
안전신문고 앱에서 올립니다.
월세 {#rent} 내고 사는데 이건 아니죠.
장사하는 사람 입장도 생각해 주세요.
아이 키우는 입장에서 너무 불안합니다.
{#place}에서 {#place}까지 다 그래요.
시험기간이라 더 힘듭니다 ㅠㅠ
신고 포상금 {#price} 준다는 게 사실인가요?
꼭 좀 부탁드려요~
깊이가 {#len}는 되는 것 같아요.
{#lot} 재개발 현장 때문에 먼지가 많아요.
신호등이 {#count}초 만에 바뀌어서 어르신들이 못 건너세요.
비 오면 발목까지 잠깁니다.
퇴근하고 오면 주차할 데가 없어요.
{#dept}에 물어보니 {#dept} 소관이래요. 서로 미루기만 하네요.
몇 번을 말해야 고쳐줄 건가요?
애들 자는데 너무 시끄러워요 ㅠ
유모차 끌고는 지나갈 수가 없습니다.
이번 달 매출이 {#price}밖에 안 됩니다.
장사 준비하느라 길게는 못 씁니다.
{#when}자 공문도 받았어요.
행정 처리가 이렇게 느려도 되나요 진짜?
제 글 삭제하지 마세요.
{#school} 학부모들 다 화났어요.
그래도 늘 고생하시는 거 압니다.
{#bus} 타고 {#exit} 쪽으로 가다 보면 나와요.
고3이라 시간이 없어서 급하게 씁니다.
미세먼지 {#dust} 찍힌 날이었어요.
무더위에 {#temp}까지 올라갔습니다.
{#asset} 바로 밑이에요.
{#stop}에서 건너편으로 보시면 됩니다.
인터넷에 찾아보니 {#law} 위반이라던데요.
방금 전에 {#time}에도 봤어요.
보증금 {#price} 날릴까봐 잠이 안 옵니다.
같은 건으로 {#case} 번호 받았습니다.
전에 살던 동네는 안 이랬는데요.
답변에 '검토하겠습니다'만 쓰지 마시고요.
현장에 한 번이라도 나와 보셨어요?
좋은 하루 보내세요 :)
{#office}에서 여기다 쓰라고 하네요.
증빙 사진은 {#count}장입니다.
{#road}에서 {#lot} 방향이에요.
""")
ENGLISH = lines("""
This has been going on since {#dateen}.
It happened at {#timeen} near {#street}.
I already called {#officeen} twice.
Reference is {#numberen}.
Please send someone to take a look.
The sidewalk by {#street} is a mess.
I was charged {#sum} for nothing.
Thanks for your help.
Honestly, this is getting ridiculous.
Hello,
My Korean is not very good, sorry.
It is right next to {#street}.
{#numberen} has the same problem.
I moved to Seoul last year and still don't know who handles this.
The app (version {#version}) crashed when I tried to report it.
I have lived in this neighborhood for {#count} years.
Photos attached.
The pothole is about {#count} inches deep.
We pay our taxes like everybody else.
Somebody will get hurt here.
{#street} has looked like this for months.
My kids walk past {#street} every morning.
The last answer I got just said "resolved".
It was {#timeen} and nobody was working.
I would attach a video but the form won't take it.
I used Papago for the Korean parts.
Rent is {#sum} a week and we get nothing for it.
I opened {#numberen} on {#dateen} and it was closed the same day.
Is anyone reading these?
""")
