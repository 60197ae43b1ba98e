"""Names of other countries, in Hangul (응우옌 반 남, 마이클 존슨) and in Latin letters (Kim Minseo), where a label stands before them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from spark_jobs.complaints.redaction.korean_names import NO_NAME, WORDS
from spark_jobs.complaints.redaction.plain import SEEN
from spark_jobs.complaints.redaction.words import any_of, word_list

_PARTS = frozenset(word_list("foreign.parts"))
_NO_NAME_BEGINS = tuple(word for word in NO_NAME if len(word) > 1)
_COMMON = tuple(word_list("foreign.common"))
# Syllables that loanwords and foreign names have, Korean words hardly.
_SYLLABLE = re.compile(f"[{''.join(word_list('foreign.syllables'))}]")
_BITS = re.compile(any_of("foreign.bits"))
_WORD = re.compile(r"[가-힣]{1,7}")
_PARTICLE = re.compile(
    r"(?:입니다|이라고|라고|이라는|라는|이고|이며|인데|이에요|예요|님|씨|에게|한테|으?로|이가|이랑|[은는이가을를의와과도])$"
)
_CLOSES = re.compile(
    r"\s*(?:$|[,\n/()|\].]|드림|올림|배상|씨|님|의 |입니다|이고|이며|라고|인데| (?:형|언니|누나|오빠|동생)(?:[이가도은는을의]|$| ))"
)
_FIELD_ENDS = re.compile(r"\s*(?:$|[,\n/(|\]])")
_LATIN = re.compile(
    r"[A-Z][A-Za-z'’-]+(?:,? {1,2}(?:[A-Z][A-Za-z'’-]*\.?|(?:de|da|del|van|von|bin|al)(?= [A-Z]))){1,3}(?![A-Za-z0-9])"
    r"|[A-Z][a-z'’-]{2,}(?=\s*(?:$|[,\n/(]|입니다|이고|라고|씨|님|드림))"
)
_NO_LATIN = re.compile(rf"(?:{any_of('foreign.no_latin')})\b", re.IGNORECASE)


def _is_foreign(word: str) -> bool:
    if word in WORDS or word.startswith(_NO_NAME_BEGINS) or word in NO_NAME or word.startswith(_COMMON):
        return False
    return word in _PARTS or bool(_SYLLABLE.search(word) or _BITS.search(word))


_HONORIFIC = re.compile("(?:씨|님|형|언니|누나|오빠)(?:께서|에게|한테|[이가도은는을의])?$")


def read_foreign(text: str, at: int) -> int:
    """Where a name of another country in Hangul that begins at `at` ends, 0 if none does."""
    end, count, is_sure = 0, 0, False
    while count < 4 and (word := _WORD.match(text, at)):
        if count and _HONORIFIC.match(word[0]):
            break
        is_whole = (
            word[0] in _PARTS
            or (len(word[0]) <= 4 and _FIELD_ENDS.match(text, word.end()))
            or (_is_foreign(word[0]) and _more(text, word.end()))
        )
        bare = word[0] if is_whole else _PARTICLE.sub("", word[0])
        has_particle = bare != word[0]
        is_known = bool(bare) and _is_foreign(bare)
        follows = (
            is_sure and 1 <= len(bare) <= 4 and bare not in WORDS and _CLOSES.match(text, at + len(bare))
        )
        begins = not count and 2 <= len(bare) <= 4 and bare not in WORDS and _closed(text, word.end())
        if not (
            is_known
            or begins
            or follows
            or (count and 1 <= len(bare) <= 2 and bare not in WORDS and _more(text, word.end()))
        ):
            break
        is_sure |= is_known
        count, end = count + 1, at + len(bare)
        if has_particle or text[word.end() : word.end() + 1] != " ":
            break
        at = word.end() + 1
    return (
        end if is_sure and (count > 1 or _CLOSES.match(text, end) or _PARTICLE_BEHIND.match(text, end)) else 0
    )


_PARTICLE_BEHIND = re.compile(
    r"(?:입니다|이라|라[고는]|이고|으?로|에게|한테|께|[은는이가을를의와과도](?![가-힣]))"
)


def _closed(text: str, at: int) -> bool:
    """Whether one more word follows, of another country, that ends the field: 아마라 오코예."""
    following = _WORD.match(text, at + 1) if text[at : at + 1] == " " else None
    return (
        following is not None
        and _is_foreign(following[0])
        and _FIELD_ENDS.match(text, following.end()) is not None
    )


def _more(text: str, at: int) -> bool:
    """Whether a word follows that is part of such a name: 응우옌 반 훙."""
    following = _WORD.match(text, at + 1) if text[at : at + 1] == " " else None
    return following is not None and _is_foreign(_PARTICLE.sub("", following[0]) or following[0])


_FIELD = re.compile(
    r"[가-힣]{1,7}(?: [가-힣]{1,7}){0,3}?(?=\s*(?:$|[,\n/(|\]])| ?(?:드림|올림|배상|씨|님)(?![가-힣])|입니다|이고|이며|이라고|라고|인데|이에요|예요)"
)
_NO_FIELD = re.compile(
    r"[다요음함임까죠지서면게]$|[은는을를의에도만한던할](?: |$)|^(?:없|뭐|뭔|못|왜|누|어떤)|냐고"
)


def read_field(text: str, at: int) -> int:
    """Where a field of one to four Hangul words ends that says no other thing, 0 where there is none."""
    field = _FIELD.match(text, at)
    if not field or len(field[0]) < 2 or _NO_FIELD.search(field[0]):
        return 0
    words = field[0].split()
    is_word = any(word in WORDS or word in NO_NAME or word.startswith(_NO_NAME_BEGINS) for word in words)
    return 0 if is_word else field.end()


_ADNOMINAL = re.compile("[가-힣][는은한던를을에의서고된할]$|^[이가는은]$")
_SSI = re.compile(
    r" 씨| ?(?:씨|님)(?=$|[^가-힣]|[가는은의를도와]|에게|한테|께)| (?:주무관|과장|팀장|드림|올림)(?=님|$|[^가-힣]|[이가은는의도과]|에게|한테|께)"
)
# Beside the number of a foreigner's paper: 제니퍼 크루즈 (외국인등록번호
_BRACKET = re.compile(r" ?\((?= ?(?:외국인|여권|ARC|국적|비자|체류|거소))")
_LATIN_SAID = re.compile(
    r"(?:^|[\n.!?~ㅠㅜㅎㅋ;)] ?|저는 |나는 |이름은 )((?:[A-Z][a-zA-Z'’-]+ ){1,3}[A-Z][a-zA-Z'’-]+) ?"
    r"(?=입니다|이라고 합니다|라고 합니다|이에요|예요|인데요)"
    rf"|{SEEN} ?[/,(] ?((?:[A-Z][a-zA-Z'’-]+,? ){{1,3}}[A-Z][a-zA-Z'’-]+)(?![A-Za-z0-9]| ?[:=#]|\. ?No)"
)
_NO_PERSON = frozenset(word_list("english.no_names")) | frozenset(word_list("english.places"))
_BEFORE_SSI = re.compile(r"(?<![가-힣])[가-힣]{1,7}(?: [가-힣]{1,7}){0,3}$")


_INTRODUCED = re.compile(
    r"[가-힣]{1,7}(?: [가-힣]{1,7}){0,3}?(?=입니다|이라고 합니다|라고 합니다|라고 해요|이에요|예요|인데요)"
)


def read_introduced(text: str, at: int) -> int:
    """Where a name of another country ends by which somebody introduces himself, 0 where it is none."""
    said = _INTRODUCED.match(text, at)
    words = said[0].split() if said else []
    if not said or not any(map(_is_foreign, words)) or any(word in WORDS for word in words):
        return 0
    return (
        0
        if said[0].endswith(("사람", "사람이", "인", "출신", "점", "마트", "은행", "센터", "카드", "택배"))
        else said.end()
    )


_BEFORE_PAPER = re.compile(
    r"(?:^|[\n.!?]) ?(?:(?:결혼이민자|관광객|유학생|이주노동자|근로자|외국인|민원인|신청인) )?"
    r"([가-힣]{1,7}(?: [가-힣]{1,7}){0,3}), ?(?:외국인|여권|ARC|국적|비자|체류)",
    re.MULTILINE,
)


# 나는 화교요: a sentence
_NO_SELF = re.compile(r"[는은을를에](?: |$)|나는|저는|[요죠함음]$|[니습]다$")


def foreign_before(text: str) -> Iterator[tuple[int, int]]:
    """Names of other countries before 씨 or 님, or before the papers a foreigner has."""
    for match in _BEFORE_PAPER.finditer(text):
        if (
            len(match[1]) > 1
            and not any(word in WORDS or word in NO_NAME for word in match[1].split())
            and not _NO_SELF.search(match[1])
        ):
            yield match.span(1)
    for latin in _LATIN_SAID.finditer(text):
        name = latin[1] or latin[2]
        if _NO_PERSON.isdisjoint(name.lower().replace(",", "").split()) and not _NO_LATIN.match(name):
            yield latin.span(1 if latin[1] else 2)
    for ssi in (*_SSI.finditer(text), *_BRACKET.finditer(text)):
        before = _BEFORE_SSI.search(text, max(0, ssi.start() - 31), ssi.start())
        words = before[0].split(" ") if before else []
        for n in range(len(words)):
            if words[-1].endswith(("글", "날", "아저", "아가", "솜", "불", "말")):
                break
            said = words[n:]
            is_one = all(
                len(word) <= 5 and word not in WORDS and not _ADNOMINAL.search(word) for word in said
            )
            if is_one and any(map(_is_foreign, said)):
                yield ssi.start() - len(" ".join(words[n:])), ssi.start()
                break


def read_latin(text: str, at: int) -> int:
    """Where a name in Latin letters that begins at `at` ends, 0 if none does."""
    name = _LATIN.match(text, at)
    return name.end() if name and not _NO_LATIN.match(text, at) else 0
