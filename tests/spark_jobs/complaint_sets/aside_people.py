"""Made-up people and their doors: names of all ages and countries, units of homes (the span runs from the first unit number to its 호)."""

from random import Random

from complaint_sets import aside_noise

_SURNAMES = (
    "김" * 20 + "이" * 15 + "박" * 9 + "최" * 5 + "정" * 5 + "강조윤장임" * 3 + "한오서신권황안송류전홍" * 2 + "고문양손배백허남심노유하곽성차주우구민나진지엄채원천방공"
    "현함변염여추도소석선설마길연위표명기반왕금옥인맹제모탁국어은편용예봉"
)  # fmt: skip
_COMPOUND = ("남궁", "선우", "황보", "제갈", "독고", "사공", "서문", "동방")
_MEN = (
    "민성재영정동상준현승태종기병광진용경대창인원세근규명",
    "수호철훈석우환식현규민준진욱혁섭태찬일범형열국권길균",
)
_WOMEN = ("미은지영정혜수현선경민유소연윤희보나주진명귀애", "영희숙경진주연정아은미선라란인이림순옥화자민")
_OLD_MEN = (
    "만수", "춘식", "덕배", "병철", "판석", "종구", "갑수", "두식", "칠성", "상렬", "용팔", "봉호", "재덕", "학수", "길수", "달수", "동출", "석봉", "창복", "기출", "만복", "수복",
    "점식", "태복", "일남", "삼룡", "영배", "홍식", "문갑",
)  # fmt: skip
_OLD_WOMEN = (
    "순자", "영자", "말순", "춘자", "복순", "정순", "옥순", "금자", "필녀", "분이", "점례", "복례", "길자", "명자", "숙자", "화자", "옥희", "계순", "삼순", "덕순", "끝순", "말자",
    "순덕", "봉순", "막례", "판례", "귀례", "간난", "옥분", "연자", "정자", "차순", "금옥", "월선", "행자",
)  # fmt: skip
_CHILDREN = (
    "서준", "도윤", "하준", "시우", "지호", "예준", "민준", "주원", "은우", "이안", "유찬", "건우", "서연", "지우", "하은", "서윤", "하린", "지아", "아린", "가은", "유나", "다은",
    "채원", "수아", "예린", "소율", "시아", "로운", "태윤", "라온", "지안", "온유", "나윤", "리우", "연우", "서하", "윤슬", "준서", "해솔", "다온", "가람", "보라", "한결", "이든",
    "재윤", "서우", "하람", "유주", "세아", "지율", "은채", "승우", "민재", "현우", "하율", "소윤", "윤아", "예나", "태오", "도하", "선율", "우진",
)  # fmt: skip
_WORDS = {"한정식", "고정식", "주기석", "전기수", "이상기", "유지민원", "정기권", "민원인", "주민", "공기"}
_VIET = (
    ("응우옌", "쩐", "레", "팜", "호앙", "부", "도안", "부이", "당", "판"), ("티", "반", "득", "민", "투", "꾸옥", "탄", "응옥"),
    ("흐엉", "란", "마이", "안", "꾸언", "훙", "하", "링", "타오", "뚜안", "짱", "프엉", "히엔", "롱"),
)  # fmt: skip
_CHINA = (
    ("왕", "리", "장", "류", "천", "양", "자오", "황", "쉬", "쑨"),
    ("웨이", "샤오메이", "징", "레이", "쥔", "위팅", "하이옌", "메이링", "즈챵", "젠궈", "리나", "샤오롱"),
)
_OTHERS = (
    ("마리아", "제니퍼", "조엘", "오윤", "바트", "딜쇼드", "아지즈", "굴노라", "라제쉬", "프라빈", "사킵", "올가", "아만다", "데이비드", "나타샤", "술탄", "무하마드", "체렝", "로웬나"),
    ("산토스", "크루즈", "바야르", "카리모프", "라흐마노프", "샤르마", "타파", "구룽", "후세인", "이바노바", "브라운", "스미스", "도르지", "칸", "레예스", "에르덴"),
)  # fmt: skip
_ROMAN = (
    (
        "NGUYEN THI", "TRAN VAN", "LE THI", "PHAM MINH", "HOANG", "WANG", "LI", "ZHANG", "Santos", "Reyes", "Karimov", "Sharma",
        "Thapa", "Ivanova", "Khan", "Batbayar", "Kim", "Park", "LEE", "Choi",
    ),
    (
        "HUONG", "LAN", "XIAOMEI", "WEI", "Maria", "Joel", "Dilshod", "Rajesh", "Anita", "Olga", "Saqib", "Oyun", "Minho", "Jiyoung",
        "SANGWOO", "Yuri", "Tuan", "Linh", "Jun", "Hana",
    ),
)  # fmt: skip
_HANJA = (
    "金李朴崔鄭姜趙尹張林韓吳徐申權黃安宋全洪",
    "永成正相東炳光基鍾明貞淑順英玉",
    "洙哲浩煥植子淑順姬植男吉桓錫熙",
)
_FIRST = (
    "Maria", "Denise", "Anthony", "Shaniqua", "Wei", "Yevgeny", "Rosa", "Kevin", "Latoya", "Mohammed", "Priya", "Brendan", "Carmen",
    "Tyrone", "Olga", "Hyun-woo", "Fatima", "José", "Deborah", "Malik", "Giuseppe", "Aisha", "Rachel", "Ezra", "Xiomara", "Patrick",
    "Nadia", "Terrence", "Ming", "Ana", "Luis", "Beverly", "Dmitri", "Keisha", "Sanjay", "Colleen", "Hector", "Ruth", "Jamal", "Sofia",
    "Irving", "Gloria", "Marcus", "Yolanda", "Vincent", "Eun-ji",
)  # fmt: skip
_LAST = (
    "Rodriguez", "Caruso", "Williams", "Chen", "Petrov", "Alvarez", "O'Brien", "Jackson", "Rahman", "Patel", "Goldberg", "Washington",
    "Singh", "Rivera", "Nguyen", "Kowalski", "Baptiste", "Diaz", "Rosenberg", "Okafor", "Lombardi", "Thompson", "Katz", "Hernandez",
    "Fitzgerald", "Wong", "Ahmed", "Morales", "Esposito", "McCarthy", "Jean-Louis", "Ortiz", "Friedman", "Bailey", "Park", "De La Cruz",
    "Castillo", "Greene", "Campbell", "Liang", "Torres", "Mancini",
)  # fmt: skip


def _given(rng: Random, way: str) -> str:
    if way in ("elder", "grandpa", "grandma"):
        return rng.choice({"elder": _OLD_MEN + _OLD_WOMEN, "grandpa": _OLD_MEN, "grandma": _OLD_WOMEN}[way])
    if way in ("child", "given"):
        return rng.choice(_CHILDREN)
    heads, tails = {"man": _MEN, "woman": _WOMEN}.get(way) or rng.choice((_MEN, _WOMEN))
    while True:
        made = rng.choice(heads) + rng.choice(tails)
        if made[0] != made[1]:
            return made


def _korean(rng: Random, way: str) -> str:
    while True:
        surname = rng.choice(_COMPOUND) if way == "compound" else rng.choice(_SURNAMES)
        given = _given(rng, way)
        if way == "short":
            given = rng.choice("준현민솔빈율찬건혁진철훈산윤별봄슬결")
        if surname + given not in _WORDS and surname != given[0]:
            return surname + given


def name(rng: Random, way: str) -> str:
    """A name.

    Ways: ko, man, woman, elder, grandpa, grandma, child, given (a child's given name), foreign, roman, hanja, spaced, compound, short,
    en, last, first.
    """
    if way == "ko":
        way = rng.choices(("adult", "elder", "compound", "short", "foreign", "child"), (62, 14, 7, 7, 4, 6))[
            0
        ]
    if way == "given":
        return _given(rng, way)
    if way == "foreign":
        roll = rng.random()
        if roll < 0.35:
            return rng.choice((" ", " ", "")).join(rng.choice(part) for part in _VIET)
        if roll < 0.6:
            return rng.choice(_CHINA[0]) + rng.choice(_CHINA[1])
        return rng.choice(_OTHERS[0]) + " " + rng.choice(_OTHERS[1])
    if way == "roman":
        made = rng.choice(_ROMAN[0]) + " " + rng.choice(_ROMAN[1])
        return rng.choice((made, made.upper(), made.title()))
    if way == "hanja":
        return "".join(rng.choice(part) for part in _HANJA)
    if way == "spaced":
        made = _korean(rng, rng.choice(("adult", "elder")))
        return rng.choice((" ".join(made), " ".join(made), made[0] + " " + made[1:], "  ".join(made)))
    if way == "last":
        return rng.choice(_LAST)
    if way == "first":
        return rng.choice(_FIRST)
    if way == "en":
        first, last = rng.choice(_FIRST), rng.choice(_LAST)
        return rng.choice(
            (f"{first} {last}",) * 8
            + (
                f"{first} {rng.choice('ABCDEJLMRST')}. {last}",
                f"{first} {last}-{rng.choice(_LAST[:9])}",
                f"{first[0]}. {last}",
            )
        )
    return _korean(rng, way)


# --- units of homes -------------------------------------------------------------------------------------------------------------

_BLOCK = (
    "⟦{d}동 {h}호⟧", "⟦{d}동 {h}호⟧", "⟦{d}동 {h}호⟧", "⟦{d}동{h}호⟧", "⟦{d}동{h}호⟧", "⟦{d} 동 {h} 호⟧", "⟦{d}동-{h}호⟧", "⟦{d}동 - {h}호⟧",
    "제⟦{d}동 제{h}호⟧", "⟦{d}동 {f}층 {h}호⟧", "⟦{d}동 {f}층{h}호⟧", "⟦{d}동, {h}호⟧", "⟦{d}동/{h}호⟧", "⟦{d}동 제{h}호⟧", "⟦{d}동  {h}호⟧",
    "⟦{d}동. {h}호⟧", "⟦{D}동 {H}호⟧", "⟦{x}동 {h}호⟧", "⟦{x}동 {h}호⟧", "⟦{x}동{h}호⟧", "⟦{d}동 {f}층 {h}호⟧",
)  # fmt: skip
_SINGLE = (
    "⟦{h}호⟧", "⟦{h}호⟧", "⟦{f}층 {h}호⟧", "⟦{f}층 {h}호⟧", "⟦{f}층{h}호⟧", "⟦{f}층 {h} 호⟧", "제⟦{f}층 제{h}호⟧", "제⟦{h}호⟧", "⟦{x}동 {h}호⟧",
    "지하 ⟦B0{u}호⟧", "지하⟦B0{u}호⟧", "⟦B0{u}호⟧", "지하 ⟦1층 0{u}호⟧", "지층 ⟦10{u}호⟧", "반지하 ⟦10{u}호⟧", "반지하 ⟦0{u}호⟧", "옥탑 ⟦{f}0{u}호⟧",
    "⟦B10{u}호⟧", "⟦{h} 호⟧", "⟦{f}층-{h}호⟧", "⟦에이동 {h}호⟧", "⟦비동 {h}호⟧", "원룸 ⟦{h}호⟧",
)  # fmt: skip
_BARE = ("⟦{d}-{h}⟧", "⟦{d}-{h}⟧", "⟦{d} - {h}⟧", "⟦{d}/{h}⟧", "⟦{d}동 {h}⟧", "⟦{d}–{h}⟧")
_DOORS = (
    "Apt ⟦{n}{l}⟧", "Apt ⟦{n}{l}⟧", "Apt. ⟦{n}{l}⟧", "apt ⟦{n}{l}⟧", "Apartment ⟦{n}{l}⟧", "Apt #⟦{n}{l}⟧", "apt. ⟦{n}-{l}⟧",
    "#⟦{n}{l}⟧", "Unit ⟦{m}⟧", "Unit ⟦{n}{l}⟧", "unit #⟦{m}⟧", "Apt ⟦{m}⟧", "apartment ⟦{m}⟧", "Apt ⟦{l}{n}⟧", "Apt ⟦{n}FL⟧",
    "APT ⟦{m}⟧", "apt no. ⟦{m}⟧", "Apt ⟦{n} {l}⟧", "Apt# ⟦{n}{l}⟧", "Apt. ⟦PH{l}⟧", "apt ⟦{n}{s}⟧",
)  # fmt: skip


def home_unit(rng: Random, way: str) -> str:
    """A unit; ways: ko (any with 호), block (동 and 호), full (address before it), complex (named complex, also bare numbers), en, street."""
    door = f"{rng.randint(1, 24)}{rng.randint(1, 9):02d}"
    numbers = {
        "d": rng.randint(101, 128) if rng.random() < 0.75 else rng.randint(1, 30) if rng.random() < 0.5 else rng.randint(201, 1310),
        "h": door, "f": door[:-2], "u": rng.randint(1, 6), "x": rng.choice("가나다라AB에C"), "n": rng.randint(1, 22), "m": rng.randint(1, 2599),
        "l": rng.choice("ABCDEFGHJKLMNPRS"), "s": rng.choice(("R", "F", "L", "-R", "-F")), "H": "".join(chr(ord(c) + 0xFEE0) for c in door),
    }  # fmt: skip
    numbers["D"] = "".join(chr(ord(char) + 0xFEE0) for char in str(numbers["d"]))
    numbers["x"] = "나" if numbers["x"] == "에" else numbers["x"]
    if way == "block":
        return rng.choice(_BLOCK).format(**numbers)
    if way == "complex":
        return (
            aside_noise.MAKERS["APT"](rng, "ko")
            + rng.choice((" ", " ", " ", ", ", ""))
            + rng.choice(_BLOCK + _BARE * 2).format(**numbers)
        )
    if way == "full":
        if rng.random() < 0.5:
            place = aside_noise.MAKERS[rng.choice(("ROAD", "LOT"))](rng, "ko")
            return place + rng.choice((" ", ", ", ", ")) + rng.choice(_SINGLE + _BLOCK[:3]).format(**numbers)
        form = rng.choice(("{r}, {c} {b}", "{r} {c} {b}", "{r} ({c}) {b}", "{r}, {b} ({c})", "{r} {b}({c})"))
        unit = rng.choice(_BLOCK).format(**numbers)
        return form.format(
            r=aside_noise.MAKERS["ROAD"](rng, "ko"), c=aside_noise.MAKERS["APT"](rng, "ko"), b=unit
        )
    if way == "en":
        return rng.choice(_DOORS).format(**numbers)
    if way == "street":
        return (
            aside_noise.MAKERS["ROAD"](rng, "en")
            + rng.choice((", ", " ", ", "))
            + rng.choice(_DOORS).format(**numbers)
        )
    return rng.choice(_BLOCK + _SINGLE).format(**numbers)


MAKERS = {"name": name, "home_unit": home_unit}
