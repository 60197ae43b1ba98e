"""Names, and the units of homes."""

from random import Random

from tests.spark_jobs.complaint_sets.apart_tools import Disguise, Shape, each, spread, wide

SURNAMES = [
    *"김김김김이이이박박최최정정강조윤장임한오서신권황안송류홍전고문손양배백허남심노하곽성차주우구민진지엄채원천방공현함변염여추도석선설마길",
    *"위표명기반왕금옥육인맹제모",
    *each("남궁|황보|선우|제갈|독고|사공"),
]
FIRST = "민서지현수영준도예은정혜경성진태승재동상하유채다소나윤연주미선희인규병창기용원종광명순옥말춘"
SECOND = "수진영호준우현민서연희정아은경숙자미철석훈혁환규식근배섭범찬빈율원선림란화례임순옥례길남"
KNOWN_PEOPLE = each(
    "이순신|김정은|이재명|윤석열|문재인|박정희|오세훈|정주영|김정일|김연경|이정재|박서준|서정연"
)
FOREIGN = each(
    "응우옌 티 란|응우옌반훙|왕메이링|바트바야르 오윤나|마이클 존슨|쩐 티 투이|아리프 라흐만|리샤오밍|사라 밀러|다니엘 김"
)
GIVEN_EN = each(
    "Grace|Marcus|Elena|Tyrone|Priya|Kevin|Dolores|Hannah|Luis|Patrick|Wei|Fatima|Joan|Derek|Nadia"
)
FAMILY_EN = each(
    "Callahan|Whitfield|Moreno|Okafor|Lindqvist|Rosenthal|Delgado|McCarthy|Huang|Petrov|Jefferson|Abbott|Nwosu"
)
ROMAN_FAMILY, ROMAN_GIVEN = (
    each("Kim|Lee|Park|Choi|Jung|Kang"),
    each("Minseo|Ji-hoon|Soo Jin|Hyunwoo|Eun-ji|Dongmin"),
)


def korean_name(rng: Random) -> str:
    """A surname and a given name of two syllables."""
    while True:
        name = rng.choice(SURNAMES) + rng.choice(FIRST) + rng.choice(SECOND)
        if name not in KNOWN_PEOPLE and len(set(name)) == len(name):
            return name


def short_name(rng: Random) -> str:
    """A surname and a given name of one syllable."""
    return rng.choice("김이박최정강윤장한오") + rng.choice("현준훈혁율솔빈찬결산")


def spaced_name(rng: Random) -> str:
    """The surname by itself."""
    name = korean_name(rng)
    return f"{name[:-2]} {name[-2:]}"


NAME_CLEAR: list[Shape] = [korean_name]
NAME_TOLD: list[Shape] = [
    *[korean_name] * 14,
    *[short_name] * 2,
    spaced_name,
    lambda rng: spread(korean_name(rng)),
    lambda rng: rng.choice(FOREIGN),
    lambda rng: f"{rng.choice(ROMAN_FAMILY)} {rng.choice(ROMAN_GIVEN)}",
    lambda rng: f"{rng.choice(ROMAN_GIVEN)} {rng.choice(ROMAN_FAMILY)}".upper(),
]
ENGLISH_NAME: list[Shape] = [lambda rng: f"{rng.choice(GIVEN_EN)} {rng.choice(FAMILY_EN)}"]


# ---------------------------------------------------------------- homes
def homes(*written: str, disguise: Disguise = str) -> list[Shape]:
    """Shapes from patterns: `{b}` the building, `{u}` the unit with its floor, `{f}` the floor, `{k}` a building's letter."""

    def shape(pattern: str) -> Shape:
        def write(rng: Random) -> str:
            floor = rng.randrange(2, 25)
            low = rng.randrange(1, 5)
            values = {
                "b": rng.randrange(101, 125),
                "f": floor,
                "u": f"{floor}{rng.randrange(1, 9):02d}",
                "v": f"{low}0{rng.randrange(1, 5)}",
                "g": low,
            }
            return disguise(pattern.format(k=rng.choice("가나다라"), c=rng.choice("ABC"), **values))

        return write

    return [shape(pattern) for pattern in each(*written)]


# After the name of an apartment complex.
HOME_CLEAR = [
    *homes(
        "{b}동{u}호|{b} 동 {u} 호|제{b}동 제{u}호|제{b}동 {u}호|{b}동 {f}층 {u}호|{b}동, {u}호|{b}동-{u}호",
        *["{b}동 {u}호"] * 6,
    ),
    *homes(
        "{c}동 {u}호|{k}동 {v}호|{c}동{u}호|{b}동\n{u}호|{b}동 / {u}호|{b}동 {u} 호", "({b}동 {u}호)"[1:-1]
    ),
    *homes("{b}동 {u}호", disguise=wide),
]
HOME_TOLD = homes("{b}-{u}|{b}-{u}호|{b}/{u}|{b} - {u}|{b}동 {u}|{b}동-{u}|{b}동에 {u}호|{b}-{u}|{b}동 {u}호")
# After the name of a villa, a studio building, or a street with its number.
HOME_SMALL = homes(
    "{v}호|{g}층 {v}호|{k}동 {v}호|{c}동 {v}호|옥탑 {v}호|{v} 호|제{v}호|{g}층{v}호|지하 10{g}호|B10{g}호|지층 10{g}호|반지하 10{g}호|지하1층 B10{g}호"
)
ENGLISH_HOME = homes(
    "Apt {g}{c}|Apt. {v}|Apartment {f}{c}|Unit {v}|apt #{f}{c}|Unit {g}-{c}|#{v}|Apt {u}|APT {f}{c}"
)
