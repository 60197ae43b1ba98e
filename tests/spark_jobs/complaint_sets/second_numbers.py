"""Makes telephone numbers, registration numbers, cards and bank accounts that are well formed."""

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random

from complaint_sets.second_build import Made

WIDE = str.maketrans("0123456789-+()/. *", "０１２３４５６７８９－＋（）／．　＊")
SPOKEN = dict(zip("0123456789", "공일이삼사오육칠팔구", strict=True))
AREAS = (
    "02",
    "02",
    "02",
    "031",
    "031",
    "032",
    "033",
    "041",
    "042",
    "042",
    "042",
    "043",
    "044",
    "051",
    "053",
    "055",
    "061",
    "062",
    "063",
    "064",
)
US_AREAS = ("617", "617", "857", "781", "339", "508", "978", "212", "718", "917", "347", "646", "929")
DASHES = (
    "{0}-{1}-{2}",
    "{0}-{1}-{2}",
    "{0}-{1}-{2}",
    "{0}-{1}-{2}",
    "{0} {1} {2}",
    "{0}{1}{2}",
    "{0}{1}{2}",
    "{0}.{1}.{2}",
    "{0}/{1}/{2}",
    "{0}){1}-{2}",
    "({0}){1}-{2}",
    "({0}) {1}-{2}",
    "{0}–{1}–{2}",
    "{0}ㅡ{1}ㅡ{2}",
    "{0} - {1} - {2}",
    "{0}-{1}{2}",
    "{0} {1}{2}",
    "{0}_{1}_{2}",
    "{0}·{1}·{2}",
    "{0} {1}-{2}",
    "{0}. {1}. {2}",
    "{0}- {1}- {2}",
    "{0}{1} {2}",
    "{0}−{1}−{2}",
)
BANKS = (
    ("국민은행", "6-2-6", ""),
    ("KB국민", "6-2-6", ""),
    ("국민", "6-2-6", ""),
    ("신한은행", "3-3-6", "110"),
    ("신한", "3-3-6", "110"),
    ("우리은행", "4-3-6", "1002"),
    ("우리", "4-3-6", "1002"),
    ("하나은행", "3-6-5", ""),
    ("KEB하나", "3-6-5", ""),
    ("농협", "3-4-4-2", "302"),
    ("NH농협은행", "3-4-4-2", "356"),
    ("단위농협", "3-4-4-2", "351"),
    ("기업은행", "3-6-2-3", ""),
    ("IBK", "3-6-2-3", ""),
    ("카카오뱅크", "4-2-7", "3333"),
    ("카뱅", "4-2-7", "3333"),
    ("카카오뱅크", "4-2-7", "3355"),
    ("토스뱅크", "4-4-4", "1000"),
    ("토뱅", "4-4-4", "1001"),
    ("케이뱅크", "3-3-6", "100"),
    ("케뱅", "3-3-6", "100"),
    ("새마을금고", "4-4-4-1", "9002"),
    ("MG새마을금고", "4-4-4-1", "9003"),
    ("우체국", "6-2-6", ""),
    ("SC제일은행", "3-2-6", ""),
    ("제일은행", "3-2-6", ""),
    ("부산은행", "3-4-4-2", "112"),
    ("대구은행", "3-2-6-1", "508"),
    ("iM뱅크", "3-2-6-1", "505"),
    ("신협", "3-3-6", "131"),
    ("수협", "3-4-4-1", ""),
    ("씨티은행", "3-5-3", ""),
    ("광주은행", "3-3-6", ""),
    ("전북은행", "4-2-7", "1021"),
    ("경남은행", "3-4-4-1", "207"),
    ("제주은행", "2-2-6", ""),
    ("산업은행", "3-4-4-3", "013"),
    ("산림조합", "3-4-4-2", ""),
)
ENGLISH_BANKS = (
    ("Shinhan Bank", "3-3-6", "110"),
    ("KB Kookmin Bank", "6-2-6", ""),
    ("Woori Bank", "4-3-6", "1002"),
    ("KEB Hana Bank", "3-6-5", ""),
    ("Kakao Bank", "4-2-7", "3333"),
    ("Toss Bank", "4-4-4", "1000"),
    ("NongHyup", "3-4-4-2", "302"),
    ("IBK", "3-6-2-3", ""),
)


def digits(rng: Random, count: int) -> str:
    """So many digits, the first no zero."""
    return str(rng.randrange(10 ** (count - 1), 10**count))


def spoken(text: str) -> str:
    """Digits written as they are said."""
    return "".join(SPOKEN.get(letter, letter) for letter in text)


def in_words(rng: Random, one: str, two: str, three: str) -> str:
    """A telephone number partly or wholly in words, as people write it to get round filters."""
    forms = (
        f"{spoken(one)} {spoken(two)} {spoken(three)}",
        f"{spoken(one)}-{spoken(two)}-{spoken(three)}",
        f"{spoken(one + two + three)}",
        f"{spoken(one)} {two} {three}",
        f"{spoken(one)}{two}{three}",
        f"{spoken(one)}-{two}-{spoken(three)}",
        f"{one}-{spoken(two)}-{three}",
        f"{one} {two} {spoken(three)}",
        f"{one} 다시 {two} 다시 {three}",
        f"{spoken(one)}에 {two}에 {three}",
        f"{one}에 {two}에 {three}",
        f"{spoken(one)} 다시 {spoken(two)} 다시 {spoken(three)}",
        f"{spoken(one)}에 {spoken(two)}에 {spoken(three)}",
        f"{spoken(one).replace('공', '영')} {spoken(two).replace('공', '영')} {spoken(three).replace('공', '영')}",
        f"공{one[1]}공 {two} {three}",
        f"{one[0]}일{one[2]}-{two}-{three}",
        f"{spoken(one)}.{spoken(two)}.{spoken(three)}",
    )
    return rng.choice(forms)


def phone(rng: Random, variant: str) -> Made:
    """A private telephone number."""
    one, two, three = "010", digits(rng, 4), f"{rng.randrange(10000):04d}"
    if variant in {"us", "usplain"}:
        area, middle = rng.choice(US_AREAS), f"{rng.randrange(220, 980)}"
        forms = (
            "({0}) {1}-{2}",
            "{0}-{1}-{2}",
            "{0}.{1}.{2}",
            "{0} {1} {2}",
            "+1 {0} {1} {2}",
            "1-{0}-{1}-{2}",
            "{0}{1}{2}",
            "({0}){1}-{2}",
            "+1 ({0}) {1}-{2}",
            "+1-{0}-{1}-{2}",
            "{0}/{1}-{2}",
            "{0} - {1} - {2}",
        )
        return "", (forms[1] if variant == "usplain" else rng.choice(forms)).format(area, middle, three), ""
    if variant == "home":
        area = rng.choice(AREAS)
        two = (
            f"{rng.randrange(310, 999)}"
            if area != "02" or rng.random() < 0.5
            else f"{rng.randrange(2010, 7999)}"
        )
        three = f"{rng.choice((1, 2, 4, 5, 6, 7, 8, 9))}{rng.randrange(1000):03d}"
        return "", rng.choice((*DASHES[:12], "{0}){1}-{2}", "{0}) {1}-{2}")).format(area, two, three), ""
    if variant == "voip":
        return "", rng.choice(DASHES[:13]).format("070", two, three), ""
    if variant == "safe":
        return (
            "",
            rng.choice(DASHES[:8]).format(
                rng.choice(("0502", "0503", "0504", "0505", "0507", "0508")), two, three
            ),
            "",
        )
    if variant == "old":
        return (
            "",
            rng.choice(DASHES[:12]).format(
                rng.choice(("011", "016", "017", "018", "019")), digits(rng, 3), three
            ),
            "",
        )
    if variant == "intl":
        forms = (
            "+82-10-{1}-{2}",
            "+82 10 {1} {2}",
            "+8210{1}{2}",
            "+82 10-{1}-{2}",
            "(+82) 10-{1}-{2}",
            "82-10-{1}-{2}",
            "+82 (0)10-{1}-{2}",
            "+82)10-{1}-{2}",
            "+82.10.{1}.{2}",
            "0082-10-{1}-{2}",
            "+82 010 {1} {2}",
            "+82-10{1}{2}",
            "＋82-10-{1}-{2}",
        )
        return "", rng.choice(forms).format(one, two, three), ""
    if variant == "words":
        return "", in_words(rng, one, two, three), ""
    if variant == "plain":
        return "", f"{one}-{two}-{three}", ""
    if rng.random() < 0.07:
        return (
            "",
            rng.choice((f"{one}-{two}-{three}", f"{one}{two}{three}", f"{one} {two} {three}")).translate(
                WIDE
            ),
            "",
        )
    return "", rng.choice(DASHES).format(one, two, three), ""


def day(rng: Random, first: date, last: date) -> date:
    """A day between two days."""
    return first + timedelta(rng.randrange((last - first).days))


def separated(rng: Random, head: str, tail: str) -> str:
    """The two parts of a registration number, put together as people do."""
    seam = rng.choice(("-", "-", "-", "-", "-", "", "", " ", " - ", "–", "/", ".", "－", "- ", "ㅡ", " -"))
    whole = head + seam + tail
    return whole.translate(WIDE) if rng.random() < 0.06 else whole


def starred(rng: Random, head: str, tail: str, variant: str) -> str:
    """A registration number whose tail is hidden in part, or left out but for the first digit."""
    forms = (
        f"{head}-{tail[0]}******",
        f"{head}-{tail[0]}******",
        f"{head}-{tail[:2]}*****",
        f"{head}-{tail[:3]}****",
        f"{head}{tail[0]}******",
        f"{head} {tail[0]}******",
        f"{head} - {tail[0]}******",
        f"{head}-{tail[0]}＊＊＊＊＊＊",
        f"{head}-{tail[0]}",
        f"{head}-{tail[0]}",
    )
    return rng.choice(forms[:8] if variant == "star" else forms)


def resident_number(rng: Random, variant: str) -> Made:
    """A resident registration number, by its checksum or of the time since these are random."""
    if variant == "kid":
        born = day(rng, date(2020, 10, 12), date(2025, 6, 30))
        tail = str(rng.choice((3, 4))) + f"{rng.randrange(10**6):06d}"
    else:
        born = day(rng, date(1938, 1, 1), date(2012, 12, 31))
        tail = (
            str(rng.choice((1, 2)) + (2 if born.year >= 2000 else 0))
            + f"{rng.randrange(9600):04d}{rng.choice((1, 1, 1, 2, 3))}"
        )
        total = sum(
            int(one) * weight
            for one, weight in zip(f"{born:%y%m%d}" + tail, (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5), strict=True)
        )
        tail += str((11 - total % 11) % 10)
    head = f"{born:%y%m%d}"
    if variant in {"part", "star"}:
        return "", starred(rng, head, tail, variant), ""
    return "", separated(rng, head, tail), ""


def alien_number(rng: Random, variant: str) -> Made:
    """A foreigner's registration number: the seventh digit is 5 to 8."""
    born = day(rng, date(1952, 1, 1), date(2016, 12, 31))
    tail = str(rng.choice((5, 6)) + (2 if born.year >= 2000 else 0))
    if rng.random() < 0.3:
        tail += f"{rng.randrange(10**6):06d}"
    else:
        tail += f"{2 * rng.randrange(5, 50):02d}{rng.randrange(100):02d}{rng.choice((7, 8, 9))}"
        total = sum(
            int(one) * weight
            for one, weight in zip(f"{born:%y%m%d}" + tail, (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5), strict=True)
        )
        tail += str((13 - total % 11) % 10)
    head = f"{born:%y%m%d}"
    if variant in {"part", "star"}:
        return "", starred(rng, head, tail, variant), ""
    if variant == "plain":
        return "", f"{head}-{tail}", ""
    return "", separated(rng, head, tail), ""


def luhn(body: str) -> str:
    """A card number with its check digit."""
    total = 0
    for place, one in enumerate(reversed(body)):
        doubled = int(one) * (2 if place % 2 == 0 else 1)
        total += doubled - 9 if doubled > 9 else doubled
    return body + str((10 - total % 10) % 10)


def grouped(text: str, sizes: Sequence[int], seam: str) -> str:
    """A row of digits cut into groups."""
    parts, at = [], 0
    for size in sizes:
        parts.append(text[at : at + size])
        at += size
    return seam.join(parts)


def card(rng: Random, variant: str) -> Made:
    """A payment card's number."""
    seam = rng.choice(("-", "-", "-", "-", " ", " ", " ", "", "", "", " - ", ".", "/", "–", "ㅡ", "  ", "- "))
    if variant == "amex" or (not variant and rng.random() < 0.1):
        number = luhn(rng.choice(("34", "37")) + f"{rng.randrange(10**12):012d}")
        return "", grouped(number, (4, 6, 5), seam), ""
    first = rng.choice(
        (
            "4",
            "4",
            "4",
            "51",
            "52",
            "53",
            "54",
            "55",
            "9410",
            "9440",
            "9490",
            "9420",
            "9460",
            "3569",
            "6250",
            "6258",
            "2223",
            "2720",
        )
    )
    first = "4" if variant == "visa" else first
    number = luhn(first + f"{rng.randrange(10 ** (15 - len(first))):0{15 - len(first)}d}")
    whole = grouped(number, (4, 4, 4, 4), seam)
    return "", whole.translate(WIDE) if rng.random() < 0.05 and not variant else whole, ""


def account(rng: Random, variant: str) -> Made:
    """A bank account, mostly with the bank before it or after it."""
    if variant == "us":
        return "", digits(rng, rng.choice((9, 10, 10, 12))), ""
    bank, shape, head = rng.choice(BANKS if variant != "seoul" else ENGLISH_BANKS)
    sizes = [int(size) for size in shape.split("-")]
    number = head + "".join(str(rng.randrange(10)) for _ in range(sum(sizes) - len(head)))
    whole = grouped(number, sizes, rng.choice(("-", "-", "-", "-", "-", "", "", " ", "–", " - ", "ㅡ")))
    if rng.random() < 0.04 and variant != "seoul":
        whole = whole.translate(WIDE)
    if variant == "bare":
        return "", whole, ""
    if variant == "tail":
        return "", whole, rng.choice((" ", " ", "(", "/", ", ", " - ")) + bank
    return bank + rng.choice((" ", " ", " ", " ", "", ": ", ") ", " / ", "  ")), whole, ""
