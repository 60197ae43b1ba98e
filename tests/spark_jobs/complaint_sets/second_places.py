"""Makes links that carry a secret, and units of homes."""

import string
from random import Random

from complaint_sets.second_build import Made

HEX = "0123456789abcdef"
COMPLEXES = (
    "도안 한빛마을아파트",
    "목련아파트",
    "둔산 크로바아파트",
    "상계주공 7단지",
    "래미안 위브",
    "노은 열매마을 6단지",
    "은평 푸르지오",
    "e편한세상 신촌",
    "마포자이 2차",
    "관저동 느리울마을 9단지",
    "잠실 파크리오",
    "신도림 대림아파트",
    "햇님아파트",
    "송촌 선비마을 3단지",
    "대덕 테크노밸리 5단지",
    "목동 신시가지 14단지",
    "봉천동 두산아파트",
    "SK뷰",
    "힐스테이트 강서",
    "판암 주공 5단지",
    "현대아파트",
    "롯데캐슬 골드",
    "LH 행복주택",
    "동아아파트",
)
ROADS = (
    "계룡로 641",
    "대학로 99",
    "한밭대로 745번길 12",
    "월드컵로12길 34",
    "성산로5길 8",
    "봉은사로 112",
    "계백로 1577",
    "동서대로 734",
    "관악로 158",
    "망원로7길 20",
    "연희로11가길 23",
    "은천로4길 41",
    "독산로 88길 15",
    "갈마로 160번길 33",
    "중리로 61",
    "화곡로13길 107",
    "수유로 45",
    "석계로 18",
    "오정로 96번길 7",
    "신림로 59길 12",
    "용두로 205",
    "자양로 23길 9",
    "궁동로18번길 40",
    "태평로 15",
)
VILLAS = (
    "",
    "",
    "행복빌라 ",
    "그린빌 ",
    "예일주택 ",
    "대림연립 ",
    "삼성빌리지 ",
    "미소원룸 ",
    "하늘채빌 ",
    "우성빌라 ",
    "청솔하우스 ",
    "더스테이오피스텔 ",
)
STREETS = (
    "45 Maple Street",
    "1280 Commonwealth Ave",
    "77 Dorchester Ave",
    "230 Beacon St",
    "19 Wendover Street",
    "412 W 49th St",
    "88 Prospect Park West",
    "3155 Broadway",
    "56 Gainsborough St",
    "9 Chester Ave",
    "602 Tremont St",
    "145 Blue Hill Ave",
    "34-20 Union St",
    "210 Meridian Street",
)
SEOUL_HOMES = (
    "Mapo Raemian Apartment",
    "Itaewon-ro 27-gil 14",
    "Haebangchon Villa",
    "Hannam Heights",
    "Yeonnam Green Vill",
    "Jamsil Parkrio",
    "Gwanak Dream Vill",
)
SITES = (
    "eungdapso.seoul.go.kr/view",
    "www.epeople.go.kr/nep/pttn/view.do",
    "www.safetyreport.go.kr/api/file",
    "reserve.daejeon.go.kr/my",
    "parking.djsiseol.or.kr/refund",
    "app.mapoparking.kr/receipt",
    "pay.smilebike.kr/r",
    "cdn.citizenvoice.kr/photo.jpg",
    "share.cloudbox.co.kr/f",
    "mail.hanuri.kr/confirm",
    "edu.yuseonglib.kr/apply",
    "m.culture-seoul.kr/ticket",
    "files.neighborsnap.com/img_2231.mp4",
    "cctv.myhomecam.io/live",
    "bos311.example-app.org/case",
    "youth.dobong.kr/apply/result",
)


def secret(rng: Random, low: int, high: int, alphabet: str = string.ascii_letters + string.digits) -> str:
    """A row of letters and digits nobody would guess."""
    return "".join(rng.choice(alphabet) for _ in range(rng.randrange(low, high)))


def url_token(rng: Random, variant: str) -> Made:
    """A link with a secret in its query or its path; the value is the secret."""
    site, scheme, number = (
        rng.choice(SITES),
        rng.choice(("https://", "https://", "https://", "http://", "")),
        rng.randrange(100, 99999),
    )
    if variant != "query" and rng.random() < 0.35:
        letters = string.ascii_letters + string.digits + "-_"
        paths = (
            ("https://open.kakao.com/o/", secret(rng, 8, 9), ""),
            ("https://discord.gg/", secret(rng, 8, 11), ""),
            ("https://t.me/+", secret(rng, 15, 17), ""),
            ("https://chat.whatsapp.com/", secret(rng, 22, 23), ""),
            ("https://accounts.seoulpass.kr/reset-password/", secret(rng, 24, 40), ""),
            ("https://my.daejeonpay.kr/password/reset/", secret(rng, 32, 33, HEX), ""),
            ("https://www.hanuri.kr/invite/", secret(rng, 10, 18), ""),
            ("https://band.us/n/", secret(rng, 14, 16), ""),
            ("https://login.gu-office.kr/magic/", secret(rng, 26, 44, letters).strip("-_"), ""),
            ("https://join.slack.com/t/dongne/shared_invite/zt-", secret(rng, 20, 30), ""),
            ("https://auth.bikeseoul.kr/verify/", secret(rng, 30, 50), "/done"),
            (
                "https://www.songpa-edu.kr/list.do;",
                f"jsessionid={secret(rng, 28, 36).upper()}",
                f"?page={rng.randrange(1, 9)}",
            ),
            ("http://minwon.jung-gu.kr/board/view.do;", f"jsessionid={secret(rng, 32, 33, HEX).upper()}", ""),
            ("https://apt-vote.kr/ballot/", secret(rng, 16, 28), ""),
            ("https://unsubscribe.newsmail.kr/u/", secret(rng, 20, 32), ""),
        )
        return rng.choice(paths)
    long = secret(rng, 20, 44)
    jwt = f"eyJhbGciOiJIUzI1NiJ9.eyJ1aWQiOi{secret(rng, 12, 20)}.{secret(rng, 28, 43)}"
    pairs = (
        f"token={long}",
        f"token={secret(rng, 32, 33, HEX)}",
        f"access_token={jwt}",
        f"key={secret(rng, 16, 28)}",
        f"sig={secret(rng, 24, 40)}%3D",
        f"signature={secret(rng, 40, 64, HEX)}",
        f"session={long}",
        f"sessionid={secret(rng, 26, 32, HEX)}",
        f"auth={long}",
        f"authKey={secret(rng, 16, 24)}",
        f"auth_token={long}",
        f"invite={secret(rng, 8, 16)}",
        f"reset_token={long}",
        f"sso_token={jwt}",
        f"api_key={secret(rng, 24, 36)}",
        f"X-Amz-Signature={secret(rng, 64, 65, HEX)}",
        f"sid={secret(rng, 20, 32)}",
        f"pwd={secret(rng, 14, 24)}",
        f"accessKey={secret(rng, 18, 26)}",
        f"refresh_token={long}",
        f"TOKEN={long.upper()}",
        f"secret={secret(rng, 16, 30)}",
    )
    before = rng.choice(
        (
            "?",
            "?",
            "?",
            f"?id={number}&",
            f"?no={number}&",
            f"?caseId={number}&",
            "?lang=ko&",
            f"?menu=12&seq={number}&",
        )
    )
    after = rng.choice(
        (
            "",
            "",
            "",
            "",
            "&lang=ko",
            f"&page={rng.randrange(1, 30)}",
            "&from=kakao",
            "#comment",
            f"&v={rng.randrange(1, 9)}",
        )
    )
    return scheme + site + before, rng.choice(pairs), after


def apartment(rng: Random) -> tuple[str, str]:
    """A block and a door as bare numbers."""
    return rng.choice(
        (
            f"{rng.randrange(101, 125)}",
            f"{rng.randrange(101, 125)}",
            f"{rng.randrange(201, 1410)}",
            f"{rng.randrange(1, 30)}",
        )
    ), f"{rng.randrange(1, 29)}{rng.randrange(1, 9):02d}"


def home_unit(rng: Random, variant: str) -> Made:
    """The unit of a home, mostly with its address before it."""
    block, door = apartment(rng)
    flat, floor = f"{rng.randrange(1, 7)}0{rng.randrange(1, 7)}", rng.randrange(1, 6)
    if variant == "en":
        forms = (
            f"Apt {floor}{rng.choice('ABCDEF')}",
            f"Apt. {floor}{rng.choice('ABCDEF')}",
            f"Apartment {rng.randrange(1, 40)}{rng.choice('ABC')}",
            f"Unit {rng.randrange(1, 60)}",
            f"#{floor}{rng.choice('ABCDEF')}",
            f"apt {rng.randrange(2, 90)}",
            f"Unit {floor}0{rng.randrange(1, 9)}",
            f"Apt #{rng.randrange(2, 40)}",
            f"Apt. {rng.randrange(101, 1200)}",
            f"unit #{rng.randrange(2, 30)}",
        )
        return rng.choice(STREETS) + rng.choice((", ", ", ", " ")), rng.choice(forms), ""
    if variant == "unit":
        forms = (
            f"Apt {floor}{rng.choice('ABCDEF')}",
            f"Apartment {rng.randrange(1, 40)}{rng.choice('ABC')}",
            f"Unit {rng.randrange(1, 60)}",
            f"Apt. {rng.randrange(2, 90)}",
            f"Unit {floor}{rng.choice('ABCDEF')}",
        )
        return "", rng.choice(forms), ""
    if variant == "seoul":
        forms = (
            f"Bldg {block}, Unit {door}",
            f"Building {block} Unit {door}",
            f"{block}-dong {door}-ho",
            f"{block}-dong, {door}-ho",
            f"Bldg. {block} Apt {door}",
            f"Unit {flat}",
            f"Room {flat}",
            f"#{flat}",
        )
        return rng.choice(SEOUL_HOMES) + rng.choice((", ", " ", ", ")), rng.choice(forms), ""
    if variant == "dash":
        return (
            rng.choice(COMPLEXES) + rng.choice((" ", " ", "")),
            rng.choice((f"{block}-{door}", f"{block}-{door}", f"{block}/{door}", f"{block} - {door}")),
            "",
        )
    if variant == "room":
        return (
            "",
            rng.choice(
                (
                    f"{flat}호",
                    f"{flat}호",
                    f"{flat} 호",
                    f"{floor}층 {flat}호",
                    f"B0{floor}호",
                    f"지하 B0{floor}호",
                )
            ),
            "",
        )
    both = (
        (f"{block}동 {door}호",) * 6
        + (f"{block}동{door}호",) * 3
        + (
            f"{block} 동 {door} 호",
            f"{block}동 {door} 호",
            f"{block}동, {door}호",
            f"{block}동  {door}호",
            f"{block}동/{door}호",
            f"{block}동 제{door}호",
        )
    )
    if variant == "both":
        return "", rng.choice(both), ""
    if variant == "apt" or (not variant and rng.random() < 0.5):
        return rng.choice(COMPLEXES) + rng.choice((" ", " ", " ", "", ", ")), rng.choice(both), ""
    small = (f"{flat}호",) * 4 + (
        f"{flat[0]}층 {flat}호",
        f"{flat[0]}층 {flat}호",
        f"지하 B0{floor}호",
        f"B0{floor}호",
        f"지층 {floor}호",
        f"{rng.choice('ABC')}동 {flat}호",
        f"{rng.choice('가나다')}동 {flat}호",
        f"지하 10{floor}호",
        f"{flat} 호",
        f"{floor}동 {flat}호",
        f"지하1층 B10{floor}호",
        f"{flat[0]}층{flat}호",
    )
    return rng.choice(ROADS) + rng.choice((" ", ", ", " ")) + rng.choice(VILLAS), rng.choice(small), ""
