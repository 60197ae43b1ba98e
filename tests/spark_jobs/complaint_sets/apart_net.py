"""E-mail, messengers, IP addresses and pages with a secret. What lies between ⟦ and ⟧ is the value, if not the whole is."""

from random import Random

from tests.spark_jobs.complaint_sets.apart_tools import Disguise, Shape, drawn, each, patterns, wide

# ---------------------------------------------------------------- e-mail and messengers
NICKS = each(
    "minsu|hana|jhkim|sunny|lee.jw|park_sy|bluesky|nabi|choco|dragon|yejin|k.h.lee|haneul|soccer|mom"
)
MAILS = each(
    "naver.com|gmail.com|daum.net|hanmail.net|kakao.com|nate.com|outlook.kr|korea.ac.kr|hotmail.com|icloud.com"
)


def nick(rng: Random) -> str:
    """An id somebody may have chosen."""
    return (
        rng.choice(NICKS)
        + rng.choice(each("_|.|-|"))
        + drawn(rng.choice(each("##|####|$$#|###|19##|$#")), rng)
    )


def mails(*written: str, disguise: Disguise = str) -> list[Shape]:
    """Shapes from patterns: `{n}` the id, `{d}` the mail's host, `{h}` and `{t}` the host's two ends."""

    def shape(pattern: str) -> Shape:
        def write(rng: Random) -> str:
            host = rng.choice(MAILS)
            head, tail = host.split(".", 1)
            return disguise(pattern.format(n=nick(rng), d=host, h=head, t=tail))

        return write

    return [shape(pattern) for pattern in each(*written)]


EMAIL_CLEAR = [
    *mails(
        "{n}+city@{d}|{n}@mail.{d}|{n}@my-shop.co.kr|{n}@dept.company.com|{n}@{h}.co.kr",
        *["{n}@{d}"] * 8,
    ),
    *mails("{n}@{d}", disguise=str.upper),
    *mails("{n}@{d}", disguise=wide),
    *mails("{n}＠{d}|{n} @ {d}|{n} @{d}|{n}@ {d}|{n}(@){d}|{n}[@]{d}|{n}@한메일.한국"),
]
EMAIL_TOLD = [
    *mails(
        "{n}골뱅이{d}|{n} 골뱅이 {d}|{n}(골뱅이){d}|{n} 골뱅이 {h} 닷 {t}|{n}골뱅이{h}점{t}|{n} at {d}|{n}(at){d}|{n}[at]{d}"
    ),
    *mails(
        "{n} (at) {h} (dot) {t}|{n}[at]{h}[dot]{t}|{n}@{h},{t}|{n}@{h}. {t}|{n}@{h} .{t}|{n}@{h}점{t}|{n}@{h}닷컴|{n}\n@{d}",
        "{n} AT {h} DOT {t}",
    ),
    *mails("{n} 골뱅이 네이버 닷컴|{n} 골뱅이 지메일 닷컴|{n}골뱅이 다음 닷넷|{n}@네이버"),
]
MESSENGER: list[Shape] = [
    *[nick] * 6,
    *patterns("$$$$$##|$$$$_$$|$$$$$$$$|$$$_##|$$$$.$$$|$$$$####|K$$$$##|$$##$$"),
    lambda rng: f"@⟦{nick(rng)}⟧",
    lambda rng: nick(rng).upper(),
    lambda rng: wide(nick(rng)),
    lambda rng: rng.choice(NICKS).capitalize() + drawn("#%##", rng),
    lambda rng: rng.choice(["wx", "seoul_", "real."]) + nick(rng),
]


# ---------------------------------------------------------------- the net
def ip(rng: Random) -> str:
    """An address of version 4 that a provider or a home router gives."""
    first = rng.choice([1, 14, 58, 61, 106, 112, 121, 175, 203, 210, 211, 218, 220, 192, 10])
    rest = [168, rng.randrange(0, 12)] if first == 192 else [rng.randrange(0, 256), rng.randrange(0, 256)]
    return ".".join(map(str, [first, *rest, rng.randrange(2, 255)]))


def ip6(rng: Random) -> str:
    """An address of version 6, short or whole."""
    parts = [f"{rng.randrange(0x1000, 0xFFFF):x}" for _ in range(6)]
    return rng.choice(
        [
            f"2406:5900:{parts[0]}:{parts[1]}::{parts[2]}",
            f"2001:e60:{':'.join(parts)}",
            f"fe80::{':'.join(parts[:4])}",
            f"2001:2D8:{parts[0]}::1",
        ]
    )


IP_CLEAR: list[Shape] = [*[ip] * 8, ip6, ip6, ip6, lambda rng: f"⟦{ip(rng)}⟧:{rng.choice([80, 443, 8080])}"]
IP_TOLD: list[Shape] = [
    lambda rng: wide(ip(rng)),
    lambda rng: ip(rng).replace(".", ". "),
    lambda rng: ip(rng).replace(".", " . "),
    lambda rng: ip(rng).replace(".", "[.]"),
    lambda rng: ip(rng).replace(".", ","),
    lambda rng: ip(rng).replace(".", "-"),
    lambda rng: ip(rng).replace(".", "점"),
    lambda rng: f"⟦{ip(rng)}⟧/24",
]


def hexes(rng: Random, length: int = 32) -> str:
    """A secret in hexadecimal digits."""
    return "".join(rng.choice("0123456789abcdef") for _ in range(length))


def opaque(rng: Random) -> str:
    """A secret as servers write them: hexadecimal, letters, or three parts of a signed token."""
    return rng.choice(
        [
            hexes(rng),
            hexes(rng, 16),
            drawn("^$#^$$#^#$^$#$$^#^", rng),
            f"eyJhbGciOiJIUzI1NiJ9.eyJzdWIi{drawn('$^#$$^#^', rng)}.{drawn('^$#$^^#$$#-^_$#^$', rng)}",
            f"{hexes(rng, 8)}-{hexes(rng, 4)}-4{hexes(rng, 3)}-a{hexes(rng, 3)}-{hexes(rng, 12)}",
        ]
    )


TOKEN_PAGES = [
    *[
        "https://eungdapso.seoul.go.kr/my/view.do?{q}",
        "https://www.safetyreport.go.kr/#/result?{q}",
        "http://minwon.example.kr/list?page=2&{q}",
    ],
    *[
        "https://pay.example.com/receipt?order=20260311&{q}",
        "www.ticket-example.co.kr/confirm?{q}",
        "https://m.example.kr/mypage?lang=ko&{q}",
    ],
    *[
        "https://api.example.org/v1/me?{q}",
        "HTTPS://APP.EXAMPLE.KR/LOGIN?{q}",
        "https://bike.example.kr/rent/history?{q}&view=all",
    ],
    *[
        "https://docs.example.com/share#{q}",
        "http://parking.example.kr:8080/ticket.jsp;{q}",
        "auth.example.kr/cb?{q}",
        "https://시민참여.example.kr/확인?{q}",
    ],
]
TOKEN_KEYS = each(
    "token|access_token|sessionid|session_id|auth|key|apikey|code|sig|jwt|sid|authToken|PHPSESSID|resetToken|refresh_token"
)


def token_page(rng: Random) -> str:
    """A page's address; the secret with its key lies between ⟦ and ⟧."""
    before, after = rng.choice(TOKEN_PAGES).split("{q}")
    key = "jsessionid" if before.endswith(";") else rng.choice(TOKEN_KEYS)
    return f"{before}⟦{key}={opaque(rng)}⟧{after}"


def secret_path(rng: Random) -> str:
    """A page whose path is the secret."""
    return rng.choice(
        [
            "https://example.kr/reset/⟦{}⟧",
            "https://minwon.example.kr/s/⟦{}⟧",
            "https://meet.example.com/join/⟦{}⟧?lang=ko",
        ]
    ).format(hexes(rng))


TOKEN: list[Shape] = [*[token_page] * 9, secret_path]
