"""Personal data that citizens leave in free text, planted for redaction to find: every class in the shapes people write.

The numbers of persons are those of simulated subscribers; everything else is invented (no digit of control is right but by chance).
"""

from collections.abc import Callable
from random import Random

SURNAMES = "김이박최정강조윤장임한오서신권황안송류홍"
SYLLABLES = "민서준지현우영수진호은하경미선재성훈아연"
PLATE_LETTERS = "가나다라마거너더러머버서어저고노도로모보소오조구누두루무부수우주바사아자허하호배"
REGIONS = ("서울", "부산", "경기", "인천", "대전", "강원", "제주")
MAIL_HOSTS = ("naver.com", "hanmail.net", "gmail.com", "korea.kr")
DIGITS_IN_WORDS = str.maketrans("0123456789", "공일이삼사오육칠팔구")
WIDE = str.maketrans("0123456789-", "０１２３４５６７８９－")
LETTERS = "abcdefghkmnps"


def _digits(luck: Random, count: int) -> str:
    return "".join(luck.choice("0123456789") for _ in range(count))


def mobile(number: str, luck: Random) -> str:
    """A subscriber's number as people write it."""
    head, middle, tail = number[:3], number[3:-4], number[-4:]
    spelled = number.translate(DIGITS_IN_WORDS)
    return luck.choice(
        (
            f"{head}-{middle}-{tail}", number, f"{head}.{middle}.{tail}",
            f"{head} {middle} {tail}", f"+82 {head[1:]}-{middle}-{tail}", f"({head}) {middle}-{tail}",
            f"{head}-{middle}-{tail}".translate(WIDE), f"{spelled[:3]} {spelled[3:-4]} {spelled[-4:]}",
        )
    )  # fmt: skip


def landline(luck: Random) -> str:
    """A private telephone."""
    area = luck.choice(("02", "031", "032", "070"))
    return f"{area}-{luck.choice((luck.randrange(300, 1000), luck.randrange(2000, 9000)))}-{luck.randrange(10_000):04}"


def foreign_number(luck: Random) -> str:
    """A telephone abroad."""
    return luck.choice(
        (f"+81-90-{_digits(luck, 4)}-{_digits(luck, 4)}", f"+1 617-555-{_digits(luck, 4)}", f"+86 138 {_digits(luck, 4)} {_digits(luck, 4)}")
    )  # fmt: skip


def resident_number(luck: Random) -> str:
    """A resident or alien registration number: birthday, sex and century, serial; some starred by who wrote it."""
    birthday = f"{luck.randrange(100):02}{luck.randrange(1, 13):02}{luck.randrange(1, 29):02}"
    serial = "******" if luck.random() < 0.2 else _digits(luck, 6)
    return f"{birthday}{'' if serial.isdigit() and luck.random() < 0.3 else '-'}{luck.choice('12345678')}{serial}"


def card(luck: Random) -> str:
    """Sixteen digits of a payment card."""
    groups = [str(luck.randrange(3000, 9999)), *(f"{luck.randrange(10_000):04}" for _ in range(3))]
    return luck.choice("- ").join(groups) if luck.random() < 0.7 else "".join(groups)


def plate(luck: Random) -> str:
    """A car's plate: two or three digits, a syllable, four digits."""
    digits = luck.choice((luck.randrange(10, 100), luck.randrange(100, 1000)))
    return f"{digits}{luck.choice(PLATE_LETTERS)}{luck.choice(('', ' '))}{luck.randrange(1000, 10_000)}"


def official_plate(luck: Random) -> str:
    """A plate with its region, of a taxi or a bus; one of a diplomat; a temporary one."""
    number = f"{luck.randrange(1000, 10_000)}"
    taxi = f"{luck.choice(REGIONS)} {luck.randrange(30, 40)}{luck.choice('바사아자')} {number}"
    return luck.choice(
        (taxi, f"외교 {_digits(luck, 3)}-{_digits(luck, 3)}", f"임 {number}")
    )  # fmt: skip


def account(luck: Random) -> str:
    """A bank account, grouped as one bank or another does."""
    groups = luck.choice(((6, 2, 6), (3, 3, 6), (4, 2, 7)))
    return "-".join(str(luck.randrange(1, 10)) + _digits(luck, count - 1) for count in groups)


def passport(luck: Random) -> str:
    """A passport's number, old or new."""
    letter, digits = luck.choice("MSR"), _digits(luck, 8)
    return luck.choice((letter + digits, f"{letter}{digits[:3]}{luck.choice('ABCDEF')}{digits[3:7]}"))


def licence(luck: Random) -> str:
    """A driver licence's number: office, year, serial, control."""
    return f"{luck.randrange(11, 27)}-{_digits(luck, 2)}-{_digits(luck, 6)}-{_digits(luck, 2)}"


def email(luck: Random) -> str:
    """An address, spelled out by some."""
    name = "".join(luck.choice(LETTERS) for _ in range(6))
    sign = luck.choice(("@", "@", "@", "골뱅이", "(at)"))
    return f"{name}{luck.randrange(10_000)}{sign}{luck.choice(MAIL_HOSTS)}"


def handle(luck: Random) -> str:
    """A name on a messenger."""
    return "".join(luck.choice(LETTERS) for _ in range(5)) + luck.choice(("_", ".", "")) + _digits(luck, 3)


def machine(luck: Random) -> str:
    """An address of a machine, old or new."""
    old = ".".join(str(luck.randrange(100, 250)) for _ in range(4))
    return luck.choice((old, f"2001:db8:{luck.randrange(4096, 65_536):x}::{luck.randrange(4096, 65_536):x}"))


def link(luck: Random) -> str:
    """A link that lets in whoever has it."""
    secret = "".join(luck.choice(LETTERS + "23456789") for _ in range(24))
    return f"https://files.example.com/view?token={secret}"


def door(luck: Random) -> str:
    """A dwelling in a block or a house."""
    number = luck.randrange(1, 16) * 100 + luck.randrange(1, 9)
    return luck.choice(
        (f"{luck.randrange(101, 120)}동 {number}호", f"{luck.randrange(2, 5)}층 {luck.randrange(201, 409)}호")
    )


def name(luck: Random) -> str:
    """Surname and two syllables, of which none sits beside its like (지지 is no name)."""
    return luck.choice(SURNAMES) + "".join(luck.sample(SYLLABLES, 2))


# Class → what makes a value (given a subscriber's number), and the sentences that hold it.
Maker = Callable[[str, Random], str]
CLASSES: dict[str, tuple[Maker, tuple[str, ...]]] = {
    "mobile": (mobile, ("제 번호는 {}입니다.", "연락처 {} 로 전화 주세요.", "{}으로 문자 부탁드립니다.")),
    "landline": (lambda _, luck: landline(luck), ("집 전화는 {}입니다.", "{} 로 연락 바랍니다.")),
    "foreign_number": (lambda _, luck: foreign_number(luck), ("해외라 {}로만 연락됩니다.",)),
    "resident_number": (lambda _, luck: resident_number(luck), ("주민번호 {} 입니다.", "본인 확인: {}")),
    "card": (lambda _, luck: card(luck), ("카드번호 {}로 결제했습니다.", "{} 카드로 두 번 찍혔습니다.")),
    "account": (lambda _, luck: account(luck), ("환불 계좌는 국민은행 {}입니다.", "계좌번호: {} (농협)")),
    "plate": (lambda _, luck: plate(luck), ("차량번호는 {}입니다.", "흰색 승용차 {} 신고합니다.")),
    "official_plate": (lambda _, luck: official_plate(luck), ("차량번호 {} 차입니다.",)),
    "email": (lambda _, luck: email(luck), ("답변은 {} 로 보내 주세요.", "메일({})로 사진 보냈습니다.")),
    "passport": (lambda _, luck: passport(luck), ("여권번호는 {}입니다.",)),
    "licence": (lambda _, luck: licence(luck), ("운전면허 {} 갱신이 안 됩니다.",)),
    "messenger": (lambda _, luck: handle(luck), ("카톡 아이디 {}로 연락 주세요.", "텔레그램 {} 입니다.")),
    "ip": (lambda _, luck: machine(luck), ("접속 IP {} 에서 오류가 납니다.",)),
    "url": (lambda _, luck: link(luck), ("영상은 {} 에 있습니다.",)),
    "unit": (lambda _, luck: door(luck), ("저는 래미안아파트 {}에 삽니다.", "윗집({})이 시끄럽습니다.")),
    "name": (
        lambda _, luck: name(luck),
        ("성명: {}", "제 이름은 {}입니다.", "신청인 {} 드림", "{}님께 전해 주세요."),
    ),
}
OFTEN = ("mobile", "mobile", "mobile", "landline", "card", "plate", "plate", "name", "name", "unit")


def leave(number: str, luck: Random) -> tuple[str, str, str]:
    """One slip: (class, value, sentence that holds it)."""
    kind = luck.choice((*OFTEN, *CLASSES))
    make, sentences = CLASSES[kind]
    value = make(number, luck)
    return kind, value, luck.choice(sentences).format(value)
