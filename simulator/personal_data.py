"""Personal data that citizens leave in free text, planted for redaction to find: every class in the shapes people write.

The numbers of persons are those of simulated subscribers; everything else is invented (no digit of control is right but by chance).
"""

from collections.abc import Callable
from random import Random

SURNAMES = "김이박최정강조윤장임한오서신권황안송류홍"
SYLLABLES = "민서준지현우영수진호은하경미선재성훈아연"
PLATE_LETTERS = "가나다라마거너더러머버서어저고노도로모보소오조구누두루무부수우주바사아자허하호배"
MAIL_HOSTS = ("naver.com", "hanmail.net", "gmail.com", "korea.kr")


def mobile(number: str, luck: Random) -> str:
    """A subscriber's number as people write it."""
    head, middle, tail = number[:3], number[3:-4], number[-4:]
    return luck.choice(
        (
            f"{head}-{middle}-{tail}", number, f"{head}.{middle}.{tail}",
            f"{head} {middle} {tail}", f"+82 {head[1:]}-{middle}-{tail}",
        )
    )  # fmt: skip


def landline(luck: Random) -> str:
    """A private telephone."""
    area = luck.choice(("02", "031", "032", "070"))
    return f"{area}-{luck.randrange(300, 9000)}-{luck.randrange(10_000):04}"


def resident_number(luck: Random) -> str:
    """A resident registration number: birthday, sex and century, serial."""
    birthday = f"{luck.randrange(100):02}{luck.randrange(1, 13):02}{luck.randrange(1, 29):02}"
    return f"{birthday}{luck.choice('-- ')}{luck.choice('1234')}{luck.randrange(10**6):06}".replace(" ", "")


def card(luck: Random) -> str:
    """Sixteen digits of a payment card."""
    groups = [str(luck.randrange(3000, 9999)), *(f"{luck.randrange(10_000):04}" for _ in range(3))]
    return luck.choice("- ").join(groups) if luck.random() < 0.7 else "".join(groups)


def plate(luck: Random) -> str:
    """A car's plate: two or three digits, a syllable, four digits."""
    digits = luck.choice((luck.randrange(10, 100), luck.randrange(100, 1000)))
    return f"{digits}{luck.choice(PLATE_LETTERS)}{luck.choice(('', ' '))}{luck.randrange(1000, 10_000)}"


def email(luck: Random) -> str:
    """An address."""
    name = "".join(luck.choice("abcdefghkmnps") for _ in range(6))
    return f"{name}{luck.randrange(10_000)}@{luck.choice(MAIL_HOSTS)}"


def name(luck: Random) -> str:
    """Surname and two syllables."""
    return luck.choice(SURNAMES) + luck.choice(SYLLABLES) + luck.choice(SYLLABLES)


# Class → what makes a value (given a subscriber's number), and the sentences that hold it.
Maker = Callable[[str, Random], str]
CLASSES: dict[str, tuple[Maker, tuple[str, ...]]] = {
    "mobile": (mobile, ("제 번호는 {}입니다.", "연락처 {} 로 전화 주세요.", "{}으로 문자 부탁드립니다.")),
    "landline": (lambda _, luck: landline(luck), ("집 전화는 {}입니다.", "{} 로 연락 바랍니다.")),
    "resident_number": (lambda _, luck: resident_number(luck), ("주민번호 {} 입니다.", "본인 확인: {}")),
    "card": (lambda _, luck: card(luck), ("카드번호 {}로 결제했습니다.", "{} 카드로 두 번 찍혔습니다.")),
    "plate": (lambda _, luck: plate(luck), ("차량번호는 {}입니다.", "흰색 승용차 {} 신고합니다.")),
    "email": (lambda _, luck: email(luck), ("답변은 {} 로 보내 주세요.", "메일({})로 사진 보냈습니다.")),
    "name": (lambda _, luck: name(luck), ("성명: {}", "제 이름은 {}입니다.", "신청인 {} 드림")),
}
LIKELY = (
    "mobile",
    "mobile",
    "mobile",
    "landline",
    "resident_number",
    "card",
    "plate",
    "plate",
    "email",
    "name",
)


def leave(number: str, luck: Random) -> tuple[str, str, str]:
    """One slip: (class, value, sentence that holds it)."""
    kind = luck.choice(LIKELY)
    make, sentences = CLASSES[kind]
    value = make(number, luck)
    return kind, value, luck.choice(sentences).format(value)
