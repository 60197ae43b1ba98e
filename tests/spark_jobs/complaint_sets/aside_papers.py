"""Made-up papers: car plates, passports, driving licences."""

from random import Random

from complaint_sets.aside_digits import digits, wide

_PRIVATE = "가나다라마거너더러머버서어저고노도로모보소오조구누두루무부수우주"
_RENTED = "허하호"
_REGIONS = (
    "서울",
    "부산",
    "대구",
    "인천",
    "광주",
    "대전",
    "울산",
    "경기",
    "강원",
    "충북",
    "충남",
    "전북",
    "전남",
    "경북",
    "경남",
    "제주",
    "세종",
)
_BIKES = (
    "서울 강남", "서울 관악", "서울 송파", "서울 마포", "서울 노원", "대전 서구", "대전 유성", "대전 중구", "대전 대덕", "대전 동구", "경기 수원", "경기 성남", "경기 부천", "인천 남동",
    "인천 부평", "부산 사하", "충남 천안", "충북 청주", "전북 전주", "광주 북구", "대구 수성", "세종",
)  # fmt: skip
_CAR = (
    "{n}{u}{f}", "{n}{u}{f}", "{n}{u}{f}", "{n}{u} {f}", "{n}{u} {f}", "{n} {u} {f}", "{n} {u}{f}", "{n}{u}-{f}", "{n}-{u}-{f}",
    "{n}{u}  {f}", "{n}{u}.{f}",
)  # fmt: skip
_OLD = (
    "{r}{n}{u}{f}", "{r}{n}{u} {f}", "{r} {n}{u}{f}", "{r} {n}{u} {f}", "{r} {n} {u} {f}", "{r}{n} {u} {f}", "{r} {n}{u}-{f}",
    "{r}-{n}{u}-{f}",
)  # fmt: skip


def _four(rng: Random) -> str:
    return f"{rng.randint(100, 9999):04d}"


def plate(rng: Random, way: str) -> str:
    """A plate; ways: ko (any), car, rent, taxi, bike, works, envoy, old, en."""
    if way == "en":
        return _plate_en(rng)
    if way == "ko":
        way = rng.choices(
            ("car", "rent", "taxi", "bike", "works", "envoy", "old"), (50, 10, 11, 10, 4, 3, 12)
        )[0]
    if way == "bike":
        place = rng.choice(_BIKES)
        form = rng.choice(
            (
                "{p} {u} {f}",
                "{p} {u} {f}",
                "{p} {u}{f}",
                "{p}{u}{f}",
                "{p}{u} {f}",
                "{q}{u}{f}",
                "{q} {u} {f}",
                "{p}-{u}-{f}",
                "{q} {u}{f}",
            )
        )
        return form.format(
            p=place, q=place.replace(" ", ""), u=rng.choice("가나다라마바사아자차카타파하"), f=_four(rng)
        )
    if way == "works":
        number, use = (
            rng.choice(("01", "02", "04", "06", "07", "08", "14", "15", "26", "27")),
            rng.choice("가나다라마바사아"),
        )
        if rng.random() < 0.4:
            return rng.choice(_CAR[:5]).format(n="0" + number, u=use, f=_four(rng))
        return rng.choice(_OLD).format(r=rng.choice(_REGIONS), n=number, u=use, f=_four(rng))
    if way == "envoy":
        return rng.choice(
            ("외교 {a}-{b}", "외교{a}-{b}", "준외 {a}-{b}", "영사 {a}-{b}", "외교 {a}{b}")
        ).format(a=f"{rng.randint(1, 120):03d}", b=f"{rng.randint(1, 99):03d}")
    if way == "taxi":
        number, use = (
            rng.choice(
                ("30", "31", "32", "33", "34", "35", "36", "70", "79", "80", "82", "85", "88", "92", "98")
            ),
            rng.choice("바사아자아바배"),
        )
        return rng.choice(_OLD).format(r=rng.choice(_REGIONS), n=number, u=use, f=_four(rng))
    if way == "old":
        number = str(rng.randint(1, 9)) if rng.random() < 0.15 else f"{rng.randint(11, 69)}"
        return rng.choice(_OLD).format(r=rng.choice(_REGIONS), n=number, u=rng.choice(_PRIVATE), f=_four(rng))
    number = str(rng.randint(100, 699)) if rng.random() < 0.6 else f"{rng.randint(10, 69):02d}"
    made = rng.choice(_CAR).format(
        n=number, u=rng.choice(_RENTED if way == "rent" else _PRIVATE), f=_four(rng)
    )
    return wide(made) if rng.random() < 0.05 and " " not in made else made


def _plate_en(rng: Random) -> str:
    letters = "ABCDEFGHJKLMNPRSTUVWXYZ"

    def some(count: int) -> str:
        return "".join(rng.choice(letters) for _ in range(count))

    number = digits(rng, 4)
    return rng.choice(
        (
            f"{some(3)}-{number}", f"{some(3)}-{number}", f"{some(3)}{number}", f"{some(3)} {number}", f"{some(3).lower()}{number}",
            f"T{digits(rng, 6)}C", f"T{digits(rng, 6)}C", f"{digits(rng, 1)}{some(3)}{digits(rng, 2)}",
            f"{digits(rng, 1)}{some(3)} {digits(rng, 2)}",
            f"{digits(rng, 3)} {some(2)}{digits(rng, 1)}", f"{some(1)}{digits(rng, 2)}-{some(3)}", f"{some(1)}{digits(rng, 2)}{some(3)}",
            f"{some(2)}-{digits(rng, 5)}", f"{some(2)}{digits(rng, 5)}", f"{digits(rng, 5)}-{some(2)}",
            f"{digits(rng, 1)}{some(1)}{digits(rng, 2)}",
        )
    )  # fmt: skip


# --- passports ------------------------------------------------------------------------------------------------------------------


def _letters(rng: Random, count: int) -> str:
    return "".join(rng.choice("ABCDEFGHJKLMNPRSTUVWXYZ") for _ in range(count))


def _korean_passport(rng: Random) -> str:
    head = rng.choice("MMMMMMSRDG")
    if head in "MS" and rng.random() < 0.5:
        body = digits(rng, 3) + _letters(rng, 1) + digits(rng, 4)
        form = rng.choice(
            ("{h}{b}", "{h}{b}", "{h}{b}", "{h} {b}", "{h}{x} {y}", "{h}{x}{l}{z}", "{h}-{b}", "{h} {x} {y}")
        )
    else:
        body = digits(rng, 8)
        form = rng.choice(("{h}{b}", "{h}{b}", "{h}{b}", "{h} {b}", "{h}-{b}", "{h}{x} {y}", "{h}{v} {w}"))
    made = form.format(
        h=head, b=body, x=body[:3], y=body[3:], z=body[4:], l=body[3].lower(), v=body[:4], w=body[4:]
    )
    roll = rng.random()
    if roll < 0.08:
        return made.lower()
    return (
        wide(made).replace(head, chr(ord(head) - ord("A") + ord("Ａ")), 1)
        if 0.08 < roll < 0.12 and made.isalnum()
        else made
    )


_FOREIGN = {
    "중국": ("E########", "EA#######", "EJ#######", "G########"),
    "베트남": ("B#######", "C#######", "N#######", "P########"),
    "필리핀": ("P#######A", "P#######B", "EC#######"),
    "우즈베키스탄": ("AA#######", "FA#######", "AC#######"),
    "몽골": ("E#######", "EG#######"),
    "일본": ("TK#######", "TR#######", "MU#######"),
    "미국": ("5########", "6########", "A########"),
    "인도": ("N#######", "U#######", "Z#######"),
    "태국": ("AA#######", "AB#######"),
    "네팔": ("0#######", "1#######", "PA#######"),
    "러시아": ("75 #######", "76#######", "71 #######"),
    "캐나다": ("AB######", "GA######", "HK######"),
    "독일": ("C01X0#T#7", "C4F#2H#K#"),
    "인도네시아": ("B#######", "C#######", "X#######"),
    "카자흐스탄": ("N########", "N0#######"),
    "영국": ("5########", "1########"),
}  # fmt: skip
_FOREIGN_EN = {"중국": "Chinese", "베트남": "Vietnamese", "필리핀": "Philippine", "일본": "Japanese", "미국": "US", "인도": "Indian", "캐나다": "Canadian",
               "독일": "German", "영국": "UK", "러시아": "Russian", "몽골": "Mongolian", "우즈베키스탄": "Uzbek"}  # fmt: skip


def _abroad(rng: Random, country: str) -> str:
    return "".join(str(rng.randint(0, 9)) if char == "#" else char for char in rng.choice(_FOREIGN[country]))


def passport(rng: Random, way: str) -> str:
    """A passport number; ways: ko (Korean), foreign (country named, Korean text), en (any country), named (country in English)."""
    if way == "foreign":
        country = rng.choice(list(_FOREIGN))
        form = rng.choice(
            (
                "{c} 여권 ⟦{n}⟧",
                "{c}여권 ⟦{n}⟧",
                "여권({c}) ⟦{n}⟧",
                "{c} 여권번호 ⟦{n}⟧",
                "{c} 여권 No. ⟦{n}⟧",
                "여권 ⟦{n}⟧({c})",
            )
        )
        return form.format(c=country, n=_abroad(rng, country))
    if way == "named":
        country = rng.choice(list(_FOREIGN_EN))
        form = rng.choice(
            (
                "{c} passport ⟦{n}⟧",
                "{c} passport no. ⟦{n}⟧",
                "{c} passport #⟦{n}⟧",
                "{c} Passport No: ⟦{n}⟧",
                "passport ⟦{n}⟧ ({c})",
            )
        )
        return form.format(c=_FOREIGN_EN[country], n=_abroad(rng, country))
    if way == "en":
        return _abroad(rng, rng.choice(("미국", "미국", "미국", *_FOREIGN_EN)))
    return _korean_passport(rng)


# --- driving licences -----------------------------------------------------------------------------------------------------------

_OFFICES = {"11": "서울", "12": "부산", "13": "경기", "14": "강원", "15": "충북", "16": "충남", "17": "전북", "18": "전남", "19": "경북", "20": "경남",
            "21": "제주", "22": "대구", "23": "인천", "24": "광주", "25": "대전", "26": "울산", "28": "경기북부"}  # fmt: skip
_LICENCE = ("{o}-{y}-{s}-{c}",) * 4 + (
    "{o} {y} {s} {c}", "{o}{y}{s}{c}", "{o}-{y} {s}-{c}", "{o} - {y} - {s} - {c}", "{o}-{y}-{s} {c}", "{o}.{y}.{s}.{c}", "{o}–{y}–{s}–{c}",
    "{r} {y}-{s}-{c}", "{r} {y}-{s}-{c}", "{r}{y}-{s}-{c}", "{r}-{y}-{s}-{c}", "{r} {y} {s} {c}", "{r} {y}{s}{c}", "{r}({o})-{y}-{s}-{c}",
    "{r} {o}-{y}-{s}-{c}", "{r}/{y}-{s}-{c}", "{o}-{y}-{s}{c}",
)  # fmt: skip


def driver_licence(rng: Random, way: str) -> str:
    """A driving licence number; ways: ko, shape (hyphened, when nothing names it), en."""
    if way == "en":
        one = rng.choice("ABCDEFGHJKLMNPRST")
        return rng.choice(
            (
                f"{digits(rng, 3)} {digits(rng, 3)} {digits(rng, 3)}", digits(rng, 9),
                f"{digits(rng, 3)}-{digits(rng, 3)}-{digits(rng, 3)}",
                "S" + digits(rng, 8), "SA" + digits(rng, 7), f"{one}{digits(rng, 4)} {digits(rng, 5)} {digits(rng, 5)}",
                f"{one}{digits(rng, 14)}",
                digits(rng, 8), f"{digits(rng, 2)} {digits(rng, 3)} {digits(rng, 3)}", one + digits(rng, 7), digits(rng, 9),
                f"{one}{digits(rng, 3)}-{digits(rng, 3)}-{digits(rng, 2)}-{digits(rng, 3)}-0",
            )
        )  # fmt: skip
    office = rng.choice(("11", "13", "25", "25", "25", *_OFFICES))
    form = _LICENCE[0] if way == "shape" else rng.choice(_LICENCE)
    made = form.format(
        o=office,
        r=_OFFICES[office],
        y=f"{rng.choice((*range(75, 100), *range(25))):02d}",
        s=digits(rng, 6),
        c=digits(rng, 2),
    )
    return wide(made) if way == "ko" and rng.random() < 0.05 and " " not in made else made


MAKERS = {"plate": plate, "passport": passport, "driver_licence": driver_licence}
