"""Makes plates, mail addresses, passports, licences and machine addresses."""

from random import Random

from complaint_sets.second_build import Made
from complaint_sets.second_numbers import WIDE, digits

OWN = "가나다라마거너더러머버서어저고노도로모보소오조구누두루무부수우주"
REGIONS = (
    "서울",
    "경기",
    "인천",
    "대전",
    "대전",
    "충남",
    "충북",
    "부산",
    "대구",
    "광주",
    "울산",
    "강원",
    "전북",
    "전남",
    "경북",
    "경남",
    "제주",
    "세종",
)
MOTO = (
    "서울 강남",
    "서울 마포",
    "서울 관악",
    "서울 은평",
    "서울 강서",
    "대전 유성",
    "대전 서구",
    "대전 대덕",
    "대전 중",
    "경기 수원",
    "경기 고양",
    "인천 부평",
    "충남 천안",
    "부산 해운대",
    "서울 노원",
    "서울 송파",
    "경기 성남",
    "대전 동",
    "충북 청주",
    "서울 영등포",
)
LICENCE_CODES = {
    "서울": 11,
    "부산": 12,
    "경기": 13,
    "강원": 14,
    "충북": 15,
    "충남": 16,
    "전북": 17,
    "전남": 18,
    "경북": 19,
    "경남": 20,
    "제주": 21,
    "대구": 22,
    "인천": 23,
    "광주": 24,
    "대전": 25,
    "울산": 26,
    "경기북부": 28,
}
WORDS = (
    "haru",
    "minsu",
    "jiyoon",
    "sky",
    "blue",
    "happy",
    "soo",
    "kim",
    "park",
    "lee",
    "dohyun",
    "yuna",
    "star",
    "jjang",
    "love",
    "mango",
    "tae",
    "hoya",
    "mom",
    "daddy",
    "choi",
    "bean",
    "sunny",
    "rabbit",
    "toto",
    "moon",
    "jun",
    "seo",
    "green",
    "coffee",
    "bin",
    "hee",
    "river",
    "luna",
)
DOMAINS = (
    "naver.com",
    "naver.com",
    "naver.com",
    "gmail.com",
    "gmail.com",
    "daum.net",
    "hanmail.net",
    "kakao.com",
    "nate.com",
    "outlook.com",
    "icloud.com",
    "yahoo.co.kr",
    "hotmail.com",
    "snu.ac.kr",
    "cnu.ac.kr",
    "korea.ac.kr",
    "lycos.co.kr",
    "proton.me",
    "dreamwiz.com",
)
HANGUL_DOMAINS = (
    "네이버 닷컴",
    "네이버.컴",
    "네이버 쩜 컴",
    "지메일 닷컴",
    "지메일점컴",
    "다음 닷 넷",
    "한메일.넷",
    "카카오 닷컴",
    "네이버닷컴",
    "naver 점 com",
)


def handle(rng: Random) -> str:
    """A name of the kind people choose for a mailbox or a chat."""
    one, two, number = (
        rng.choice(WORDS),
        rng.choice(WORDS),
        rng.choice((f"{rng.randrange(60, 100)}", f"{rng.randrange(100, 9999)}", f"0{rng.randrange(1, 10)}")),
    )
    forms = (
        f"{one}{two}{number}",
        f"{one}{number}",
        f"{one}.{two}",
        f"{one}_{two}{number}",
        f"{one}{two}",
        f"{one}_{number}",
        f"{one[0]}{two}{number}",
        f"{one}.{two}.{number}",
        f"{one}-{two}{number}",
        f"{one}{number}{two[0]}",
    )
    return rng.choice(forms)


def plate(rng: Random, variant: str) -> Made:
    """A number plate with its region if it has one."""
    tail, letter = digits(rng, 4), rng.choice(OWN)
    if variant in {"us", "usr"}:
        three = "".join(rng.choice("ABCDEFGHJKLMNPRSTUVWXYZ") for _ in range(3))
        state, number = rng.choice(
            (
                ("MA", f"{rng.randrange(1, 10)}{three}{digits(rng, 2)}"),
                ("MA", f"{digits(rng, 3)} {three[:2]}{rng.randrange(1, 10)}"),
                ("NY", f"{three}-{tail}"),
                ("NY", f"{three} {tail}"),
                ("CT", f"{three[:2]}-{digits(rng, 5)}"),
                ("NJ", f"{three[0]}{digits(rng, 2)}-{three}"),
            )
        )
        return ("", f"{state} {number}", "") if variant == "usr" else (f"{state} plate ", number, "")
    if variant == "moto":
        region = rng.choice(MOTO)
        forms = (
            f"{region} {letter} {tail}",
            f"{region.replace(' ', '')}{letter}{tail}",
            f"{region}{letter} {tail}",
            f"{region} {letter}{tail}",
            f"{region}{letter}{tail}",
        )
        return "", rng.choice(forms), ""
    if variant == "taxi":
        region, two, letter = rng.choice(REGIONS), digits(rng, 2), rng.choice("바사아자")
        return (
            "",
            rng.choice(
                (
                    f"{region} {two}{letter} {tail}",
                    f"{region}{two}{letter}{tail}",
                    f"{region} {two}{letter}{tail}",
                    f"{region}{two} {letter} {tail}",
                )
            ),
            "",
        )
    if variant == "machine":
        region, two = rng.choice(REGIONS), f"0{rng.randrange(1, 10)}"
        return (
            "",
            rng.choice(
                (
                    f"{region} {two}{letter} {tail}",
                    f"{region}{two}{letter}{tail}",
                    f"{region} {two} {letter} {tail}",
                    f"0{digits(rng, 2)}{letter}{tail}",
                )
            ),
            "",
        )
    if variant == "diplo":
        a, b = f"{rng.randrange(1, 130):03d}", f"{rng.randrange(1, 99):03d}"
        return (
            "",
            rng.choice(
                (
                    f"외교 {a}-{b}",
                    f"외교{a}-{b}",
                    f"영사 {a}-{b}",
                    f"준외 {a}-{b}",
                    f"대표 {a}-{b}",
                    f"협정 {a}-{b}",
                )
            ),
            "",
        )
    letter = (
        rng.choice("하허호")
        if variant == "rent" or rng.random() < 0.08
        else "배"
        if variant == "van"
        else letter
    )
    if not variant and rng.random() < 0.13:
        region, two = rng.choice(REGIONS), f"{rng.randrange(10, 99)}"
        return (
            "",
            rng.choice(
                (
                    f"{region}{two}{letter}{tail}",
                    f"{region} {two}{letter} {tail}",
                    f"{region} {two}{letter}{tail}",
                    f"{region}{two}{letter} {tail}",
                    f"{region} {two} {letter} {tail}",
                )
            ),
            "",
        )
    head = digits(rng, rng.choice((2, 3, 3)))
    forms = (
        (f"{head}{letter}{tail}",) * 5
        + (f"{head}{letter} {tail}",) * 4
        + (
            f"{head} {letter} {tail}",
            f"{head} {letter}{tail}",
            f"{head}{letter}-{tail}",
            f"{head}-{letter}-{tail}",
            f"{head}{letter}{tail}".translate(WIDE),
        )
    )
    return "", rng.choice(forms), ""


def email(rng: Random, variant: str) -> Made:
    """A mail address, also as people write it to keep robots away."""
    user, host = handle(rng), rng.choice(DOMAINS)
    if variant == "plain" or rng.random() < 0.45:
        return "", f"{user}@{host}", ""
    name, _, top = host.partition(".")
    if variant == "en":
        forms = (
            f"{user}@{host}",
            f"{user} at {name} dot {top}",
            f"{user}(at){host}",
            f"{user} [at] {name} [dot] {top}",
            f"{user} @ {host}",
            f"{user.upper()}@{host.upper()}",
        )
        return "", rng.choice(forms), ""
    forms = (
        f"{user}(at){host}",
        f"{user}[at]{host}",
        f"{user} (at) {host}",
        f"{user}골뱅이{host}",
        f"{user} 골뱅이 {host}",
        f"{user}골뱅이{rng.choice(HANGUL_DOMAINS)}",
        f"{user} 골뱅이 {rng.choice(HANGUL_DOMAINS)}",
        f"{user}＠{host}",
        f"{user} @ {host}",
        f"{user}@ {host}",
        f"{user} @{host}",
        f"{user}(골뱅이){host}",
        f"{user} at {name} dot {top}",
        f"{user}@{rng.choice(('네이버.컴', '네이버 닷컴', '지메일.컴', '다음.넷'))}",
        f"{user}@{host.replace('.', ',')}",
        f"{user}@{name}. {top}",
        f"{user.upper()}@{host.upper()}",
        f"{user}앳{host}",
        f"{user}@{name}(dot){top}",
        f"{user}＠{host.replace('.', '．')}",
        f"{user}[골뱅이]{name}[점]{top}",
        f"{user.capitalize()}@{host}",
        f"{user}+minwon@{host}",
        f"{user}<at>{host}",
    )
    return "", rng.choice(forms), ""


def passport(rng: Random, variant: str) -> Made:
    """A passport's number."""
    eight, seven, nine, cap = digits(rng, 8), digits(rng, 7), digits(rng, 9), rng.choice("ABCDEFGHJKLMNPR")
    if variant == "us":
        return "", rng.choice((nine, nine, f"A{eight}", f"{nine[:3]} {nine[3:6]} {nine[6:]}")), ""
    if variant == "foreign":
        forms = (
            f"E{eight}",
            f"E{cap}{seven}",
            f"G{eight}",
            f"C{seven}",
            f"B{seven}",
            f"TK{seven}",
            f"TR{seven}",
            f"P{seven}{cap}",
            f"FA{seven}",
            f"A{eight}",
            nine,
            f"AA{seven}",
            f"{cap}{seven}",
            f"AB{digits(rng, 6)}",
            f"N{seven}",
            f"C01{cap}{digits(rng, 5)}",
            f"EJ {seven}",
            f"e{eight}",
            f"PA{seven}",
        )
        return "", rng.choice(forms), ""
    first = rng.choice(("M", "M", "M", "M", "S", "R", "G", "D"))
    old, new = f"{first}{eight}", f"{first}{digits(rng, 3)}{cap}{digits(rng, 4)}"
    forms = (
        old,
        old,
        old,
        new,
        new,
        new,
        new,
        old.lower(),
        new.lower(),
        f"{first} {eight}",
        f"{new[:4]} {new[4:]}",
        old.translate(WIDE),
        f"{first}-{eight}",
        f"{first}{eight[:4]} {eight[4:]}",
    )
    return "", rng.choice(forms), ""


def driver_licence(rng: Random, variant: str) -> Made:
    """A driving licence's number."""
    region = rng.choice(tuple(LICENCE_CODES))
    if variant == "us":
        return (
            "",
            rng.choice(
                (
                    f"S{digits(rng, 8)}",
                    f"SA{digits(rng, 7)}",
                    f"S{digits(rng, 8)}",
                    digits(rng, 9),
                    f"{digits(rng, 3)} {digits(rng, 3)} {digits(rng, 3)}",
                    f"A{digits(rng, 7)}",
                )
            ),
            "",
        )
    code, year = f"{LICENCE_CODES[region]}", f"{rng.randrange(72, 125) % 100:02d}"
    six, two = f"{rng.randrange(10**6):06d}", f"{rng.randrange(10, 92)}"
    if variant == "shape":
        return "", f"{code}-{year}-{six}-{two}", ""
    forms = (f"{code}-{year}-{six}-{two}",) * 5 + (
        f"{region} {year}-{six}-{two}",
        f"{region} {year}-{six}-{two}",
        f"{region}{year}-{six}-{two}",
        f"{region}-{year}-{six}-{two}",
        f"{code}{year}{six}{two}",
        f"{code} {year} {six} {two}",
        f"{region} {year} {six} {two}",
        f"{code} - {year} - {six} - {two}",
        f"{code}.{year}.{six}.{two}",
        f"{code}–{year}–{six}–{two}",
        f"{code}-{year}-{six}-{two}".translate(WIDE),
        f"{region}{year}{six}{two}",
    )
    return "", rng.choice(forms), ""


def ip(rng: Random, variant: str) -> Made:
    """The address of somebody's machine."""
    part = lambda: rng.randrange(2, 254)  # noqa: E731
    if variant == "six" or (not variant and rng.random() < 0.25):
        group = lambda: f"{rng.randrange(1, 65536):x}"  # noqa: E731
        forms = (
            f"2001:e60:{group()}:{group()}:{group()}:{group()}:{group()}:{group()}",
            f"2406:5900:{group()}:{group()}::{group()}",
            f"fe80::{group()}:{group()}:{group()}:{group()}",
            f"2001:2d8:{group()}:{group()}::{group()}:{group()}",
            f"240e:{group()}:{group()}:{group()}:{group()}:{group()}:{group()}:{group()}",
            f"2601:19b:{group()}:{group()}:{group()}:{group()}:{group()}:{group()}",
            f"2001:E60:{group()}:{group()}::1".upper(),
        )
        return "", rng.choice(forms), ""
    if variant == "lan":
        return (
            "",
            rng.choice(
                (
                    f"192.168.{rng.randrange(0, 9)}.{part()}",
                    f"10.{part()}.{part()}.{part()}",
                    f"172.{rng.randrange(16, 32)}.{part()}.{part()}",
                )
            ),
            "",
        )
    head = rng.choice(
        (
            14,
            39,
            58,
            59,
            61,
            106,
            112,
            114,
            118,
            119,
            121,
            123,
            125,
            175,
            180,
            182,
            183,
            203,
            210,
            211,
            218,
            220,
            221,
            222,
        )
    )
    whole = f"{head}.{part()}.{part()}.{part()}"
    return (
        "",
        whole
        if rng.random() < 0.9
        else rng.choice((whole.replace(".", "[.]"), whole.replace(".", ". "), whole.translate(WIDE))),
        "",
    )
