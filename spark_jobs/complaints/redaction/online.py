"""Names people have on the net: e-mail, messengers, addresses of machines, links that let in whoever has them."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator
from urllib.parse import unquote

from spark_jobs.complaints.redaction.words import any_of, word_list

Found = Iterator[tuple[int, int, str]]

_AT = r"(?:\s{0,2}@\s{0,2}| ?(?:골뱅이|앳|엣|\(앳\)) ?| ?[(\[{<] ?(?:at|AT|At|a|골뱅이|@|앳) ?[)\]}>] ?| (?i:at) (?=[A-Za-z0-9-]+(?:\.| (?i:dot) )))"
_DOT = r"(?: ?[.,] ?| ?(?:닷|쩜|점|도트) ?| (?i:dot) | ?[(\[{<] ?(?:dot|DOT|Dot|닷|점|\.) ?[)\]}>] ?)"
_TLD_SURE = rf"(?:{any_of('online.domains')})"
_TLD = rf"(?:{_TLD_SURE}|[a-z]{{2,6}})"
_HOST = rf"(?:[A-Za-z0-9-]+|{any_of('online.hosts')})"
_KNOWN_HOST = (
    rf"(?:naver|gmail|daum|hanmail|nate|kakao|hotmail|outlook|yahoo|icloud|{any_of('online.hosts')})"
)
_EMAIL = re.compile(
    # an address as it should be written
    r"[A-Za-z0-9._%+'-]+@(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,}"
    rf"|(?<![A-Za-z0-9가-힣])[A-Za-z0-9][A-Za-z0-9._+-]*{_AT}{_HOST}(?:{_DOT}{_TLD_SURE}(?![A-Za-z])){{1,3}}"
    rf"|[A-Za-z0-9][A-Za-z0-9._+-]*{_AT}{_KNOWN_HOST}(?![A-Za-z])(?: ?, ?(?:{_TLD_SURE})(?![A-Za-z])){{0,2}}"
    # letter by letter
    r"|(?<![A-Za-z0-9])(?:[A-Za-z0-9._-] ){2,30}@(?: [A-Za-z0-9.-](?![A-Za-z0-9])){4,30}"
    rf"|[가-힣]{{2,6}}[0-9]*(?:@ ?| ?골뱅이 ?){_HOST}(?:{_DOT}{_TLD}(?![A-Za-z0-9_-])){{1,2}}"
    r"|\b[A-Za-z0-9._+-]{2,} (?i:at [A-Za-z0-9-]+ dot (?:com|net|org|edu|gov|co|kr|io|us)(?: dot [a-z]{2,3})?)(?![A-Za-z])"
    r"|(?<![A-Za-z0-9._])[A-Za-z0-9._+-]{2,}?(?i:_at_)[A-Za-z0-9-]+(?:\.|(?i:_dot_))(?i:com|net|org|edu|gov|co|kr|io|us)(?:\.[a-z]{2})?(?![A-Za-z])"
)

# The host's name behind it, no sign between: 메일 hong77 네이버.
_MAIL_APART = re.compile(
    rf"(?:이메일|메일|이멜|[Ee]-?mail)(?: ?주소)?(?:[\s:은는=]{{1,4}})([A-Za-z0-9][A-Za-z0-9._-]{{2,}}[ /,(]{{1,2}}(?:{any_of('online.hosts')}))"
)
# `call at example.com` is none, `hong at gmail.com` and `email: hong at example.com` are.
_SPOKEN_AT = re.compile(r" at (?=[A-Za-z0-9-]+\.)", re.IGNORECASE)
_MAIL_TOLD = re.compile(
    r"(?:메일|이멜)(?: ?주소)?(?:은|는|이|[\s:=(-])*$|mail(?: address)?\s?(?:is|[:=(-])\s?$", re.IGNORECASE
)

_APP = rf"(?:{any_of('online.apps')}|(?<![A-Za-z])(?:{any_of('online.english_apps')})(?![A-Za-z]))"
_BARE_APPS = {"kakao", "kakaotalk", "kakao talk", "telegram", "wechat", "insta", "instagram"}
_ENDS_BARE = re.compile(r"\s*(?:$|[\n,.;)])")
_EVERYDAY = frozenset(word_list("online.everyday"))
_ID_WORD = r"(?:(?:아이디|아디|ID|Id|id)(?:요|는요)?|계정|닉네임|닉|유저네임|username|user name|handle|account|DM|디엠|name)"
_HANDLE = r"@?[A-Za-z0-9_][A-Za-z0-9._#-]{1,31}[A-Za-z0-9_]"
_LINKS = (
    r"(?:[\s:=()\[\]\"'/,>→?|▶-]|(?:애|아이|손주|손녀|손자|딸|아들|며느리|사위|조카)(?=[가이] )"
    r"|메신저|프로필|은|는|이|가|도|으?로|에서|에|추가|검색|친구|주소"
    r"|제|내|저의|찾으시면|돼요|@로|하실|하시면|거면|주시면|is|my|me on|me at|at|on|as|under|\bto\b|=>|->)"
)
# Boxes of an office that no person has.
_ROLE_BOX = re.compile(
    r"(?:webmaster|postmaster|minwon|master|admin|info|contact|help|helpdesk|support|callcenter|privacy|noreply|no-reply|press|feedback)"
    r"@(?:[A-Za-z0-9-]+\.)*(?:go\.kr|gov|gov\.[a-z]{2}|or\.kr)",
    re.IGNORECASE,
)
# How every router calls itself, where its own page is told of.
_ROUTER = re.compile(r"192\.168\.[0-9]{1,3}\.(?:1|254)|10\.0\.[01]\.1|172\.16\.0\.1")
_ROUTER_PAGE = re.compile(
    r"(?:(?:설정|관리자?) ?(?:화면|페이지|창|메뉴)|page|login|게이트웨이|gateway)[^0-9A-Za-z가-힣]*$"
)
_APP_BEFORE = re.compile(rf"{_APP} @|'", re.IGNORECASE)
_MESSENGER = re.compile(
    rf"(?P<app>{_APP})(?:{_LINKS}{{0,8}}(?P<id>{_ID_WORD}))?"
    rf"(?P<link>{_LINKS}{{0,8}})(?<![A-Za-z0-9._])(?P<handle>{_HANDLE})(?![A-Za-z0-9])",
    re.IGNORECASE,
)
_ID_TOLD = re.compile(
    r"(?<![A-Za-z])(?:제 |내 )?(?:아이디|아디|닉네임|ID|username|user name|handle)"
    rf"(?:\s?(?P<is>는|은|이|가|:|=|is)\s?|\s)[\s\"'(]{{0,2}}(?P<handle>{_HANDLE})(?![A-Za-z0-9])",
    re.IGNORECASE,
)
# A name people chose in Hangul, after 닉네임 or in quotes after 아이디.
_NICK = re.compile(
    r"(?:닉네임|대화명|별명|닉넴|닉)(?:은|는|이|가)?[\s:=]{0,2}(?:['\"](?P<quoted>[^'\"\n]{2,16})['\"]"
    r"|(?P<nick>[가-힣A-Za-z0-9_]{2,10}(?: [가-힣A-Za-z0-9_]{1,5})?)"
    r"(?= ?(?:이에요|예요|입니다|이라고|라고|이고|인데|이란|쓰는|이 ?사람|[,.)/\n]|$)))"
    r"|(?:아이디|ID)(?:은|는|이|가)?[\s:=]{0,2}['\"](?P<id>[^'\"\n]{2,16})['\"]"
)
# Hangul with a number behind it, which no word has: 콩이네_13, 밤하늘별★74, 꽃집아저씨no11.
_HANGUL_ID = re.compile(
    r"(?<![가-힣0-9A-Za-z])[가-힣]{2,10}(?P<sign>[_*.~-]|[Nn]o\.?)?[0-9]{1,5}(?![0-9A-Za-z])"
    r"(?![.,:-][0-9]| ?(?:호(?!랑)|동|번|층|월|년|일(?!까)|시(?!발)|분|명|개|원|세|대|m|회|건|차|가 |가길|길|정거장|단지|구역|출구|%))"
)
# A text without one of these tells no such name.
HANGUL_ID_TOLD = re.compile(
    "닉|아이디|아디|별명|대화명|톡|라인|밴드|당근|인스타|텔레|페북|페이스|트위터|위챗|틱톡|스레드|디스코드|[Ii][Dd](?![a-z])"
)
_SIGNS = r"[\s:=()\[\]\"'/,>→?|-]{0,4}"
_HANGUL_ID_TOLD = re.compile(
    rf"(?:{_APP}(?:방|톡방)?(?P<mark>{_SIGNS}@?)(?P<app>))?"
    r"(?:(?P<told>아이디|아디|ID|Id|id|닉네임|닉넴|닉|별명|대화명|이름|계정|프로필)(?:요|는요|은요)?(?:은|는|이|가|도)?"
    rf"{_SIGNS}@?(?:(?:애|아이|손주|손녀|손자|딸|아들|며느리|사위|조카)[가이] )?)?$"
)
_ROAD_ENDS = re.compile("(?:로|길|동|역|번|대로|호선|노선|버스|아파트|단지|정류장|출구)$")
_NO_NICK = re.compile(
    r"^이?(?:라던|라든|란|라는)|변경|설정|중복|등록|입력|오류|사용|표시|공개|필수|없|뭐|모르|안 |비공개|도용|금지|기재|찾기|수정|삭제"
)
_HANDLE_FIRST = re.compile(
    rf"(?<![A-Za-z0-9._@가-힣])(?P<handle>{_HANDLE}) ?(?:\(|\[|,|/|-|이?라는|라고|은|는|이|가|on)? ?(?:제 )?{_APP}"
    r"(?= ?(?:(?:아이디|ID|id|계정)(?!\s?[:은는]?\s?[@A-Za-z0-9])|로|으로|입니다|이에요|\)|\]|$|[.,]))",
    re.IGNORECASE,
)
_BARE_HANDLE = re.compile(
    r"(?<![A-Za-z0-9._가-힣@/])@(?=[A-Za-z0-9._-]*[0-9_.][A-Za-z0-9_])[A-Za-z_][A-Za-z0-9._-]{3,30}(?<![.-])"
)
_TOLD_HANDLE = re.compile(
    r"(?:계정|아이디|디엠|멘션|인스타|트위터|스레드|틱톡|(?i:dm|insta(?:gram)?|twitter|handle|follow))[^\n@]{0,12}(@[A-Za-z_][A-Za-z0-9._]{3,30})"
)
_OFFICIAL = re.compile(
    r"(?:공식|시청|구청|서울시|경찰|공단|공사|교통공사|official|city of|department|구정|시정)[^.!?\n0-9]{0,20}$",
    re.IGNORECASE,
)
_OFFICIAL_HANDLE = re.compile(r"official|[_.]gov(?:$|[_.])|^@?seoul[_.]?(?:city|gov|metro)", re.IGNORECASE)
_OFFICIAL_AFTER = re.compile(r"\s?\(?(?:이라는 |라는 )?(?:공식|official)", re.IGNORECASE)
# Words that stand after an app's name without being anybody's.
_NO_HANDLE = re.compile(
    rf"(?:{any_of('online.no_handles')}|photo[0-9]*|[0-9]{{1,5}}|[NESW][0-9]{{1,3}}\.[0-9]+|[0-9]?[A-Z]{{2,3}}-[0-9]{{4}}-[0-9]+|[0-9]+(?:st|nd|rd|th|m|km|min|h|am|pm))$",
    re.IGNORECASE,
)

_IPV4 = re.compile(
    r"(?<![0-9A-Za-z.])(?:[0-9]{1,3}\.){3}[0-9]{1,3}(?![0-9A-Za-z])(?!\.[0-9])(?::[0-9]{2,5}|/[0-9]{1,2})?"
)
_VEILED_IP = re.compile(r"(?<![0-9.])[0-9]{1,3}(?: ?[\[({] ?(?:\.|dot|점) ?[\])}] ?[0-9]{1,3}){3}(?![0-9])")
_SPACED_IP = re.compile(r"(?<![0-9.])[0-9]{1,3}(?:\. [0-9]{1,3}){3}(?![0-9])(?!\.[0-9])")
_IPV6 = re.compile(
    r"(?:(?<![0-9A-Za-z:.])|(?<=[Pp]:)|(?<=주소:))(?=[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*:)[0-9A-Fa-f:]{2,45}(?:(?:[0-9]{1,3}\.){3}[0-9]{1,3})?"
    r"(?:%[A-Za-z0-9]+|/[0-9]{1,3})?(?![0-9A-Za-z:])"
)
_IP_TOLD = re.compile(
    r"(?<![A-Za-z])ip(?:v[46])?(?![A-Za-z])|아이피|접속|주소|서버|공유기|로그인|라우터|네트워크|address|server|router|login|host",
    re.IGNORECASE,
)
_VERSION_TOLD = re.compile(
    r"(?:버전|버젼|version|ver\.?|펌웨어|firmware|v|빌드|build|업데이트|앱|조항|항목|절|장|section|릴리스|release)\s?(?:은|는|이|가|:|\()?\s?$",
    re.IGNORECASE,
)

_URL = re.compile(
    # Hangul in it, where more of the address follows behind
    r"(?:h(?:tt|xx)ps?|ftp)://(?:[^\s<>\"'가-힣]|[가-힣]+(?=[^\s<>\"']{0,40}[./?=&#][A-Za-z0-9가-힣]))+"
    r"|(?<![A-Za-z0-9@.])(?:[a-z0-9-]+\.)+(?:com|net|org|kr|io|me|us|gov|edu|app|dev|co|link|ly|gl|page|site)(?::[0-9]+)?/[^\s<>\"'가-힣]+",
    re.IGNORECASE,
)
_SECRET_NAME = re.compile(
    r"(?:^|[?&#;/_.-])(?:[a-z_]*(?:token|secret|passw(?:or)?d|sess|auth|credential|signature|api_?key)[a-z_]*|key|tkn|refresh|access"
    r"|[a-z_]*(?:user|login|mber|member|cust)_?(?:id|no|nm|name)|sid|sig|pass(?:wd)?|pwd|pw|pin|otp|code|ticket|hash|invite|user|uid"
    r"|member[a-z_]*|account|e-?mail|mail|phone|tel|mobile|hp|name|jumin|rrn|ssn|birth[a-z]*|jwt|x-amz-[a-z-]+|share|resetkey|reset"
    r"|verify|cert[a-z]*|guest|nonce)=[^&#;\s]{4,}",
    re.IGNORECASE,
)
# Short names of public places and films: random letters, but nobody's.
_MAPS = re.compile(
    r"(?:goo\.gl/maps|maps\.app\.goo\.gl|naver\.me|kko\.to|(?:www\.)?google\.com/maps|youtu\.be|(?:www\.)?youtube\.com)/"
)
# Where a path lets somebody in, shorter pieces are secrets too.
_INVITED = re.compile(
    r"/(?:invite|invitation|join|reset|password|verify|magic|confirm|activate|login|ballot|vote|token|tokens|auth|session|(?:password[-_]?reset|reset[-_]?password|set[-_]?password|change[-_]?password|magic[-_]?link|verify[-_]?email|email[-_]?verify|sign[-_]?in|one[-_]?time)|unsubscribe|shared?|ticket)/"
    r"([A-Za-z0-9_-]{8,})(?![A-Za-z0-9_-])",
    re.IGNORECASE,
)
_LONG = re.compile(r"[A-Za-z0-9_~+%.-]{16,}={0,2}")
_UUID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}", re.IGNORECASE)
_SHARED = re.compile(
    r"(?:band\.us/n/|open\.kakao\.com/(?:o|me)/|t\.me/\+?|discord\.gg/|discord(?:app)?\.com/invite/|chat\.whatsapp\.com/|line\.me/(?:ti|R)/|"
    r"instagram\.com/|facebook\.com/(?!.*(?:seoul|city))|wa\.me/|qr\.kakao\.com/)[A-Za-z0-9_.@-]{3,}",
    re.IGNORECASE,
)


def urls(text: str) -> Found:
    """Links that hold a token, a password or a person's address. The whole link goes: what is left of one tells little."""
    if "/" not in text:
        return
    for match in _URL.finditer(text):
        link = match[0].rstrip(".,;:!?)]}'\"")
        if _is_secret(link):
            yield match.start(), match.start() + len(link), "url"


def _is_secret(link: str) -> bool:
    rest = link.rpartition("://")[2]
    host, _, path = rest.partition("/")
    if (
        "@" in host
        or ("@" in unquote(path) and "?" in path)
        or _SHARED.search(rest)
        or _SECRET_NAME.search(path)
    ):
        return True
    if _MAPS.match(rest):
        return False
    if any(_is_chosen_by_nobody(piece[1]) for piece in _INVITED.finditer("/" + path)):
        return True
    return bool(_UUID.search(path)) or any(_is_random(piece) for piece in re.split(r"[/?&#=;.]", path))


def _is_chosen_by_nobody(piece: str) -> bool:
    """Whether a short piece of a path mixes digits with letters, or small letters with capitals, as no word does."""
    return bool(re.search("[0-9]", piece) and re.search("[A-Za-z]", piece)) or bool(
        re.search("[a-z][A-Z]+[a-z]", piece)
    )


def _is_random(piece: str) -> bool:
    """Whether nobody chose these letters: long, digits among them, and no words joined by hyphens."""
    if not _LONG.fullmatch(piece) or piece.isdigit():
        return False
    words = re.split(r"[-_]", piece)
    if len(words) >= 3 and all(re.fullmatch(r"[a-z]+|[A-Z]?[a-z]+|[0-9]{1,8}", word) for word in words):
        return False
    if len(re.findall("[a-z](?=[A-Z])", piece)) >= 4:
        return True
    kinds = sum(bool(re.search(kind, piece)) for kind in ("[a-z]", "[A-Z]", "[0-9]"))
    return kinds == 3 or (kinds == 2 and len(re.findall("[0-9]", piece)) >= 4 and len(piece) >= 20)


def emails(text: str) -> Found:
    """E-mail addresses, spelled out ones (골뱅이, at … dot) too."""
    for match in _EMAIL.finditer(text):
        spoken = _SPOKEN_AT.search(match[0])
        is_sure = not spoken or re.search(
            f"[0-9_.+]|{_KNOWN_HOST}", match[0][: spoken.start()] + match[0][spoken.end() :].partition(".")[0]
        )
        if (
            not _APP_BEFORE.match(match[0])
            and not _ROLE_BOX.fullmatch(match[0])
            and (is_sure or _MAIL_TOLD.search(text[max(0, match.start() - 20) : match.start()]))
        ):
            yield *match.span(), "email"
    for match in _MAIL_APART.finditer(text):
        yield *match.span(1), "email"


def messengers(text: str) -> Found:
    """Names on messengers and social networks: after the app's name, or after 아이디, ID."""
    for pattern, is_said in ((_MESSENGER, _is_said), (_ID_TOLD, _is_told), (_HANDLE_FIRST, _looks_chosen)):
        for match in pattern.finditer(text):
            if not is_said(match):
                continue
            if _is_handle(match["handle"]) and not _is_official(text, *match.span("handle")):
                yield *match.span("handle"), "messenger"
    for match in _TOLD_HANDLE.finditer(text) if "@" in text else ():
        if not _is_official(text, *match.span(1)):
            yield *match.span(1), "messenger"
    for match in _NICK.finditer(text) if "닉" in text or "명" in text or "아이디" in text else ():
        group = match.lastgroup or "nick"
        if not _NO_NICK.search(match[group]):
            yield *match.span(group), "messenger"
    for match in _HANGUL_ID.finditer(text) if HANGUL_ID_TOLD.search(text) else ():
        if _is_hangul_id(text, match):
            yield *match.span(), "messenger"
    for match in _BARE_HANDLE.finditer(text):
        if not _is_official(text, *match.span()):
            yield *match.span(), "messenger"


def _is_hangul_id(text: str, match: re.Match[str]) -> bool:
    """Behind 아이디 or 닉네임, or behind an app's name with a sign; no road's or bus's number."""
    told = _HANGUL_ID_TOLD.search(text, max(0, match.start() - 32), match.start())
    if not told or not told[0]:
        return False
    if told["app"] is None and told["told"] in ("이름", "계정", "프로필"):
        return False
    if told["told"] or match["sign"] in ("_", "*", "no", "No"):
        return True
    word = match[0].rstrip("0123456789")
    if match["sign"] or _ROAD_ENDS.search(word):
        return False
    return len(word) > 2 and (
        bool(told["mark"].strip(" ,/")) or (len(word) > 3 and len(match[0]) > len(word) + 1)
    )


def _looks_chosen(match: re.Match[str]) -> bool:
    return re.search("[0-9_@#]|[a-z][.][a-z]", match["handle"]) is not None


def _is_told(match: re.Match[str]) -> bool:
    """`ID: hong`, `아이디 hong`; of English, `handle such materials` is none."""
    return match["is"] is not None or _looks_chosen(match) or not match[0].isascii()


def _is_said(match: re.Match[str]) -> bool:
    """Whether what stands after an app's name is a name there: it looks so, or an id is told; of most apps a colon or a particle will do."""
    if match["id"] or _looks_chosen(match):
        return True
    if (
        match["app"].lower() in _BARE_APPS
        and len(match["handle"]) >= 6
        and _ENDS_BARE.match(match.string, match.end())
    ):
        return True  # Kakao yunakim
    is_told = re.search("[:=은는이가로]|is", match["link"]) is not None or not match["app"].isascii()
    return is_told and match["app"].lower() not in _EVERYDAY


def _is_official(text: str, start: int, end: int) -> bool:
    return bool(
        _OFFICIAL_HANDLE.search(text[start:end])
        or _OFFICIAL.search(text[max(0, start - 40) : start])
        or _OFFICIAL_AFTER.match(text, end)
    )


def _is_handle(word: str) -> bool:
    return not _NO_HANDLE.match(word) and (word.startswith("@") or re.search("[A-Za-z]", word) is not None)


def addresses(text: str) -> Found:
    """IPv4 and IPv6 addresses, not the number of a version or of a section."""
    for match in _IPV4.finditer(text):
        octets = re.split("[:/]", match[0])[0]
        before = text[max(0, match.start() - 25) : match.start()]
        if (
            not _is_ip(octets)
            or octets.startswith("255.")
            or is_router_page(text, match.start(), octets)
            or _VERSION_TOLD.search(before)
            or text.startswith(("버전", " 버전"), match.end())
        ):
            continue
        # Where no word tells, small numbers are those of a section or a date.
        if _IP_TOLD.search(before) or max(map(int, octets.split("."))) >= 32:
            yield *match.span(), "ip"
    for match in _VEILED_IP.finditer(text):
        if all(int(octet) <= 255 for octet in re.findall("[0-9]+", match[0])):
            yield *match.span(), "ip"
    for match in _SPACED_IP.finditer(text):
        octets = [int(octet) for octet in match[0].split(". ")]
        if max(octets) <= 255 and (
            max(octets) >= 100 or _IP_TOLD.search(text[max(0, match.start() - 25) : match.start()])
        ):
            yield *match.span(), "ip"
    for match in _IPV6.finditer(text):
        if len(match[0]) > 3 and match[0].strip(":") and _is_ip(match[0].partition("/")[0]):
            yield *match.span(), "ip"


def is_router_page(text: str, start: int, address: str) -> bool:
    """Whether that address, which all routers have, is only where their settings are: `공유기 설정화면 192.168.0.1`."""
    return bool(
        _ROUTER.fullmatch(re.split("[:/]", address)[0])
        and _ROUTER_PAGE.search(text[max(0, start - 12) : start])
    )


def _is_ip(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True
