"""Invented numbers of persons, in the shapes people write."""

from __future__ import annotations

from random import Random


def words(text: str) -> list[str]:
    return text.split()


LETTERS = "가나다라마거너더러머버서어저고노도로모보소오조구누두루무부수우주"
HIRED = "허하호"
TRADE = "바사아자배"
REGIONS = words("서울 부산 대구 인천 광주 대전 울산 경기 강원 충북 충남 전북 전남 경북 경남 제주")
WORDS = ("공", "일", "이", "삼", "사", "오", "육", "칠", "팔", "구")
ENGLISH_DIGITS = words("zero one two three four five six seven eight nine")


def digits(luck: Random, n: int) -> str:
    return "".join(str(luck.randrange(10)) for _ in range(n))


def grouped(luck: Random, groups: tuple[str, ...], gaps: tuple[str, ...]) -> str:
    return luck.choice(gaps).join(groups)


def wide(text: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if c.isdigit() or c == "-" else c for c in text)


def phone(luck: Random) -> str:
    head, middle, tail = "010", digits(luck, 4), digits(luck, 4)
    if luck.random() < 0.1:
        head, middle = luck.choice(("011", "016", "017", "019")), digits(luck, 3)
    plain = grouped(luck, (head, middle, tail), ("-", "", ".", " ", " - ", "·", "/", "–", "_", "~"))
    spelled = "".join(WORDS[int(d)] for d in head + middle + tail)
    mixed = (
        "".join(luck.choice((d, WORDS[int(d)])) for d in head)
        + "-"
        + "".join(WORDS[int(d)] for d in middle)
        + "-"
        + tail
    )
    return luck.choice(
        (
            plain, plain, plain, f"({head}){middle}-{tail}", f"({head}) {middle} {tail}", f"{head}){middle}-{tail}", wide(f"{head}-{middle}-{tail}"), wide(head + middle + tail),
            f"+82 {head[1:]}-{middle}-{tail}", f"+82-{head[1:]}-{middle}-{tail}", f"+82{head[1:]}{middle}{tail}", f"82-{head[1:]}-{middle}-{tail}", f"+82(0){head[1:]}-{middle}-{tail}",
            f"{spelled[:3]} {spelled[3:-4]} {spelled[-4:]}", spelled, f"{spelled[:3]}-{spelled[3:-4]}-{spelled[-4:]}", f"{'영' + spelled[1:3].replace('공', '영')} {spelled[3:-4]} {spelled[-4:]}",
            f"{spelled[:3]}에 {spelled[3:-4]}에 {spelled[-4:]}", mixed, f"{head}-{middle}-{spelled[-4:]}", f"{head} {middle}{tail}", f"{head}{middle}-{tail}", " ".join(head + middle + tail), f"{head}-{middle}-\n{tail}",
            f"{head}-{middle[:2]}**-{tail}", f"{head.replace('0', 'O')}-{middle}-{tail}", f"{head},{middle},{tail}",
        )
    )  # fmt: skip


def landline(luck: Random) -> str:
    area, middle, tail = (
        luck.choice(("02", "031", "032", "051", "064", "070", "0505", "033")),
        digits(luck, luck.choice((3, 4))),
        digits(luck, 4),
    )
    middle = str(luck.randrange(2, 10)) + middle[1:]
    spelled = "".join(WORDS[int(d)] for d in area + middle + tail)
    return luck.choice(
        (
            f"{area}-{middle}-{tail}", f"{area}-{middle}-{tail}", f"{area}){middle}-{tail}", f"({area}){middle}-{tail}", f"({area}) {middle}-{tail}", f"{area} {middle} {tail}", f"{area}.{middle}.{tail}",
            f"{area}{middle}{tail}", f"+82-{area[1:]}-{middle}-{tail}", f"+82 {area[1:]} {middle} {tail}", f"{spelled[: len(area)]} {spelled[len(area) : -4]} {spelled[-4:]}", wide(f"{area}-{middle}-{tail}"),
        )
    )  # fmt: skip


def foreign_phone(luck: Random) -> str:
    d = lambda n: digits(luck, n)  # noqa: E731
    return luck.choice(
        (
            f"+81 90-{d(4)}-{d(4)}", f"+81-3-{d(4)}-{d(4)}", f"+86 138 {d(4)} {d(4)}", f"+86-139-{d(4)}-{d(4)}", f"+84 9{d(1)} {d(3)} {d(4)}", f"+44 20 7946 0{d(3)}", f"+44 7700 900{d(3)}", f"+1-617-555-0{d(3)}",
            f"+1 (212) 555-0{d(3)}", f"+63 917 {d(3)} {d(4)}", f"+998 90 {d(3)} {d(2)} {d(2)}", f"+49 151 {d(8)}", f"+33 6 {d(2)} {d(2)} {d(2)} {d(2)}", f"001-81-90-{d(4)}-{d(4)}", f"090-{d(4)}-{d(4)}", f"+7 9{d(2)} {d(3)}-{d(2)}-{d(2)}",
        )
    )  # fmt: skip


def american_phone(luck: Random) -> str:
    area, middle, tail = (
        luck.choice(("617", "857", "212", "718", "347", "646", "917", "781", "508")),
        "555" if luck.random() < 0.3 else str(luck.randrange(200, 999)),
        digits(luck, 4),
    )
    return luck.choice(
        (
            f"{area}-{middle}-{tail}", f"({area}) {middle}-{tail}", f"({area}){middle}-{tail}", f"{area}.{middle}.{tail}", f"{area} {middle} {tail}", f"1-{area}-{middle}-{tail}", f"+1 {area} {middle} {tail}", f"1 ({area}) {middle}-{tail}",
            f"{area}-{middle}-{tail} x{luck.randrange(10, 999)}",
        )
    )  # fmt: skip


def bare_american_phone(luck: Random) -> str:
    return luck.choice(("617", "718", "857")) + str(luck.randrange(200, 999)) + digits(luck, 4)


def spelled_american_phone(luck: Random) -> str:
    said = [
        ENGLISH_DIGITS[int(d)]
        for d in luck.choice(("617", "718")) + str(luck.randrange(200, 999)) + digits(luck, 4)
    ]
    return luck.choice(
        (" ".join(said), f"{' '.join(said[:3])}, {' '.join(said[3:6])}, {' '.join(said[6:])}", "-".join(said))
    )


def resident_number(luck: Random) -> str:
    born, sex = (
        f"{luck.randrange(100):02}{luck.randrange(1, 13):02}{luck.randrange(1, 29):02}",
        luck.choice("12345678"),
    )
    serial = digits(luck, 6)
    return luck.choice(
        (
            f"{born}-{sex}{serial}", f"{born}-{sex}{serial}", f"{born}{sex}{serial}", f"{born} {sex}{serial}", f"{born} - {sex}{serial}", f"{born}-{sex}******", f"{born}-{sex}*****", f"{born}-*******", wide(f"{born}-{sex}{serial}"), f"{born}–{sex}{serial}",
            f"{born}-{sex}{serial[:2]}****", f"{born}.{sex}{serial}", f"{born}-{sex}xxxxxx", f"{born}-\n{sex}{serial}", f"{born}-{sex}●●●●●●", f"{born}_{sex}{serial}",
        )
    )  # fmt: skip


def card(luck: Random) -> str:
    groups = (str(luck.randrange(3500, 9999)), digits(luck, 4), digits(luck, 4), digits(luck, 4))
    return luck.choice(
        (
            "-".join(groups), "-".join(groups), " ".join(groups), "".join(groups), " - ".join(groups), ".".join(groups), wide("-".join(groups)), f"{groups[0]}-{groups[1][:2]}**-****-{groups[3]}", f"{groups[0]}-****-****-{groups[3]}",
            f"37{digits(luck, 2)}-{digits(luck, 6)}-{digits(luck, 5)}", f"37{digits(luck, 2)} {digits(luck, 6)} {digits(luck, 5)}", f"1010-{groups[1]}-{groups[2]}-{groups[3]}", f"{groups[0]} {groups[1]}-{groups[2]}-{groups[3]}", f"{groups[0]}-{groups[1]}\n-{groups[2]}-{groups[3]}",
        )
    )  # fmt: skip


def account(luck: Random) -> str:
    shape = luck.choice(
        (
            "6-2-6",
            "3-3-6",
            "4-3-6",
            "3-6-5",
            "4-2-7",
            "3-2-6",
            "13",
            "12",
            "3-4-4-2",
            "4-4-4-1",
            "11",
            "14",
            "6 2 6",
            "3 3 6",
        )
    )
    gap = " " if " " in shape else "-"
    return gap.join(
        luck.choice("123456789") + digits(luck, int(n) - 1) if int(n) > 1 else digits(luck, 1)
        for n in shape.split(gap)
    )


def american_account(luck: Random) -> str:
    return luck.choice(
        (
            digits(luck, 9),
            digits(luck, 10),
            digits(luck, 12),
            f"{digits(luck, 4)} {digits(luck, 3)} {digits(luck, 4)}",
            f"{digits(luck, 5)}-{digits(luck, 5)}",
        )
    )


def plate(luck: Random) -> str:
    letter, four = luck.choice(LETTERS + LETTERS + HIRED), f"{luck.randrange(1000, 10000)}"
    two, three, region = str(luck.randrange(10, 100)), str(luck.randrange(100, 1000)), luck.choice(REGIONS)
    return luck.choice(
        (
            f"{two}{letter}{four}", f"{three}{letter}{four}", f"{two}{letter} {four}", f"{three}{letter} {four}", f"{three} {letter} {four}", f"{two} {letter} {four}", f"{two}{letter}-{four}", f"{region}{two}{letter}{four}", f"{region} {two}{letter} {four}",
            f"{region} {two}{luck.choice(TRADE)} {four}", f"{region}{luck.randrange(1, 10)}{letter}{four}", f"{region} {luck.randrange(1, 10)}{letter} {four}", f"외교 {digits(luck, 3)}-{digits(luck, 3)}", f"외교{digits(luck, 3)}-{digits(luck, 3)}", f"영사 {digits(luck, 3)}-{digits(luck, 3)}",
            f"준외 {digits(luck, 3)}-{digits(luck, 3)}", f"임 {four}", f"임시 {four}", f"임시{digits(luck, 6)}", f"{region} 임 {four}", wide(f"{two}") + letter + wide(four), f"{three}{letter}\n{four}", f"{region} {luck.choice(('강남', '수원', '성남', '중구'))} {luck.choice('가나다라')} {four}",
        )
    )  # fmt: skip


def american_plate(luck: Random) -> str:
    up = lambda n: "".join(luck.choice("ABCDEFGHJKLMNPRSTVWXYZ") for _ in range(n))  # noqa: E731
    return luck.choice(
        (
            f"{up(3)}{digits(luck, 4)}",
            f"{up(3)}-{digits(luck, 4)}",
            f"{up(3)} {digits(luck, 4)}",
            f"{digits(luck, 1)}{up(3)}{digits(luck, 2)}",
            f"{digits(luck, 3)} {up(2)}{digits(luck, 1)}",
            f"T{digits(luck, 6)}C",
        )
    )


def passport(luck: Random) -> str:
    letter, up = luck.choice("MSRDG"), luck.choice("ABCDEFGHJKLM")
    return luck.choice(
        (
            f"{letter}{digits(luck, 8)}",
            f"{letter}{digits(luck, 3)}{up}{digits(luck, 4)}",
            f"{letter.lower()}{digits(luck, 8)}",
            f"{letter} {digits(luck, 4)} {digits(luck, 4)}",
            f"{letter}-{digits(luck, 8)}",
        )
    )


def foreign_passport(luck: Random) -> str:
    return luck.choice(
        (
            digits(luck, 9),
            f"E{digits(luck, 8)}",
            f"C{digits(luck, 7)}",
            f"TR{digits(luck, 7)}",
            f"N{digits(luck, 7)}",
        )
    )


def licence(luck: Random) -> str:
    region = luck.choice(words("11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 28"))
    year, serial, check = digits(luck, 2), digits(luck, 6), digits(luck, 2)
    return luck.choice(
        (
            f"{region}-{year}-{serial}-{check}",
            f"{region}-{year}-{serial}-{check}",
            f"{region} {year} {serial} {check}",
            f"{luck.choice(REGIONS)} {year}-{serial}-{check}",
            f"{region}.{year}.{serial}.{check}",
            wide(f"{region}-{year}-{serial}-{check}"),
            f"{region} - {year} - {serial} - {check}",
        )
    )


def bare_licence(luck: Random) -> str:
    return luck.choice(words("11 13 21 28")) + digits(luck, 10)
