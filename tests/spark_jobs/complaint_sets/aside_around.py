"""Sentences that stand before and behind, with nobody's data in them."""

AROUND = {
    "clerk": (
        "{DATE} {TIME} 전화 접수.", "{PLACE} 관련 문의임.", "{DEPT} 이첩 예정", "{CASE} 병합 처리", "{BUS} 무정차 통과 건", "현장 확인 후 회신 요망",
        "{STOP}에서 {TIME}경 발생", "관련근거 {LAW}", "민원인 언성 높음.", "{DEPT}({EXT}) 안내함", "과태료 {WON} 부과 건임.", "{PUB}에도 신고했다 함", "위치 {ROAD} 앞",
        "{LOT} 공터 잡초 제거 요청", "좌표 {GPS}", "{EXIT} 앞 노점 단속 요청", "소음 {DB} 측정됨", "동일 건 작년에도 접수됨", "긴급 아님.", "답변 기한 {DATE}",
        "담당자 출장 중, 메모 남김", "구두 설명으로 종결 가능성 있음", "{SHOP} 앞 인도 파손 길이 {MEAS}", "통화 품질 불량", "103동 앞 놀이터 쪽이라고 함", "추가 사진은 없음",
        "대표번호 아닌 개인번호로 회신 바람", "3월부터 같은 내용 반복",
    ),
    "elder": (
        "여보세요, 구청이지요?", "{BUS}<이> 통 안 와요.", "내가 귀가 어두워서 크게 말해줘요", "{PLACE} 거기 길이 너무 미끄러워요", "벌써 몇번을 전화했는지 몰라", "수고들 많으십니다.",
        "{DATE}에도 말했는데 그대로예요", "{STOP}에 의자 하나 놔주면 좋겠네", "{PUB}에 했더니 거기로 하래요", "꼭 좀 고쳐주시오", "{WON}이나 나왔어요 말이 돼요?", "다리가 아파서 걷지를 못해요",
        "젊은 사람들은 몰라 그 불편을", "{EXIT} 계단이 너무 높아", "6.25때 내려와서 여태 여기 사는데", "미안합니다 자꾸 귀찮게 해서", "저번에 {DEPT} 직원이 왔다가 그냥 갔어요",
        "{SHOP} 앞에서 넘어질뻔했어요", "약 먹을 시간이라 이만 끊어요", "경로당에 노인이 스무명인데", "고맙습니다 복 받으세요", "세종대왕 동상 있는 데 거기 말이여",
    ),
    "sms": (
        "안녕하세요", "빠른 처리 부탁드립니다", "{PLACE} 앞입니다", "{DATE} {TIME}쯤이요", "{BUS} 또 안섰어요", "사진 첨부합니다", "{STOP} 전광판 고장", "진짜 너무하네요 ㅠㅠ",
        "{CASE} 답변 잘 받았는데요", "{PUB}<은> 연결이 안돼요", "벌금 {WON} 맞나요?", "{ROAD} 부근", "{EXIT} 나오자마자 오른쪽", "{LAW} 위반 아닌가요", "수고하세요~",
        "위치 {GPS}", "소음 {DB} 나와요 앱으로 쟀음", "한두번이 아닙니다", "{SHOP} 옆 골목이요", "{DEPT}<은> 왜 전화를 안 받나요", "ㅡㅡ", "요금 {WON} 더 냈습니다", "{CAR} 흰색",
        "확인 부탁드려요!", "어제도 신고했어요", "{LOT}", "처리 안되면 국민신문고 올립니다", "[Web발신]", "감사합니다.",
    ),
    "en": (
        "This has been going on since {DATE}.", "The {BUS} skipped {STOP} again.", "Please fix this already.",
        "It happened near {PLACE}.", "I called {PUB} and waited 40 minutes.", "Reference {CASE}.",
        "The streetlight in front of {ROAD} is out.", "Noise was {DB} at {TIME}.", "{DEPT} closed my complaint without coming.",
        "I pay my taxes like everybody else.", "They charged me {WON}.", "Coordinates {GPS} if that helps.", "Thank you.",
        "This violates {LAW}.", "Garbage is piled up outside {SHOP}.", "Third time this month!", "I have pictures.",
        "Nobody picks up at {PUB} {EXT}.", "A {CAR} was idling there.", "rats everywhere, disgusting", "It's by {EXIT}.",
        "City records list it as {LOT}.", "I'm a senior on a fixed income.", "Trash pickup is Tuesday.",
        "Mr. Softee's jingle never stops either.",
    ),
}  # fmt: skip
JOINS = {
    "clerk": (" ", " ", " / ", "\n", ". ", ", "),
    "elder": (" ", " ", " ", "\n", ". "),
    "sms": (" ", "\n", "\n", " ", "\n\n"),
    "en": (" ", " ", " ", "\n"),
}  # fmt: skip
