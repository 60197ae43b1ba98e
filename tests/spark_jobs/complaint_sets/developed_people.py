"""Invented names of persons, of theirs on the net, and doors of their dwellings."""

from __future__ import annotations

from random import Random

from complaint_sets.developed_values import digits, wide, words

SURNAMES = "김이박최정강조윤장임한오서신권황안송류전홍고문양손배백허유남심노하곽성차주우구민나진지엄채원천방공현함변염여추도소석선설마길연위표명기반라왕금옥육인맹제모탁국어은편용"
GIVEN = words(
    "민수 서연 지훈 영희 철수 하늘 수빈 도윤 예준 미경 정숙 순자 영자 춘자 상철 병호 기영 은정 혜진 동현 보람 슬기 아름 다운 빛나 가을 재석 태희 창민 규리 성민 용준 현우 준호 지은 유나 나래 은별 새롬 한결 승헌 광수 덕화 금희 말숙 복례 점순 종필 인성 효리 주원 "
    "시우 하준 이안 로운 라온 태오 리우 서아 지안 하윤 채원 다인 예린 나은 경수 희철 두식 만수 봉석 옥분 길동 진아 선우 해인 원빈 소율 찬호 건희 호연 윤서 민재 재윤 지환 은우 수아 유진 세영 여진 남주 연경 강인 흥민 의조 우영 영권"
)
SHORT_GIVEN = words("준 찬 솔 민 혁 훈 철 현 진 웅 빈 건 별 산")
COMPOUND = ("남궁", "황보", "제갈", "선우", "독고", "사공")
FIRST = words(
    "John Maria David Jennifer Michael Linda Robert Patricia James Wei Ana Kevin Fatima Sean Nicole Carlos Emily Daniel Grace Omar Priya"
)
LAST = words(
    "Smith Johnson Garcia O'Brien Nguyen Patel Rodriguez Williams Murphy Chen Lopez Sullivan Kim Brown Davis Costa McCarthy Hernandez Cohen Baptiste"
)
LOGINS = words(
    "hongkd sunny minsu kim.jy blue_sky happy92 parkssi lovely lee-js seoulman choi0412 star.light mj_cho"
)
HOSTS = words(
    "naver.com gmail.com hanmail.net daum.net nate.com kakao.com outlook.com yahoo.co.kr example.co.kr korea.ac.kr"
)


def email(luck: Random) -> str:
    name, host = luck.choice(LOGINS) + (digits(luck, 2) if luck.random() < 0.5 else ""), luck.choice(HOSTS)
    stem, _, end = host.partition(".")
    korean = {"naver": "네이버", "gmail": "지메일", "hanmail": "한메일", "daum": "다음"}.get(stem, stem)
    return luck.choice(
        (
            f"{name}@{host}", f"{name}@{host}", f"{name}@{host}", f"{name} @ {host}", f"{name}@ {host}", f"{name}골뱅이{host}", f"{name} 골뱅이 {host}", f"{name}(골뱅이){host}", f"{name}(at){host}", f"{name} [at] {host}", f"{name}@{stem} . {end}",
            f"{name} at {stem} dot {end.replace('.', ' dot ')}", f"{name}(at){stem}(dot){end}", f"{name}＠{host}", f"{name.upper()}@{host.upper()}", f"{name}골뱅이{korean}닷컴" if end == "com" or korean != stem else f"{name}골뱅이{host}", f"{name}@{stem}",
        )
        if stem in ("naver", "gmail", "daum", "nate", "kakao")
        else (f"{name}@{host}", f"{name} @ {host}", f"{name}골뱅이{host}", f"{name}[at]{host}")
    )  # fmt: skip


def handle(luck: Random) -> str:
    return luck.choice(LOGINS).replace(".", luck.choice("._")) + luck.choice(
        ("", digits(luck, 2), "_" + digits(luck, 2))
    )


def ip(luck: Random) -> str:
    four = ".".join(str(luck.randrange(1, 255)) for _ in range(3))
    hexes = [f"{luck.randrange(1, 65536):x}" for _ in range(8)]
    return luck.choice(
        (
            f"{luck.randrange(20, 255)}.{four}",
            f"{luck.randrange(20, 255)}.{four}",
            f"192.168.{luck.randrange(255)}.{luck.randrange(1, 255)}",
            ":".join(hexes),
            f"2001:db8:{hexes[0]}::{hexes[1]}",
            f"fe80::{hexes[0]}:{hexes[1]}",
            f"{luck.randrange(20, 255)}.{four}:8080",
        )
    )


def url(luck: Random) -> str:
    pool = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"
    secret = "".join(luck.choice(pool) for _ in range(luck.choice((20, 24, 32)))) + "7aQ"
    host = luck.choice(("www.example.com", "minwon.example.go.kr", "app.example.net", "share.example.co.kr"))
    return luck.choice(
        (
            f"https://{host}/view?token={secret}", f"https://{host}/reset?id=3&key={secret}", f"http://{host}/photo/{secret}", f"https://{host}/login?session_id={secret[:12]}", f"{host}/d/{secret}/view", f"https://{host}/cb#access_token={secret}",
            f"https://user:{secret[:8]}@{host}/cam", f"https://{host}/f?email=hong%40example.com", f"https://open.kakao.com/o/s{secret[:7]}", f"https://{host}/share/550e8400-e29b-41d4-a716-{digits(luck, 12)}", f"https://{host}/a?sig={secret}&exp=1762000000",
        )
    )  # fmt: skip


def unit(luck: Random) -> str:
    block, door = luck.randrange(101, 125), luck.randrange(1, 20) * 100 + luck.randrange(1, 9)
    return luck.choice(
        (
            f"{block}동 {door}호", f"{block}동 {door}호", f"{block}동{door}호", f"{block}동, {door}호", f"{block} 동 {door} 호", f"{luck.choice('가나다라')}동 {luck.randrange(1, 5)}0{luck.randrange(1, 5)}호", f"{luck.choice('ABC')}동 {door}호", f"{luck.randrange(1, 20)}층 {door}호", f"{luck.randrange(2, 5)}층{luck.randrange(2, 5)}0{luck.randrange(1, 5)}호",
            f"{block}-{door}호", f"지하 1층 {luck.randrange(101, 109)}호", f"B0{luck.randrange(1, 9)}호", f"{door}호", f"{luck.randrange(2, 5)}0{luck.randrange(1, 9)}호", f"{block}동\n{door}호", wide(str(block)) + "동 " + wide(str(door)) + "호", f"제{block}동 제{door}호", f"{block}동 {luck.randrange(2, 15)}층 {door}호",
        )
    )  # fmt: skip


def dashed_unit(luck: Random) -> str:
    return f"{luck.randrange(101, 125)}-{luck.randrange(1, 20) * 100 + luck.randrange(1, 9)}"


def american_unit(luck: Random) -> str:
    return luck.choice(
        (
            f"Apt {luck.randrange(1, 30)}{luck.choice('ABC')}",
            f"Apt. {luck.randrange(1, 99)}",
            f"apartment {luck.randrange(1, 99)}",
            f"Unit {luck.randrange(1, 30)}",
            f"Apt #{luck.randrange(1, 30)}",
            f"unit {luck.choice('ABC')}{luck.randrange(1, 9)}",
            f"apt {luck.randrange(1, 9)}{luck.choice('RLF')}",
        )
    )


def name(luck: Random) -> str:
    if luck.random() < 0.04:
        return luck.choice(COMPOUND) + luck.choice(GIVEN)
    return luck.choice(SURNAMES[:30] if luck.random() < 0.8 else SURNAMES) + luck.choice(GIVEN)


def any_name(luck: Random) -> str:
    """After a label anything may stand."""
    plain = luck.choice(SURNAMES[:30]) + luck.choice(GIVEN)
    return luck.choice(
        (
            plain,
            plain,
            plain,
            plain,
            " ".join(plain),
            f"{plain[0]} {plain[1:]}",
            plain[0] + luck.choice(SHORT_GIVEN),
            "Nguyen Thi Lan",
            "JOHN SMITH",
            "왕웨이",
            "응우옌티란",
            f"{luck.choice(FIRST)} {luck.choice(LAST)}",
        )
    )


def surname(luck: Random) -> str:
    return luck.choice("김박최정강조윤장임오서신권황안송홍유고문손배백허남노")


def american_name(luck: Random) -> str:
    return luck.choice(
        (
            f"{luck.choice(FIRST)} {luck.choice(LAST)}",
            f"{luck.choice(FIRST)} {luck.choice(LAST)}",
            f"{luck.choice(FIRST)} {luck.choice('ABCDEJKLM')}. {luck.choice(LAST)}",
        )
    )


def american_surname(luck: Random) -> str:
    return luck.choice(LAST)
