"""Made-up numbers of people: phones, resident and foreigner numbers, payment cards, bank accounts."""

from random import Random

_WORDS = dict(zip("0123456789", "공일이삼사오육칠팔구", strict=True))
_WORDS_EN = dict(
    zip(
        "0123456789",
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"],
        strict=True,
    )
)
_WIDE = {ord(a): b for a, b in zip("0123456789-()+* ", "０１２３４５６７８９－（）＋＊　", strict=True)}


def digits(rng: Random, count: int) -> str:
    """`count` digits, the first not zero."""
    return str(rng.randint(1, 9)) + "".join(str(rng.randint(0, 9)) for _ in range(count - 1))


def wide(text: str) -> str:
    """The full-width spelling."""
    return text.translate(_WIDE)


def words(number: str) -> str:
    """Digits as they are read out: 공일공 …"""
    return "".join(_WORDS.get(char, char) for char in number)


# --- phones -------------------------------------------------------------------------------------------------------------------

_PLAIN = (
    "{a}-{b}-{c}", "{a}-{b}-{c}", "{a}-{b}-{c}", "{a} {b} {c}", "{a}{b}{c}", "{a}{b}{c}", "{a}.{b}.{c}", "{a}. {b}. {c}", "{a}/{b}/{c}",
    "{a}){b}-{c}", "{a}) {b}-{c}", "({a}){b}-{c}", "({a}) {b}-{c}", "({a})-{b}-{c}", "{a}-{b}{c}", "{a}{b}-{c}", "{a} {b}-{c}",
    "{a}-{b} {c}", "{a} - {b} - {c}", "{a}–{b}–{c}", "{a}_{b}_{c}", "{a}·{b}·{c}", "{a},{b},{c}", "{a}- {b}- {c}", "{a}-{b}-{c1} {c2}",
    "{a} {b1} {b2} {c1} {c2}", "{a} {b}{c}",
)  # fmt: skip
_SPOKEN = (
    "{A} {B} {C}", "{A}-{B}-{C}", "{A}{B}{C}", "{A}에 {B}에 {C}", "{A}의 {B}의 {C}", "{a}에 {b}에 {c}", "{a}에 {b} {c}", "{A} {b} {c}",
    "{a} {B} {C}", "{a}-{B}-{c}", "{A} {B}에 {c}", "{a} 다시 {b} 다시 {c}", "{A} 다시 {B} 다시 {C}", "{A}, {B}, {C}", "{a} {b}에 {C}",
    "{A}. {B}. {C}", "{a}의 {b}에 {c}", "{A} {B1} {B2} {C1} {C2}",
)  # fmt: skip
_ABROAD = (
    "+82-{z}-{b}-{c}", "+82 {z} {b} {c}", "+82{z}{b}{c}", "+82 {z}-{b}-{c}", "(+82){z}-{b}-{c}", "(+82) {z} {b} {c}", "+82){z}-{b}-{c}",
    "+82.{z}.{b}.{c}", "82-{z}-{b}-{c}", "82{z}{b}{c}", "+82-{a}-{b}-{c}", "+82 (0){z}-{b}-{c}", "0082-{z}-{b}-{c}", "+82 {z}{b}{c}",
)  # fmt: skip
_AMERICAN = (
    "{a}-{b}-{c}", "{a}-{b}-{c}", "({a}) {b}-{c}", "({a}) {b}-{c}", "({a}){b}-{c}", "{a}.{b}.{c}", "{a} {b} {c}", "{a}{b}{c}",
    "1-{a}-{b}-{c}", "+1 {a}-{b}-{c}", "+1 ({a}) {b}-{c}", "+1{a}{b}{c}", "+1 {a} {b} {c}", "1 {a} {b} {c}", "{a}/{b}-{c}",
    "({a}) {b} {c}", "{a} {b}-{c}", "1.{a}.{b}.{c}", "{a}-{b}{c}", "{a} - {b} - {c}", "({a})-{b}-{c}", "1({a}){b}-{c}", "{W}",
    "{a}–{b}–{c}",
)  # fmt: skip
_AREAS = (
    "02", "02", "02", "031", "032", "041", "042", "042", "042", "043", "044", "051", "052", "053", "054", "055", "061", "062", "063",
    "064", "033",
)  # fmt: skip
_AREAS_US = (
    "212",
    "646",
    "332",
    "718",
    "347",
    "929",
    "917",
    "516",
    "914",
    "201",
    "551",
    "973",
    "631",
    "617",
    "857",
    "781",
    "508",
    "860",
)


def _dress(form: str, a: str, b: str, c: str) -> str:
    return form.format(
        a=a, b=b, c=c, z=a[1:], b1=b[:2], b2=b[2:], c1=c[:2], c2=c[2:], A=words(a), B=words(b), C=words(c),
        B1=words(b[:2]), B2=words(b[2:]), C1=words(c[:2]), C2=words(c[2:]), W=" ".join(_WORDS_EN[x] for x in a + b + c),
    )  # fmt: skip


def _four(rng: Random) -> str:
    return str(rng.randint(2, 9)) + f"{rng.randint(0, 999):03d}"


def _parts(rng: Random, sort: str) -> tuple[str, str, str]:
    last = f"{rng.randint(1, 9999):04d}"
    if sort == "house":
        area = rng.choice(_AREAS)
        middle = _four(rng) if area == "02" or rng.random() < 0.2 else _four(rng)[:3]
        return (
            area,
            middle,
            last if last not in ("2114", "1114", "3114", "5114", "4114", "6114", "8114") else "2718",
        )
    if sort == "net":
        return "070", rng.choice("478") + _four(rng)[1:], last
    if sort == "safe":
        return (
            rng.choice(("0507", "0507", "0505", "0504", "0502", "0503")),
            rng.choice((_four(rng), "1" + _four(rng)[1:], _four(rng)[:3])),
            last,
        )
    if sort == "old":
        return (
            rng.choice(("011", "011", "016", "017", "018", "019")),
            rng.choice((_four(rng), _four(rng)[:3], _four(rng)[:3])),
            last,
        )
    return "010", _four(rng), last


def phone(rng: Random, way: str) -> str:
    """A phone number; ways: ko, plain, spoken, intl, house, net, safe, old, mobile, en."""
    if way == "en":
        return _dress(
            rng.choice(_AMERICAN), rng.choice(_AREAS_US), _four(rng)[:3], f"{rng.randint(1, 9999):04d}"
        )
    if way == "intl":
        return _dress(rng.choice(_ABROAD), *_parts(rng, "mobile"))
    if way == "spoken":
        return _dress(
            rng.choice(_SPOKEN), *_parts(rng, rng.choice(("mobile", "mobile", "mobile", "old", "house")))
        )
    if way in ("ko", "plain"):
        sort = rng.choices(("mobile", "house", "old", "net", "safe"), (62, 17, 6, 7, 8))[0]
        roll = rng.random()
        if way == "ko" and roll < 0.05:
            return phone(rng, "intl")
        if roll < 0.10:
            return wide(
                _dress(
                    rng.choice(("{a}-{b}-{c}", "{a}{b}{c}", "{a} {b} {c}", "({a}){b}-{c}")),
                    *_parts(rng, sort),
                )
            )
        return _dress(rng.choice(_PLAIN), *_parts(rng, sort))
    return _dress(rng.choice(_PLAIN), *_parts(rng, way))


# --- resident and foreigner numbers ---------------------------------------------------------------------------------------------

_TAILS = (
    "{b}-{t}", "{b}-{t}", "{b}-{t}", "{b}-{t}", "{b}{t}", "{b}{t}", "{b} {t}", "{b} - {t}", "{b}- {t}", "{b}–{t}", "{b} -{t}",
    "{b}/{t}", "{b}-{g}******", "{b}-{g}******", "{b}-{g}*****", "{b}-{g}", "{b}-{g}", "{b} {g}******", "{b}-{g} ******",
    "{b}{g}******", "{b}-{h}*****", "{b} - {g}******", "{b}-{k}****", "{y} {m} {d} - {t}", "{b}-{t1} {t2}",
)  # fmt: skip
_CALENDAR = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_WEIGHTS = (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)


def _birth(rng: Random, first: int, last: int) -> tuple[int, str]:
    year, month = rng.randint(first, last), rng.randint(1, 12)
    return year, f"{year % 100:02d}{month:02d}{rng.randint(1, _CALENDAR[month - 1]):02d}"


def _write(rng: Random, birth: str, tail: str, spoken: bool) -> str:
    if spoken:
        form = rng.choice(("{0} {1}", "{0}에 {1}", "{0}-{1}", "{0} 다시 {1}"))
        return (
            form.format(words(birth), words(tail)) if rng.random() < 0.6 else form.format(birth, words(tail))
        )
    made = rng.choice(_TAILS).format(
        b=birth,
        t=tail,
        g=tail[0],
        h=tail[:2],
        k=tail[:3],
        y=birth[:2],
        m=birth[2:4],
        d=birth[4:],
        t1=tail[:3],
        t2=tail[3:],
    )
    return wide(made) if rng.random() < 0.06 and " " not in made else made


def resident_number(rng: Random, way: str) -> str:
    """A resident number with its check digit, or one issued since October 2020, whose tail is random; ways: any, elder, child, spoken."""
    first, last = {"elder": (1936, 1962), "child": (2008, 2024)}.get(way, (1948, 2006))
    year, birth = _birth(rng, first, last)
    mark = rng.choice("12") if year < 2000 else rng.choice("34")
    body = mark + f"{rng.randint(0, 99999):05d}"
    if year > 2020 or rng.random() < 0.08:
        return _write(rng, birth, body + str(rng.randint(0, 9)), way == "spoken")
    total = sum(int(digit) * weight for digit, weight in zip(birth + body, _WEIGHTS, strict=True))
    return _write(rng, birth, body + str((11 - total % 11) % 10), way == "spoken")


def alien_number(rng: Random, way: str) -> str:
    """A foreigner's registration number with its check digit; some issued since 2020 with a random tail."""
    year, birth = _birth(rng, 1955, 2012)
    mark = rng.choice("56") if year < 2000 else rng.choice("78")
    if rng.random() < 0.15:
        return _write(rng, birth, mark + f"{rng.randint(0, 999999):06d}", way == "spoken")
    body = mark + f"{rng.randrange(0, 100, 2):02d}{rng.randint(0, 99):02d}{rng.randint(6, 9)}"
    total = sum(int(digit) * weight for digit, weight in zip(birth + body, _WEIGHTS, strict=True))
    return _write(rng, birth, body + str(((11 - total % 11) % 10 + 2) % 10), way == "spoken")


# --- payment cards --------------------------------------------------------------------------------------------------------------

_HEADS = (
    "9490", "9410", "9445", "9435", "4579", "4658", "4033", "4119", "4902", "5409", "5272", "5365", "5523", "5188", "5107", "3562",
    "3569", "6210", "6250", "2221",
)  # fmt: skip
_HEADS_US = ("4147", "4266", "4400", "4815", "5424", "5466", "5178", "5332", "6011", "4342", "4744", "5156")
_CARD = ("{0}-{1}-{2}-{3}",) * 4 + (
    "{0} {1} {2} {3}", "{0} {1} {2} {3}", "{0}{1}{2}{3}", "{0}{1}{2}{3}", "{0}.{1}.{2}.{3}", "{0} - {1} - {2} - {3}", "{0}/{1}/{2}/{3}",
    "{0}–{1}–{2}–{3}", "{0}-{1} {2}-{3}", "{0}{1} {2}{3}", "{0}_{1}_{2}_{3}", "{0}  {1}  {2}  {3}", "{0}-{1}-{2} {3}", "{0}- {1}- {2}- {3}",
    "{0}·{1}·{2}·{3}", "{0} {1}-{2} {3}",
)  # fmt: skip
_AMEX = ("{0}-{1}-{2}", "{0} {1} {2}", "{0}{1}{2}", "{0}.{1}.{2}", "{0} - {1} - {2}", "{0}/{1}/{2}")


def _luhn(body: str) -> str:
    total = 0
    for place, digit in enumerate(reversed(body)):
        value = int(digit) * (2 if place % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return body + str(-total % 10)


def card(rng: Random, way: str) -> str:
    """A payment card with its check digit; ways: ko, en, amex, spoken."""
    if way == "amex" or (way != "spoken" and rng.random() < 0.14):
        made = _luhn(rng.choice(("37", "34", "3791", "3762")) + digits(rng, 12))[:15]
        made = _luhn(made[:14])
        return rng.choice(_AMEX).format(made[:4], made[4:10], made[10:])
    made = _luhn(rng.choice(_HEADS_US if way == "en" else _HEADS) + f"{rng.randint(0, 99999999999):011d}")
    quarters = [made[at : at + 4] for at in range(0, 16, 4)]
    if way == "spoken":
        return rng.choice(("{0} {1} {2} {3}", "{0}에 {1}에 {2}에 {3}", "{0}-{1}-{2}-{3}")).format(
            *map(words, quarters)
        )
    made = rng.choice(_CARD).format(*quarters)
    return wide(made) if rng.random() < 0.05 and " " not in made else made


# --- accounts -------------------------------------------------------------------------------------------------------------------

_BANKS = {
    ("국민은행", "국민", "KB국민은행", "KB국민", "KB"): ("#####2-04-######", "#####1-01-######", "###-21-####-###", "###-25-####-###"),
    ("신한은행", "신한", "쏠(신한)"): ("110-###-######", "140-###-######", "110-###-######", "100-0##-######"),
    ("우리은행", "우리", "우리WON"): ("1002-###-######", "1005-###-######", "1002-###-######"),
    ("하나은행", "하나", "KEB하나"): ("###-910###-##707", "###-890###-##107", "620-######-##0"),
    ("농협", "농협은행", "NH농협", "NH"): ("302-####-####-#1", "356-####-####-#3", "###-02-######", "###-12-######", "301-####-####-#1"),
    ("단위농협", "지역농협", "축협"): ("351-####-####-#3", "352-####-####-#3", "###-51-######"),
    ("기업은행", "기업", "IBK기업은행", "IBK"): ("###-######-01-01#", "###-######-02-01#", "###-0#####-04-01#"),
    ("카카오뱅크", "카뱅", "카카오"): ("3333-0#-#######", "3333-1#-#######", "3355-0#-#######", "7979-##-#######"),
    ("토스뱅크", "토스", "토뱅"): ("1000-####-####", "1001-####-####", "1908-####-####"),
    ("케이뱅크", "K뱅크", "케뱅"): ("100-###-######", "110-2##-######"),
    ("우체국", "우체국예금", "우체국 통장"): ("31####-02-######", "70####-02-######", "01####-01-######", "50####-01-######"),
    ("새마을금고", "새마을", "MG새마을금고"): ("9002-####-####-#", "9003-####-####-#", "####-09-######-#", "####-10-######-#"),
    ("신협", "신용협동조합"): ("131-0##-######", "132-0##-######", "13###-12-######"),
    ("수협", "수협은행"): ("2010-####-####", "1010-####-####", "101-##-######"),
    ("SC제일은행", "제일은행", "SC제일"): ("###-20-######", "###-10-######"),
    ("씨티은행", "한국씨티"): ("###-#####-26#", "#-######-24#"),
    ("대구은행", "iM뱅크", "아이엠뱅크"): ("508-1#-######-#", "505-10-######-#", "###-05-######-#"),
    ("부산은행", "BNK부산"): ("101-20##-####-0#", "112-20##-####-0#", "###-01-######-#"),
    ("광주은행",): ("###-107-######", "1107-###-######"),
    ("전북은행",): ("1021-01-#######", "###-21-#######"),
    ("경남은행",): ("207-00##-####-0#", "###-22-#######"),
    ("산업은행", "KDB산업은행"): ("020-####-####-###", "013-####-####-###"),
    ("제주은행",): ("##-02-######", "##-01-######"),
    ("저축은행", "웰컴저축은행", "SBI저축은행"): ("###-##-##-#######", "028-##-##-#######"),
}  # fmt: skip
_BANKS_EN = {
    "국민": "KB Kookmin",
    "신한": "Shinhan",
    "우리": "Woori",
    "하나": "Hana",
    "농협": "NH",
    "기업": "IBK",
    "카카": "KakaoBank",
    "토스": "Toss Bank",
}
_NAMED = (
    "{k} ⟦{n}⟧", "{k} ⟦{n}⟧", "{k} ⟦{n}⟧", "{k}⟦{n}⟧", "{k}: ⟦{n}⟧", "{k}) ⟦{n}⟧", "({k}) ⟦{n}⟧", "({k})⟦{n}⟧", "[{k}] ⟦{n}⟧",
    "⟦{n}⟧ {k}", "⟦{n}⟧({k})", "⟦{n}⟧ ({k})", "{k}/⟦{n}⟧", "{k} / ⟦{n}⟧", "{k}, ⟦{n}⟧", "{k} 계좌 ⟦{n}⟧", "{k} 계좌번호 ⟦{n}⟧", "{k}  ⟦{n}⟧",
    "{k}-⟦{n}⟧",
)  # fmt: skip


def account(rng: Random, way: str) -> str:
    """A bank account in its bank's grouping; ways: ko (bank named), bare (number only), en."""
    names = rng.choice(list(_BANKS))
    grouping = rng.choice(_BANKS[names])
    if way == "en":
        names = rng.choice([key for key in _BANKS if key[0][:2] in _BANKS_EN])
        grouping = rng.choice(_BANKS[names])
    number = str(rng.randint(1, 9)) + "".join(
        str(rng.randint(0, 9)) if char == "#" else char for char in grouping[1:]
    )
    number = number if grouping[0] == "#" else grouping[0] + number[1:]
    roll = rng.random()
    if roll < 0.2:
        number = number.replace("-", "")
    elif roll < 0.28:
        number = number.replace("-", " ")
    elif roll < 0.31:
        number = wide(number)
    elif roll < 0.34:
        number = number.replace("-", " - ")
    if way == "bare":
        return number
    if way == "en":
        bank = _BANKS_EN[names[0][:2]]
        return rng.choice(
            ("{k} ⟦{n}⟧", "{k} account ⟦{n}⟧", "⟦{n}⟧ ({k})", "{k}, ⟦{n}⟧", "{k} acct. ⟦{n}⟧", "{k} #⟦{n}⟧")
        ).format(k=bank, n=number)
    return rng.choice(_NAMED).format(k=rng.choice(names), n=number)


MAKERS = {
    "phone": phone,
    "resident_number": resident_number,
    "alien_number": alien_number,
    "card": card,
    "account": account,
}
