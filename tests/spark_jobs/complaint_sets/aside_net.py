"""Made-up traces on the net: mail addresses, messenger ids, machine addresses, links that carry a secret."""

from random import Random

_STEMS = (
    "sunny", "happy", "minsu", "yjkim", "hong2", "jihye", "dreamer", "bluesky", "kdhong", "seojun", "lovely", "greenhill", "hanbat",
    "gapcheon", "kimys", "parkjh", "leehk", "choi", "jung", "songi", "moonlight", "star", "tiger", "ksj", "lhs", "pmk", "cyh", "redfox",
    "coffee", "nabi", "haneul", "baram", "dalgona", "gomdori", "mango", "yuna", "taeho", "eunji", "sangwoo", "bomi", "kyungmin", "sora",
    "jaehyun", "hyejin", "rkd",
)  # fmt: skip
_STEMS_EN = (
    "mrodriguez", "denise", "kwilliams", "tony.caruso", "bklynmom", "jchen", "nyclove", "o.petrov", "queensgal", "rsingh", "lateisha",
    "dgold", "mike", "sarah.k", "uptown", "bxdad", "alvarez", "jfk", "harlemcat", "mets", "yankeefan", "astoria", "emily", "patel",
    "noguchi", "goldberg",
)  # fmt: skip
_HOSTS = (
    "naver.com", "naver.com", "naver.com", "hanmail.net", "daum.net", "gmail.com", "gmail.com", "nate.com", "kakao.com", "korea.kr",
    "hotmail.com", "yahoo.co.kr", "icloud.com", "outlook.kr", "cnu.ac.kr", "kaist.ac.kr", "dreamwiz.com", "empas.com", "paran.com",
    "lycos.co.kr",
)  # fmt: skip
_HOSTS_EN = (
    "gmail.com", "gmail.com", "yahoo.com", "aol.com", "verizon.net", "optonline.net", "hotmail.com", "icloud.com", "outlook.com",
    "nyu.edu", "columbia.edu", "protonmail.com", "earthlink.net", "msn.com", "me.com",
)  # fmt: skip
_SAID = {
    "naver.com": "네이버",
    "hanmail.net": "한메일",
    "gmail.com": "지메일",
    "daum.net": "다음",
    "nate.com": "네이트",
    "kakao.com": "카카오",
}
_MAIL = ("{l}@{h}",) * 10 + (
    "{l}(at){h}", "{l} (at) {h}", "{l} at {d}", "{l}[at]{h}", "{l} [at] {h}", "{l}골뱅이{h}", "{l} 골뱅이 {h}", "{l}＠{h}", "{l} @ {h}",
    "{l}@ {h}",
    "{l} @{h}", "{l}(골뱅이){h}", "{l} 골뱅이 {s}", "{l}골뱅이{s}", "{U}@{H}", "{l}(a){h}", "{l}앳{h}", "{l} at {h}", "{l}＠{p}", "{l}골뱅이 {p}",
    "{l}@{sp}", "{l}(at){dd}", "{l}[@]{h}", "{l} 골뱅이 {sj}", "{l}_at_{h}", "{l}(앳){h}",
)  # fmt: skip
_MAIL_EN = ("{l}@{h}",) * 12 + (
    "{l} at {d}", "{l}(at){h}", "{l} (at) {h}", "{l} [at] {h}", "{l}[at]{dd}", "{l} @ {h}", "{L}@{h}", "{U}@{H}", "{l} AT {D}", "{l}@ {h}",
    "{l}＠{h}", "{l} at {h}", "{l}(AT){h}", "{l} (at) {d}",
)  # fmt: skip


def email(rng: Random, way: str) -> str:
    """A mail address; ways: ko (spelt in any way), plain, said (골뱅이 …), en."""
    english = way == "en"
    stem, tail = rng.choice(_STEMS_EN if english else _STEMS), str(rng.randint(1, 9999))
    local = rng.choice(
        (f"{stem}{tail}", f"{stem}{tail}", f"{stem}_{tail}", f"{stem}.{rng.choice(_STEMS)}", f"{stem}-{tail}",
        f"{rng.choice('abckjlmsp')}{stem}{tail}",
         f"{stem}{rng.choice(_STEMS)}", f"{tail}{stem}", f"{stem}.{tail}", f"{stem}{tail}x" if not english else f"{stem}+311.{tail}")
    )  # fmt: skip
    host = rng.choice(_HOSTS_EN if english else tuple(_SAID) if way == "said" else _HOSTS)
    forms = _MAIL_EN if english else _MAIL[:1] if way == "plain" else _MAIL[15:] if way == "said" else _MAIL
    form = rng.choice(forms)
    if "{s" in form and "{sp" not in form:
        host = rng.choice(tuple(_SAID))
    said = _SAID.get(host, host)
    return form.format(
        l=local, h=host, d=host.replace(".", " dot "), D=host.upper().replace(".", " DOT "), s=said + rng.choice((".com", "닷컴",
        " 닷컴", " 점 컴")),
        sj=said + rng.choice(("쩜컴", " 쩜 컴", "점컴")), p=host.replace(".", "．"), sp=host.replace(".", " . "), dd=host.replace(".", "[dot]"),
        U=local.upper(), H=host.upper(), L=local.capitalize(),
    )  # fmt: skip


_NICKS = (
    "대전지킴이", "둔산동호랑이", "갑천바람", "유성댁", "보문산다람쥐", "노은맘", "관저동아재", "한밭산책", "은행나무집", "하늘고래", "달리는거북이", "꽃집아저씨", "엑스포키즈", "빵순이", "서울촌놈",
    "밤하늘별", "초코우유", "행복한하루", "민트라떼", "산타는할배", "도솔산메아리", "콩이네", "두부엄마", "까치울",
)  # fmt: skip


def messenger(rng: Random, way: str) -> str:
    """A messenger id or nickname; ways: ko, en (Latin ids), nick (Korean nickname), discord."""
    stem, other, tail = (
        rng.choice(_STEMS_EN if way == "en" else _STEMS).replace(".", "_"),
        rng.choice(_STEMS),
        str(rng.randint(1, 9999)),
    )
    if way == "nick" or (way == "ko" and rng.random() < 0.2):
        return rng.choice(_NICKS) + rng.choice(
            (tail, tail[:2], "_" + tail[:2], "no" + tail[:2], "★" + tail[:2])
        )
    if way == "discord" or rng.random() < 0.08:
        return f"{stem}#{rng.randint(1, 9999):04d}"
    return rng.choice(
        (f"{stem}{tail}", f"{stem}_{tail}", f"{stem}.{tail}", f"{stem}_{other}", f"{other}.{stem}", f"{stem}{other}{tail[:2]}",
        f"_{stem}{tail}", f"{stem}_{tail}_",
         f"{stem}__{other}", f"{stem}-{tail}", f"{stem.capitalize()}{tail}", f"{stem}{tail}kr", f"x{stem}x{tail}",
         f"{other}_{stem}_{tail[:2]}")
    )  # fmt: skip


def ip(rng: Random, way: str) -> str:
    """An address of somebody's machine; ways: any, four, six."""
    if way != "six" and (way == "four" or rng.random() < 0.66):
        head = rng.choice((1, 14, 27, 39, 49, 58, 59, 61, 106, 110, 112, 114, 115, 118, 119, 121, 123, 125, 175, 180, 182, 203, 210,
            211, 218, 220, 221, 223,
                           24, 67, 68, 71, 72, 74, 98, 100, 108, 173, 184))  # fmt: skip
        return f"{head}.{rng.randint(2, 254)}.{rng.randint(0, 254)}.{rng.randint(1, 254)}"
    groups = [f"{rng.randint(1, 65535):x}" for _ in range(8)]
    groups[0], groups[1] = rng.choice(
        (
            ("2001", "e60"),
            ("2406", "5900"),
            ("240f", "1a2"),
            ("2001", "2d8"),
            ("2604", "2000"),
            ("2600", "4041"),
            ("2601", "86"),
        )
    )
    full, short = ":".join(groups), ":".join(groups[:3]) + "::" + ":".join(groups[6:])
    return rng.choice(
        (full, full, full.upper(), short, short, ":".join(group.zfill(4) for group in groups), "::ffff:" + ip(rng, "four"),
         ":".join(groups[:4]) + "::" + groups[7], groups[0] + ":" + groups[1] + "::" + groups[7])
    )  # fmt: skip


def _secret(rng: Random, sort: str) -> str:
    if sort == "hex":
        return "".join(rng.choice("0123456789abcdef") for _ in range(rng.choice((16, 24, 32, 40))))
    if sort == "jwt":
        return "eyJhbGciOiJIUzI1NiJ9." + _secret(rng, "long") + "." + _secret(rng, "long")
    if sort == "uuid":
        made = "".join(rng.choice("0123456789abcdef") for _ in range(32))
        return f"{made[:8]}-{made[8:12]}-4{made[13:16]}-a{made[17:20]}-{made[20:]}"
    size = {"long": rng.randint(22, 34), "short": rng.randint(8, 12)}[sort]
    made = "".join(
        rng.choice("ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz0123456789") for _ in range(size - 2)
    )
    return made + str(rng.randint(10, 99))


_SITES = (
    "https://minwon.example-gu.kr", "https://eungdapso.seoul.go.kr", "https://www.epeople.go.kr", "https://www.daejeon.go.kr",
    "http://parking.djsiseol.or.kr", "https://www.gov.kr", "https://etax.seoul.go.kr", "https://m.place-share.kr",
    "https://cloud.mybox-file.com", "https://bikeseoul.com",
)  # fmt: skip
_SITES_EN = (
    "https://portal.311.nyc.gov", "https://a836-citypay.nyc.gov", "https://nycha-self.service-portal.com",
    "https://myaccount.coned-mail.com", "https://app.housingconnect.nyc.gov", "https://www.mta-claims.info", "https://drive-share.io",
    "http://tenant-portal.rentcafe-ny.com",
)  # fmt: skip
_QUERY = (
    "/mypage/view.do?id={i}&⟦token={L}⟧", "/view?⟦token={h}⟧", "/report/{i}?⟦key={L}⟧", "/file/down.do?seq={i}&⟦sig={h}⟧&lang=ko",
    "/login?⟦session={h}⟧", "/minwon/confirm?⟦auth={L}⟧", "/share/photo?no={i}&⟦access_token={j}⟧", "/api/v1/case/{i}?⟦api_key={h}⟧",
    "/v?⟦sessionid={h}⟧&page=2", "/oauth/callback?⟦code={L}⟧&state=done", "/m/link?lang=ko&⟦authKey={L}⟧",
    "/pay/receipt?receiptNo={i}&⟦signature={h}⟧", "/join?⟦invite={s}⟧", "/pw/reset?⟦reset_token={u}⟧",
    "/down?f={i}.jpg&expires=1760000000&⟦Signature={L}⟧", "/r.do?⟦sid={h}⟧", "/board/list.jsp?⟦JSESSIONID={h}⟧",
    "/verify?mail=y&⟦token={u}⟧", "/check?⟦otp_key={s}⟧&no={i}", "/status?case={i}&⟦secret={h}⟧", "/a?⟦id_token={j}⟧",
    "/dl?⟦auth_token={h}⟧#page=3", "/s?utm_source=sms&⟦t_key={L}⟧", "/u?⟦password={s}⟧&menu=3", "/photo?⟦X-Amz-Signature={h}⟧",
)  # fmt: skip
_PATHS = (
    "/reset/⟦{L}⟧", "/password/reset/⟦{u}⟧", "/invite/⟦{s}⟧", "/verify/⟦{h}⟧", "/auth/⟦{L}⟧/confirm", "/reset-password/⟦{h}⟧",
    "/session/⟦{u}⟧", "/invite/⟦{L}⟧", "/magic-link/⟦{L}⟧", "/token/⟦{h}⟧", "/account/activate/⟦{h}⟧", "/join/invite/⟦{s}⟧",
)  # fmt: skip


def url_token(rng: Random, way: str) -> str:
    """A link with the secret in it marked; ways: ko, en, query, path."""
    tail = (
        rng.choice(_PATHS)
        if way == "path" or (way != "query" and rng.random() < 0.28)
        else rng.choice(_QUERY)
    )
    site = rng.choice(_SITES_EN if way == "en" else _SITES)
    return site + tail.format(
        i=rng.randint(1000, 999999),
        L=_secret(rng, "long"),
        h=_secret(rng, "hex"),
        j=_secret(rng, "jwt"),
        s=_secret(rng, "short"),
        u=_secret(rng, "uuid"),
    )


MAKERS = {"email": email, "messenger": messenger, "ip": ip, "url_token": url_token}
