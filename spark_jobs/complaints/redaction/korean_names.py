"""What reads as a Korean name, and what only looks like one."""

from __future__ import annotations

import re

from spark_jobs.complaints.redaction.words import any_of, word_list

SURNAMES = frozenset("".join(word_list("names.surname_syllables")))
COMPOUND = tuple(word_list("names.compound"))
GIVEN = frozenset("".join(word_list("names.given_syllables")))
WHOLE = frozenset(word_list("names.whole"))
# Names people are called by without their surname.
ALONE = frozenset(word_list("names.alone"))
WORDS = frozenset(word_list("names.words"))
NO_NAME = frozenset(word_list("names.no_name"))
SURNAME = f"[{''.join(sorted(SURNAMES | {name[0] for name in COMPOUND}))}]"
# Given parts no name has, though each syllable might: endings of verbs, particles.
_NO_GIVEN = frozenset(word_list("names.no_given"))
# Names of two syllables that are no word.
SHORT = (
    frozenset(
        f"{surname}{given}"
        for surname in "".join(word_list("names.short_surnames"))
        for given in "환설린준찬솔민혁훈철현진웅윤빈건율결별산샘호섭욱란숙"
    )
    - WORDS
)
# Syllables that the given names of most people begin and end with.
FREQUENT_FIRST = frozenset(name[0] for name in ALONE) | frozenset("".join(word_list("names.frequent_first")))
FREQUENT_SECOND = frozenset(name[1] for name in ALONE) | frozenset(
    "".join(word_list("names.frequent_second"))
)
# People whose names are those of places and statues: 안중근 의사 기념관.
KNOWN_PEOPLE = frozenset(word_list("names.known_people"))
SHORT_WORDS = frozenset(word_list("names.short_words"))
# Words before a title that are no surname: this, one, former, present, chief, deputy, old, each, both, some, every, first, all.
_ADNOMINAL = frozenset("이한전현주부구각양모원온두선")
_FREQUENT = frozenset(
    "김박최정강조윤장임오서신권황안송류홍유고문손배백허남심노하곽성차우민진지엄채방공염여추도석설마길변표명라왕"
)
# A label of a form, whole: 거주지, 주민등록번호, `여권 사본`.
FIELD = re.compile(rf"(?:{any_of('names.fields')})(?![가-힣])")
_LABEL_ENDS = re.compile(r"\s?[:=]")
_HELD_IN_OFFICES = frozenset(word_list("names.office_staff"))
_NO_PERSON = frozenset(word_list("names.no_person"))
_OFFICE_BEFORE = re.compile(
    r"(?:과|팀|계|실|국|청|센터|담당|담당자|소속|사무소|경찰서|지구대|파출소|소방서|보건소|회사|업체|공단|공사|은행)(?:의|에서|에)?\s$"
)
PARTICLE = (
    r"(?:님|씨|[은는이가을를의와과도만에]{1,2}(?![가-힣])|에게|한테|께|입니|이라|라[고는]|이[고며요다]|예요|이에|이예|인데|인[가지데]|이란|드림|올림|배상|"
    r"으?로(?![가-힣])|외|하고|이?랑(?![가-힣])|군(?![가-힣])|양(?![가-힣])"
    r"|이나|부터|까지|처럼|보다|이신|신데|고(?= )|이야|본인|귀하|였|이었|한(?![가-힣])|\()"
)
AFTER_NAME = re.compile(rf"(?=$|[^가-힣]|{PARTICLE})")
TITLES = any_of("names.titles")
OFFICE_TITLES = any_of("names.office_titles")


def is_name(word: str) -> bool:
    """Whether a word reads as surname and given name of one or two syllables, and as nothing else."""
    if word in WORDS or not 2 <= len(word) <= 4:
        return False
    if word[1:] in WHOLE and word[0] in SURNAMES:
        return True
    if word.startswith(COMPOUND) and len(word) > 2 and GIVEN.issuperset(word[2:]):
        return True
    if word[-1] in "에요는를" or (word[-1] == "을" and word[-2:] not in ("가을", "노을")):
        return False
    return len(word) <= 3 and word[0] in SURNAMES and GIVEN.issuperset(word[1:])


def is_likely_name(word: str) -> bool:
    """Whether a word is a name and not a noun with its particle (사진은, 부서에): asked where little else tells."""
    if not is_name(word) or word[1:] in ALONE or word[1:] in WHOLE:
        return is_name(word)
    # 역삼동 is a place, 홍길동 a person.
    if word[1:] in _NO_GIVEN or (word.endswith("동") and len(word) < 4):
        return False
    return not (word[-1] in "은는이가을를의도만과와에로요해하한" and word[:-1] in WORDS)


def is_label(text: str, at: int, end: int) -> bool:
    """Whether what stands there is a label itself: one that forms have, or a word no frequent name is with a colon behind it."""
    if FIELD.match(text, at):
        return True
    word = text[at:end]
    return (
        len(word) in (2, 3)
        and _LABEL_ENDS.match(text, end) is not None
        and word[1:] not in ALONE
        and not (word[1] in FREQUENT_FIRST and word[-1] in FREQUENT_SECOND)
    )


def read_name(text: str, at: int, shortest: int = 3) -> int:
    """Where a name that begins at `at` ends, 0 if none does; a name with two given syllables is preferred."""
    is_long_name = text.startswith(COMPOUND, at) or text[at + 1 : at + 4] in WHOLE
    for length in (4, 3) if is_long_name else (3, 2):
        word = text[at : at + length]
        is_long = length >= shortest or (length == 2 and word in SHORT and word not in SHORT_WORDS)
        if word.endswith("여") and text.startswith(("고", "중", "대"), at + length):
            continue  # 유성여고
        if len(word) != length or not is_long or not is_likely_name(word):
            continue
        # Typed without a blank, a particle runs into the next word: 담당자 김하나와통화했는데.
        is_frequent = length == 3 and word[1] in FREQUENT_FIRST and word[2] in FREQUENT_SECOND
        if AFTER_NAME.match(text, at + length) or (
            is_frequent and text[at + length] in "의와과이가은는을를로께"
        ):
            return at + length
    return 0


def is_titled(word: str, title: str) -> bool:
    """Whether a word before a title is a person's name, not what the person is in charge of (주차 팀장, 연구소 소장, 주|차장)."""
    if title.strip() == "고객":
        return len(word) == 3 and is_name(word) and not FIELD.fullmatch(word)
    if (
        (word in KNOWN_PEOPLE and title.strip() == "의사")
        or not is_likely_name(word)
        or word[-1] + title.strip() in WORDS
        or FIELD.fullmatch(word)
        or (len(word) < 3 and word not in SHORT)
    ):
        return False
    return not (title.strip().endswith("장") and word[-1] == title.strip()[0])


def is_surname(surname: str, gap: str, title: str, before: str) -> bool:
    """Whether one syllable before a title is a surname: `김 과장`, not `이 기사` (this) nor `전 시장` (former)."""
    if surname == "제" or surname + title in WORDS or surname + title in _NO_PERSON:
        return False
    if surname not in _ADNOMINAL:
        is_clear = not gap and title not in ("씨", "기사", "대표", "이사", "회장", "소장", "사장")
        return surname in _FREQUENT or len(surname) > 1 or is_clear
    if _OFFICE_BEFORE.search(before):
        return True
    if not gap:
        return surname in "이한전주양원"
    return surname == "이" and title in _HELD_IN_OFFICES
