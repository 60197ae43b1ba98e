"""Names people have on the net: e-mail, messengers, addresses of machines, links that let in whoever has them."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator
from urllib.parse import unquote

from spark_jobs.complaints.redaction.words import any_of, word_list

Found = Iterator[tuple[int, int, str]]

_AT = r"(?: ?@ ?| ?(?:골뱅이|앳|엣|\(앳\)) ?| ?[(\[{<] ?(?:at|AT|At|a|골뱅이|@|앳) ?[)\]}>] ?)"
_DOT = r"(?: ?\. ?| ?(?:닷|쩜|점|도트) ?| ?[(\[{<] ?(?:dot|DOT|Dot|닷|점|\.) ?[)\]}>] ?)"
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
    rf"|[A-Za-z0-9][A-Za-z0-9._+-]*{_AT}{_KNOWN_HOST}(?![A-Za-z])"
    rf"|[가-힣]{{2,6}}[0-9]*(?: ?@ ?| ?골뱅이 ?){_HOST}(?:{_DOT}{_TLD}(?![A-Za-z])){{1,2}}"
    r"|\b[A-Za-z0-9._+-]{2,} at [A-Za-z0-9-]+ dot (?:com|net|org|edu|gov|co|kr|io|us)(?: dot [a-z]{2,3})?(?![A-Za-z])"
)

_APP = rf"(?:{any_of('online.apps')}|(?<![A-Za-z])(?:{any_of('online.english_apps')})(?![A-Za-z]))"
_EVERYDAY = frozenset(word_list("online.everyday"))
_ID_WORD = r"(?:아이디|아디|ID|Id|id|계정|닉네임|닉|유저네임|username|user name|handle|account|DM|디엠|name)"
_HANDLE = r"@?[A-Za-z0-9][A-Za-z0-9._#-]{1,31}[A-Za-z0-9_]"
_LINKS = r"(?:[\s:=()\[\]\"'/,-]|은|는|이|가|도|으?로|에서|에|추가|검색|친구|주소|제|내|저의|is|my|me on|me at|at|on|as|under|\bto\b|=>|->)"
_APP_BEFORE = re.compile(rf"{_APP} @|'", re.IGNORECASE)
_MESSENGER = re.compile(
    rf"(?P<app>{_APP})(?:{_LINKS}{{0,5}}(?P<id>{_ID_WORD}))?(?P<link>{_LINKS}{{0,5}})(?<![A-Za-z0-9._])(?P<handle>{_HANDLE})(?![A-Za-z0-9])",
    re.IGNORECASE,
)
_ID_TOLD = re.compile(
    r"(?<![A-Za-z가-힣])(?:제 |내 )?(?:아이디|아디|닉네임|ID|username|user name|handle)"
    rf"(?:\s?(?P<is>는|은|이|가|:|=|is)\s?|\s)[\s\"'(]{{0,2}}(?P<handle>{_HANDLE})(?![A-Za-z0-9])",
    re.IGNORECASE,
)
_HANDLE_FIRST = re.compile(
    rf"(?<![A-Za-z0-9._@가-힣])(?P<handle>{_HANDLE}) ?(?:\(|\[|,|/|-|이?라는|라고|은|는|이|가|on)? ?(?:제 )?{_APP}"
    r"(?= ?(?:아이디|ID|id|계정|로|으로|입니다|이에요|\)|\]|$|[.,]))",
    re.IGNORECASE,
)
_BARE_HANDLE = re.compile(
    r"(?<![A-Za-z0-9._가-힣@/])@(?=[A-Za-z0-9._-]*[0-9_.][A-Za-z0-9_])[A-Za-z_][A-Za-z0-9._-]{3,30}(?<![.-])"
)
_OFFICIAL = re.compile(
    r"(?:공식|시청|구청|서울시|경찰|공단|공사|교통공사|official|city of|department|구정|시정)[^.!?\n]{0,20}$",
    re.IGNORECASE,
)
_OFFICIAL_AFTER = re.compile(r"\s?\(?(?:이라는 |라는 )?(?:공식|official)", re.IGNORECASE)
# Words that stand after an app's name without being anybody's.
_NO_HANDLE = re.compile(
    rf"(?:{any_of('online.no_handles')}|photo[0-9]*|[0-9]{{1,5}}|[0-9]+(?:st|nd|rd|th|m|km|min|h|am|pm))$",
    re.IGNORECASE,
)

_IPV4 = re.compile(
    r"(?<![0-9A-Za-z.])(?:[0-9]{1,3}\.){3}[0-9]{1,3}(?![0-9A-Za-z])(?!\.[0-9])(?::[0-9]{2,5}|/[0-9]{1,2})?"
)
_IPV6 = re.compile(
    r"(?<![0-9A-Za-z:.])(?=[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*:)[0-9A-Fa-f:]{2,45}(?:(?:[0-9]{1,3}\.){3}[0-9]{1,3})?"
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
    r"(?:https?|ftp)://[^\s<>\"'가-힣]+"
    r"|(?<![A-Za-z0-9@.])(?:[a-z0-9-]+\.)+(?:com|net|org|kr|io|me|us|gov|edu|app|dev|co|link|ly|gl|page|site)(?::[0-9]+)?/[^\s<>\"'가-힣]+",
    re.IGNORECASE,
)
_SECRET_NAME = re.compile(
    r"(?:^|[?&#;/_.-])(?:[a-z_]*token|api_?key|key|auth[a-z]*|access|session[a-z_]*|sess|sid|jsessionid|phpsessid|signature|sig|secret|"
    r"pass(?:word|wd)?|pwd|pw|otp|code|ticket|hash|invite|user(?:_?id|_?name|_?no)?|uid|member[a-z_]*|account|e-?mail|mail|phone|tel|mobile|"
    r"hp|name|jwt|credential|x-amz-[a-z-]+|share|resetkey|reset|verify|cert[a-z]*|guest|nonce)=[^&#;\s]{4,}",
    re.IGNORECASE,
)
# Short names of public places and films: random letters, but nobody's.
_MAPS = re.compile(
    r"(?:goo\.gl/maps|maps\.app\.goo\.gl|naver\.me|kko\.to|(?:www\.)?google\.com/maps|youtu\.be|(?:www\.)?youtube\.com)/"
)
_LONG = re.compile(r"[A-Za-z0-9_~+%.-]{16,}={0,2}")
_UUID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}", re.IGNORECASE)
_SHARED = re.compile(
    r"(?:open\.kakao\.com/(?:o|me)/|t\.me/|discord\.gg/|discord(?:app)?\.com/invite/|chat\.whatsapp\.com/|line\.me/(?:ti|R)/|"
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
    return bool(_UUID.search(path)) or any(_is_random(piece) for piece in re.split(r"[/?&#=;.]", path))


def _is_random(piece: str) -> bool:
    """Whether nobody chose these letters: long, digits among them, and no words joined by hyphens."""
    if not _LONG.fullmatch(piece) or piece.isdigit():
        return False
    words = re.split(r"[-_]", piece)
    if len(words) >= 3 and all(re.fullmatch(r"[a-z]+|[A-Z]?[a-z]+|[0-9]{1,8}", word) for word in words):
        return False
    kinds = sum(bool(re.search(kind, piece)) for kind in ("[a-z]", "[A-Z]", "[0-9]"))
    return kinds == 3 or (kinds == 2 and len(re.findall("[0-9]", piece)) >= 4 and len(piece) >= 20)


def emails(text: str) -> Found:
    """E-mail addresses, spelled out ones (골뱅이, at … dot) too."""
    for match in _EMAIL.finditer(text):
        if not _APP_BEFORE.match(match[0]):
            yield *match.span(), "email"


def messengers(text: str) -> Found:
    """Names on messengers and social networks: after the app's name, or after 아이디, ID."""
    for pattern, is_said in ((_MESSENGER, _is_said), (_ID_TOLD, _is_told), (_HANDLE_FIRST, _looks_chosen)):
        for match in pattern.finditer(text):
            if not is_said(match):
                continue
            if _is_handle(match["handle"]) and not _is_official(text, *match.span("handle")):
                yield *match.span("handle"), "messenger"
    for match in _BARE_HANDLE.finditer(text):
        if not _is_official(text, *match.span()):
            yield *match.span(), "messenger"


def _looks_chosen(match: re.Match[str]) -> bool:
    return re.search("[0-9_@#]|[a-z][.][a-z]", match["handle"]) is not None


def _is_told(match: re.Match[str]) -> bool:
    """`ID: hong`, `아이디 hong`; of English, `handle such materials` is none."""
    return match["is"] is not None or _looks_chosen(match) or not match[0].isascii()


def _is_said(match: re.Match[str]) -> bool:
    """Whether what stands after an app's name is a name there: it looks so, or an id is told; of most apps a colon or a particle will do."""
    if match["id"] or _looks_chosen(match):
        return True
    is_told = re.search("[:=은는이가로]|is", match["link"]) is not None or not match["app"].isascii()
    return is_told and match["app"].lower() not in _EVERYDAY


def _is_official(text: str, start: int, end: int) -> bool:
    return bool(_OFFICIAL.search(text[max(0, start - 40) : start]) or _OFFICIAL_AFTER.match(text, end))


def _is_handle(word: str) -> bool:
    return not _NO_HANDLE.match(word) and (word.startswith("@") or re.search("[A-Za-z]", word) is not None)


def addresses(text: str) -> Found:
    """IPv4 and IPv6 addresses, not the number of a version or of a section."""
    for match in _IPV4.finditer(text):
        octets = re.split("[:/]", match[0])[0]
        before = text[max(0, match.start() - 25) : match.start()]
        if not _is_ip(octets) or _VERSION_TOLD.search(before):
            continue
        # Where no word tells, small numbers are those of a section or a date.
        if _IP_TOLD.search(before) or max(map(int, octets.split("."))) >= 32:
            yield *match.span(), "ip"
    for match in _IPV6.finditer(text):
        if len(match[0]) > 3 and match[0].strip(":") and _is_ip(match[0].partition("/")[0]):
            yield *match.span(), "ip"


def _is_ip(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True
