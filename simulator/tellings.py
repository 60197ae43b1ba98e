"""How people tell of one thing: each names some of the facts, in their own words, order and register, with the slips of a hurried hand."""

from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from random import Random
from typing import Any

import yaml

from simulator.chance import key_of
from simulator.complaint_texts import BUSES, ITEMS

FORMAL, SPOKEN, TERSE = range(3)
LANDMARK_CELL = 0.003  # degrees, some 300 m: within it people know the same landmarks
LANDMARKS_A_CELL = 7
OPEN_SYLLABLES = 28  # of a Hangul syllable's code, modulo so many: its final consonant, 0 for none
# Letters that are mixed up because they sound alike.
MIXED_UP = (
    ("습니다", "읍니다"), ("되어", "되여"), ("안 ", "않 "), ("해요", "헤요"), ("에 ", "애 "), ("네요", "내요"), ("왜", "외"), ("게 ", "개 "),
)  # fmt: skip


@lru_cache(maxsize=1)
def words() -> dict[str, Any]:
    """The house's words (`incident_words.yaml`)."""
    return yaml.safe_load((files("simulator") / "incident_words.yaml").read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Facts:
    """What there is to tell of one incident; each is a choice of ways to say it."""

    item: int
    what: tuple[str, ...]
    wrong: tuple[str, str, str]
    effects: tuple[tuple[str, ...], ...]
    landmarks: tuple[str, ...]
    area: str
    since: tuple[str, ...]


def landmarks(seed: int, longitude: float, latitude: float) -> tuple[str, ...]:
    """What people near a place call it by, nearest first; all who stand within some 300 m know the same ones."""
    cell = (int(longitude / LANDMARK_CELL), int(latitude / LANDMARK_CELL))
    luck, known = Random(key_of(seed, "landmarks", *cell)), words()
    names = [luck.choice(known["names"]) + luck.choice(known["places"]) for _ in range(LANDMARKS_A_CELL)]
    spots = [(luck.random(), luck.random()) for _ in names]
    here = (longitude / LANDMARK_CELL - cell[0], latitude / LANDMARK_CELL - cell[1])
    order = sorted(
        range(len(names)), key=lambda n: (here[0] - spots[n][0]) ** 2 + (here[1] - spots[n][1]) ** 2
    )
    return tuple(names[n] for n in order[:3])


def facts(
    item: int, seed: int, longitude: float, latitude: float, area: str, hour: int, luck: Random, unlike: Facts | None = None
) -> Facts:  # fmt: skip
    """Facts of an incident at a place that began at an hour; `unlike` another: another thing, that people would send somebody else for."""
    kind = words()["kinds"][ITEMS[item].name]
    bus, minute = luck.choice(BUSES), luck.choice(("", " 20분", " 반", " 40분"))
    choices = [tuple(way.format(bus=bus) for way in what.split("/")) for what in kind["what"]]
    if unlike:
        choices = [what for what in choices if what != unlike.what]
    half = "오전" if hour < 12 else "오후"
    since = (
        f"{half} {hour % 12 or 12}시{minute}부터",
        f"{hour}시{minute} 무렵부터",
        f"{hour % 12 or 12}시쯤부터",
        f"{half} {hour % 12 or 12}시경",
    )
    return Facts(
        item=item,
        what=luck.choice(choices),
        wrong=tuple(luck.choice(kind["wrong"]).split("|")),
        effects=tuple(tuple(effect.split("/")) for effect in luck.sample(kind["effect"], 2)),
        landmarks=landmarks(seed, longitude, latitude),
        area=area,
        since=since,
    )


def with_particle(word: str, closed: str = "이", open_: str = "가") -> str:
    """A noun with its particle: one after a final consonant, the other after a vowel or what is no Hangul."""
    is_closed = "가" <= word[-1] <= "힣" and (ord(word[-1]) - ord("가")) % OPEN_SYLLABLES
    return word + (closed if is_closed else open_)


def tell(of: Facts, luck: Random) -> tuple[str, list[str]]:
    """Title and sentences of one who tells of it."""
    known, register = words(), luck.choices((FORMAL, SPOKEN, TERSE), (45, 35, 20))[0]
    where = f"{luck.choices(of.landmarks, (60, 25, 15))[0]} {luck.choice(known['relations'])}"
    if luck.random() < 0.35:
        where = f"{of.area} {where}"
    what, wrong = luck.choice(of.what), of.wrong[register]
    mentions = {
        part for part, share in (("where", 0.88), ("what", 0.85), ("since", 0.4)) if luck.random() < share
    }
    said = [_core(where, what, wrong, luck.choice(of.since), mentions, register, luck)]
    if luck.random() < 0.4:
        effect = luck.choice(luck.choice(of.effects))
        said.append(f"{what} 때문에 {effect}." if luck.random() < 0.3 else f"{effect}.")
    if luck.random() < 0.35:
        said.append(luck.choice(known["asides"]))
    luck.shuffle(said)
    if luck.random() < 0.35:
        said.insert(0, luck.choice(known["greetings"]))
    if luck.random() < 0.6:
        said.append(luck.choice(known["requests"]))
    own_title = f"{where} {what}" if luck.random() < 0.5 else what
    title = own_title if luck.random() < 0.45 else f"{ITEMS[of.item].name} 신고"
    return title, [slip(sentence, luck) for sentence in said]


def _core(
    where: str, what: str, wrong: str, since: str, mentions: set[str], register: int, luck: Random
) -> str:
    """The sentence that says what is the matter."""
    where, since = (text if part in mentions else "" for part, text in (("where", where), ("since", since)))
    subject = with_particle(what) if register == FORMAL or luck.random() < 0.5 else what
    subject = subject if "what" in mentions else ""
    if register == TERSE:
        parts = (
            [where, what if "what" in mentions else "", wrong]
            if luck.random() < 0.7
            else [what, wrong, where and f"({where})"]
        )
    else:
        place = f"{where}{luck.choice(('에', '에서', ' ', '인데'))}" if where else ""
        parts = luck.choice(
            ([place, subject, since, wrong], [since, place, subject, wrong], [place, since, subject, wrong])
        )
        if luck.random() < 0.2 and where:
            return " ".join(p for p in (subject, since, wrong) if p) + f". 위치는 {where}입니다."
    return " ".join(" ".join(p for p in parts if p).split()) + luck.choice((".", ".", ".", "", "!!", "..."))


def slip(sentence: str, luck: Random) -> str:
    """The sentence, now and then with spaces left out, letters mixed up or one too few."""
    if luck.random() < 0.12 and " " in sentence:
        words_ = sentence.split(" ")
        at = luck.randrange(len(words_) - 1)
        sentence = " ".join([*words_[:at], words_[at] + words_[at + 1], *words_[at + 2 :]])
    if luck.random() < 0.1:
        right, wrong = luck.choice(MIXED_UP)
        sentence = sentence.replace(right, wrong, 1)
    if luck.random() < 0.05 and len(sentence) > 8:
        at = luck.randrange(len(sentence) - 2)
        sentence = sentence[:at] + sentence[at + 1 :]
    return sentence.rstrip(".") if luck.random() < 0.15 else sentence


def petition(dong: str, luck: Random) -> list[str]:
    """A text that an action group hands round: its sentences."""
    known = words()
    text = luck.choice(known["petitions"]).format(
        dong=dong,
        what=luck.choice(known["petitioned"]),
        bus=luck.choice(BUSES),
        metres=luck.randrange(11, 300),
        number=luck.randrange(2, 9),
    )
    return [f"{sentence.removesuffix('.')}." for sentence in text.split(". ")]


def sign(text: list[str], luck: Random) -> tuple[str, list[str]]:
    """Title and sentences of one who hands in a petition: as it is, or with a few words of their own."""
    known, said = words(), list(text)
    title = luck.choice(("청원합니다", "건의합니다", " ".join(said[0].split()[:4])))
    if luck.random() < 0.35:
        return title, said
    if luck.random() < 0.12:
        said.pop(luck.randrange(1, len(said)))
    if luck.random() < 0.4:
        said.insert(0, luck.choice(known["greetings"]))
    if luck.random() < 0.5:
        said.append(luck.choice(known["signed"]))
    return title, [slip(sentence, luck) for sentence in said]


def resubmit(title: str, said: list[str], luck: Random) -> tuple[str, list[str]]:
    """The same person again: the same words, at times with a sigh before or after, or other marks."""
    again = list(said)
    if luck.random() < 0.2:
        again = [sentence.replace(".", "!").replace("  ", " ") for sentence in again]
    if luck.random() < 0.3:
        again.insert(luck.choice((0, len(again))), luck.choice(words()["again"]))
    return title, again
