"""Shapes of personal numbers: those a reader knows by sight (`clear`), and those a reader knows by the words around them (`told`)."""

from random import Random

from tests.spark_jobs.complaint_sets.apart_tools import (
    Disguise,
    Shape,
    by_turns,
    circled,
    each,
    grouped,
    patterns,
    spoken,
    spoken_english,
    spoken_yeong,
    spread,
    wide,
    wide_digits,
)

# ---------------------------------------------------------------- telephone
MOBILE = patterns(
    "010-%###-####|010-%###-####|010 %### ####|010.%###.####|010%#######|(010)%###-####|(010) %###-####|010)%###-####",
    "010 - %### - ####|010–%###–####|010—%###—####|010−%###−####|010ㅡ%###ㅡ####|010－%###－####|010\u2011%###\u2011####|010·%###·####",
    "010-%#######|010%###-####|010-%### ####|010 %###-####|010 %#######|010/%###/####|010_%###_####|010~%###~####|010*%###*####",
    "010,%###,####|010, %###, ####|010- %###- ####|010-%###--####|010. %###. ####|010=%###=####|010:%###:####|010\u00a0%###\u00a0####",
    "010  %###  ####|011-%##-####|016-%##-####|017-%##-####|018 %## ####|019.%###.####",
)
ABROAD = patterns(
    "+82 10-%###-####|+82-10-%###-####|+82 10 %### ####|+8210%#######|+82 (0)10 %### ####|+82)10-%###-####|+82.10.%###.####",
    "(+82) 10 %### ####|(+82)10-%###-####|+82 010-%###-####|+82-2-%##-####|+82 31 %## ####|0082-10-%###-####|0082 10 %### ####",
    "+1 617-%##-01##|+86 138 %### ####|+84 90 %## ####|+81-90-%###-####",
)
LINE = patterns(
    "02-%##-####|02-%###-####|02)%##-####|02)%###-####|(02) %###-####|(02)%##-####|02.%##.####|02 %### ####|02－%###－####",
    "02ㅡ%##ㅡ####|031-%##-####|(031)%##-####|032 %## ####|033)%##-####|051-%##-####|064.%##.####|070-%###-####|070 %### ####",
    "070.%###.####|0505-%##-####|0504-%###-####|0502 %### ####",
)
PHONE_CLEAR = MOBILE * 2 + ABROAD + patterns("010-%###-####|010.%###.####|010 %### ####", disguise=wide)
PHONE_TOLD = [
    *LINE,
    *patterns("010-%###-####|010 %### ####|010%#######|010, %###, ####", disguise=spoken),
    *patterns("010에 %###에 ####|010의 %###의 ####|010 다시 %### 다시 ####", disguise=spoken),
    *patterns("010-%###-####|010 %### ####|010%#######|010에 %###에 ####", disguise=spoken_yeong),
    *patterns("02-%##-####|031 %## ####|070에 %###에 ####", disguise=spoken),
    *patterns("010 %### ####", "010-%###-####", disguise=lambda text: spoken(text[:4]) + text[4:]),
    *patterns("010 %### ####", "010-%###-####", disguise=lambda text: text[:4] + spoken(text[4:])),
    *patterns("010-%###-####", "010%#######", disguise=by_turns),
    *patterns("010-%###-####|010%#######|010 %### ####", disguise=spread),
    *patterns("010-%###-####", "010%#######", disguise=lambda text: spread(spoken(text))),
    *patterns("010-%###-####", "010%#######", disguise=wide_digits),
    *patterns("010-%###-####", disguise=circled),
    *patterns(
        "o1o-%###-####|O1O-%###-####|01o %### ####|010에 %###에 ####|010의 %###의 ####|010다시%###다시####"
    ),
    *patterns(
        "010-%###-\n####|010-\n%###-####|010\n%###\n####|02%#######|031%######|82-10-%###-####|8210%#######"
    ),
]


# ---------------------------------------------------------------- registration numbers
def registration(rng: Random, alien: bool) -> str:
    """Thirteen digits: a birth date, sex and century, and six more; the last one checks in half of them, as it no longer must."""
    year, month, day = rng.randrange(1938, 2016), rng.randrange(1, 13), rng.randrange(1, 29)
    sex = (4 if alien else 0) + (2 if year >= 2000 else 0) + rng.randrange(1, 3)
    twelve = f"{year % 100:02d}{month:02d}{day:02d}{sex}{rng.randrange(100_000):05d}"
    weighed = sum(
        int(digit) * weight
        for digit, weight in zip(twelve, (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5), strict=True)
    )
    last = ((13 if alien else 11) - weighed % 11) % 10
    return twelve + str(last if rng.random() < 0.5 else (last + rng.randrange(1, 10)) % 10)


def registrations(written: list[str], alien: bool, disguise: Disguise = str) -> list[Shape]:
    """Shapes from patterns of the first six `{a}`, the last seven `{b}`, and year, month and day."""

    def shape(pattern: str) -> Shape:
        def write(rng: Random) -> str:
            n = registration(rng, alien)
            return disguise(pattern.format(a=n[:6], b=n[6:], y=n[:2], m=n[2:4], d=n[4:6]))

        return write

    return [shape(pattern) for pattern in each(*written)]


def registration_clear(alien: bool) -> list[Shape]:
    """Known by sight: six digits, a sign, seven digits."""
    signs = each(
        "{a}-{b}|{a}-{b}|{a}-{b}|{a} - {b}|{a}–{b}|{a}ㅡ{b}|{a}－{b}|{a}−{b}|{a}- {b}|{a} -{b}|{a}—{b}"
    )
    return (
        registrations(signs, alien)
        + registrations(["{a}-{b}"], alien, wide)
        + registrations(["{a}-{b}"], alien, wide_digits)
    )


def registration_told(alien: bool) -> list[Shape]:
    """Known by the label."""
    loose = each(
        "{a}{b}|{a} {b}|{a}.{b}|{a}/{b}|{a}_{b}|{a}~{b}|{a}·{b}|{a}, {b}|{a}-\n{b}|{a}\n{b}|{a}--{b}"
    )
    dated = each(
        "{y}.{m}.{d}-{b}|{y} {m} {d} - {b}|{y}/{m}/{d}-{b}|{a}다시{b}|{a} 다시 {b}|{a}에 {b}|{a}:{b}|{a}={b}"
    )
    aloud = ["{a} 다시 {b}", "{a}-{b}", "{a} {b}", "{a}{b}"]
    return [
        *registrations(loose + dated, alien),
        *registrations(aloud, alien, spoken),
        *registrations(["{a} 다시 {b}"], alien, spoken_yeong),
        *registrations(["{a}-{b}", "{a}{b}"], alien, spread),
    ]


# ---------------------------------------------------------------- payment cards
def card_number(rng: Random) -> str:
    """Sixteen digits of a Visa, Mastercard, JCB or Korean card, or fifteen of an American Express; nine in ten end on Luhn's digit."""
    begin = rng.choice(each("4|4|51|53|54|55|3562|9|9|94|37"))
    length = 14 if begin == "37" else 15
    digits = begin + "".join(str(rng.randrange(10)) for _ in range(length - len(begin)))
    doubled = [int(d) * (2 - i % 2) for i, d in enumerate(reversed(digits))]
    last = -sum(d - 9 if d > 9 else d for d in doubled) % 10
    return digits + str(last if rng.random() < 0.9 else (last + 3) % 10)


def cards(*between: str, disguise: Disguise = str) -> list[Shape]:
    """A shape for every sign between the groups."""

    def shape(sign: str) -> Shape:
        def write(rng: Random) -> str:
            n = card_number(rng)
            return disguise(grouped(n, (4, 4, 4, 4) if len(n) == 16 else (4, 6, 5), sign))

        return write

    return [shape(sign) for sign in between]


CARD_CLEAR = (
    cards("-", "-", " ", "-", " ")
    + cards(" - ", "–", "－", "ㅡ", ".", "−")
    + cards("-", disguise=wide)
    + cards(" ", disguise=wide_digits)
)
CARD_TOLD = [
    *cards("", "", "/", "_", ",", ", ", "~", "·", "\n", "-\n", "  ", "- ", ":"),
    *cards("-", " ", " 다시 ", disguise=spoken),
    *cards("-", "", disguise=spread),
    *patterns("1010-01##-####-####|1010 00## #### ####|101003##########|9###-####-####-####"),
]

# ---------------------------------------------------------------- bank accounts
ACCOUNT = [
    *patterns(
        "######-01-######|######-04-######|110-###-######|1002-###-######|###-910###-#####|302-####-####-#1|301-####-####-#1"
    ),
    *patterns(
        "###-######-01-###|3333-##-#######|7979-##-#######|1000-####-####|100-1##-######|9002-####-####-#|######-02-######"
    ),
    *patterns(
        "###-20-######|101-20##-####-##|508-10-######-#|###-##-#####-#|131-0##-######|###-####-####-##|352-####-####-#3"
    ),
    *patterns(
        "110 ### ######|3333 ## #######|1002 ### ######|302 #### #### #1|###### 01 ######|3333 - ## - #######|110.###.######"
    ),
    *patterns(
        "110–###–######|110ㅡ###ㅡ######|1002－###－######|3333_##_#######|302/####/####/#1|110- ###- ######|1002-#########|3333·##·#######"
    ),
    *patterns("110#########|3333#########|1002#########|######01######|302########11|1000########"),
    *patterns("110-###-######|3333-##-#######|1002-###-######", disguise=wide),
    *patterns("110-###-######|3333 ## #######|1002 다시 ### 다시 ######", disguise=spoken),
    *patterns("110-###-\n######|3333-##\n-#######|110 다시 ### 다시 ######|3333에 ##에 #######"),
    *patterns("110-###-######", "3333-##-#######", disguise=spread),
]

# ---------------------------------------------------------------- as written in Boston and New York
ENGLISH_PHONE = [
    *patterns(
        "617-555-01##|(617) 555-01##|617.555.01##|617 555 01##|617555%1##|+1 617-555-01##|1-617-555-01##|(617)555-01##"
    ),
    *patterns(
        "212-%##-%###|(718) %##-%###|646.%##.%###|917 %## %###|+1 (347) %##-%###|857-%##-%###|1 (718) %##-%###|347%##%###"
    ),
    *patterns("617-%##-%###|718–%##–%###|+1.929.%##.%###|781/%##/%###|339_%##_%###"),
    *patterns("617, 555, 01##", "718, %##, %###", disguise=spoken_english),
]
