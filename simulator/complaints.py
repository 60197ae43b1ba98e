"""Cases of the simulated city's complaints: what happens to each, and how it stands at the end of a service day.

A case is fixed by seed, size, day of receipt and number, so that any day's file can be asked for alone: what happened later is
computed again from the day of receipt, never remembered.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

import numpy as np
import numpy.typing as npt

from simulator.chance import Ids, draw, key_of, pick, stream
from simulator.complaint_texts import CHANNELS, ITEMS, Item, answer, complaint
from simulator.geography import POINTS_A_DONG
from simulator.incidents import told_on
from simulator.orders import Order
from simulator.personal_data import leave

FOLLOWED_DAYS = 6  # a case is reported again when it changes, up to so many days after its receipt
FEWEST_A_DAY = 2_000  # so that three of each kind of defect stay a small share of a tiny night too
DAY_S, HOUR_S = 86_400, 3_600
NEVER = np.int64(1) << 40
RECEIVED, IN_WORK, ENDED, AGAIN, ENDED_AGAIN = range(5)
# Receipts by hour of the service day, 04:00 first.
BY_HOUR = [1, 1, 2, 5, 8, 10, 10, 9, 7, 8, 9, 9, 8, 8, 7, 6, 5, 4, 3, 3, 2, 1, 1, 1]
SPREAD_DEGREES = 0.0025  # around the ground's places, some 250 m: complaints come from everywhere
SLIPS_IN_TEXT, SLIPS_IN_ANSWER = 0.1, 0.02
TITLE, TEXT, ANSWER = 12, 13, 14


@dataclass(frozen=True)
class Slip:
    """Personal data in a text: its class, the field it stands in, and where (characters)."""

    kind: str
    field: int
    at: int
    length: int


@dataclass(frozen=True)
class Version:
    """One row of a case file, and what personal data it holds."""

    fields: list[str]
    slips: list[Slip]


def cases_a_day(order: Order) -> int:
    """Cases received a service day."""
    return max(FEWEST_A_DAY, order.rows // 60)


def case_number(received: date, number: int) -> str:
    """A case's name, as 1AA-2611-0100042: the 42nd of the 1st of November 2026."""
    hundreds, rest = divmod(number, 100_000)
    return f"1A{chr(ord('A') + hundreds)}-{received:%y%m}-{received:%d}{rest:05}"


def korean_time(moment: datetime) -> str:
    """2026-11-01 오후 1:50:27."""
    half, hour = ("오후" if moment.hour >= 12 else "오전"), moment.hour % 12 or 12
    return f"{moment:%Y-%m-%d} {half} {hour}:{moment:%M:%S}"


class Cases:
    """The cases received on one service day. `events`: seconds from its 04:00 to each of a case's five turns, or NEVER."""

    def __init__(self, order: Order, received: date) -> None:
        self.order, self.received = order, received
        self.begins = datetime.combine(received, time(4))
        self.key = key_of(order.seed, "complaints", order.rows, received.toordinal())
        self.ids: Ids = np.arange(cases_a_day(order), dtype=np.int64)
        self.item = self._drawn("item", [item.weight for item in ITEMS])
        ground = order.city.ground
        self.place = self._drawn("place", np.repeat(order.city.residents / POINTS_A_DONG, POINTS_A_DONG))
        self.told = told_on(order, received, len(self))
        self.item[self.told.ids], self.place[self.told.ids] = self.told.item, self.told.place
        self.events = self._events()
        self.is_withdrawn = draw(self.ids, self.key, "withdrawn") < 0.03
        self.longitude, self.latitude = (
            degrees[self.place] + SPREAD_DEGREES * (draw(self.ids, self.key, axis) - 0.5)
            for degrees, axis in ((ground.longitude, "east"), (ground.latitude, "north"))
        )
        self.longitude[self.told.ids], self.latitude[self.told.ids] = self.told.longitude, self.told.latitude
        self.dong = order.city.dong_of(self.place)

    def __len__(self) -> int:
        return len(self.ids)

    def _drawn(self, what: str, weights: npt.ArrayLike) -> npt.NDArray[np.int64]:
        return pick(draw(self.ids, self.key, what), weights)

    def _events(self) -> npt.NDArray[np.int64]:
        """Received, taken up (some), ended (most, one in seven late), received again (few), ended again (some of those)."""
        luck, count = stream(self.key, "turns"), len(self)
        limit_s = np.array([item.limit_h for item in ITEMS])[self.item] * HOUR_S
        received = (
            self._drawn("hour", BY_HOUR) * HOUR_S + draw(self.ids, self.key, "second") * HOUR_S
        ).astype(np.int64)
        received[self.told.ids] = self.told.received_s
        lasts = 60 + (limit_s * luck.lognormal(-0.8, 0.75, count)).astype(np.int64)
        ended = np.where(luck.random(count) < 0.94, received + lasts, NEVER)
        taken_up = received + 30 + (luck.uniform(0, 0.6, count) * (lasts - 60)).astype(np.int64)
        taken_up = np.where(luck.random(count) < 0.6, taken_up, NEVER)
        again = ended + luck.integers(2 * HOUR_S, 3 * DAY_S, count)
        again = np.where((luck.random(count) < 0.05) & (ended < NEVER), again, NEVER)
        ended_again = np.where((luck.random(count) < 0.6) & (again < NEVER), again + limit_s // 2, NEVER)
        return np.stack([received, taken_up, ended, again, ended_again], axis=1)

    def turn_at_end_of(self, day: date) -> npt.NDArray[np.int64]:
        """The last turn each case took before the service day's end; -1 before its receipt."""
        end_s = ((day - self.received).days + 1) * DAY_S
        return np.where(self.events < end_s, np.arange(self.events.shape[1]), -1).max(axis=1)

    def reported(self, day: date) -> Iterator[Version]:
        """Rows of the file of `day`: every case on its day of receipt, later those that changed that day."""
        turns = self.turn_at_end_of(day)
        told = self.ids
        if day > self.received:
            turn_before = self.turn_at_end_of(day - timedelta(days=1))
            told = np.flatnonzero(turns != turn_before)
        callers = (draw(told, self.key, "caller") * len(self.order.people)).astype(np.int64)
        numbers = self.order.people.numbers(callers)
        for case, turn, number in zip(told.tolist(), turns[told].tolist(), numbers, strict=True):
            yield self._version(case, turn, day, number)

    def _moment(self, case: int, turn: int) -> datetime:
        return self.begins + timedelta(seconds=int(self.events[case, turn]))

    def _version(self, case: int, turn: int, day: date, number: str) -> Version:
        """How a case stands after a turn."""
        luck = Random(key_of(self.key, "words", case))
        item, received = ITEMS[self.item[case]], self._moment(case, RECEIVED)
        is_withdrawn = turn == ENDED and bool(self.is_withdrawn[case])
        is_closed = turn in (ENDED, ENDED_AGAIN) and not is_withdrawn
        status = "취하" if is_withdrawn else ("접수", "처리중", "처리완료", "재접수", "처리완료")[turn]
        due = "" if luck.random() < 0.03 else korean_time(received + timedelta(hours=item.limit_h))
        channel = luck.choices(list(CHANNELS), list(CHANNELS.values()))[0]
        where = self._where(case, luck)
        title, text, answered, slips = self._words(item, case, luck, number)
        elapsed = (
            (self._moment(case, turn) if is_closed else datetime.combine(day, time(23))) - received
        ).days
        fields = [
            case_number(self.received, case), korean_time(received), due,
            korean_time(self._moment(case, turn)) if is_closed else "", status, item.field, item.name, channel,
            item.department, *where, title, text, answered if is_closed else "", f"{max(0, elapsed)}일",
            korean_time(self._moment(case, turn)),
        ]  # fmt: skip
        return Version(fields, [slip for slip in slips if fields[slip.field]])

    def _where(self, case: int, luck: Random) -> list[str]:
        """Legal dong (ten digits, as its code book has them) and coordinates; who telephones may give neither."""
        dong = self.order.city.ground.dong_codes[self.dong[case]] + "00"
        if luck.random() < 0.05:
            return [dong if luck.random() < 0.6 else "", "", ""]
        return [dong, f"{self.latitude[case]:.6f}", f"{self.longitude[case]:.6f}"]

    def _words(self, item: Item, case: int, luck: Random, number: str) -> tuple[str, str, str, list[Slip]]:
        """Title, text, answer, and the personal data in them."""
        ground, dong = self.order.city.ground, self.dong[case]
        place, slips = f"{ground.gu_names[dong]} {ground.dong_names[dong]}", []
        title, said, answered = f"{item.name} 신고", complaint(item, place, luck), answer(item, luck)
        if case in self.told.of:
            incident, telling = self.told.of[case]
            title, said = incident.said(telling)
        glue = "\n" if luck.random() < 0.15 else " "
        texts = {TEXT: said, ANSWER: answered}
        for where, share in ((TEXT, SLIPS_IN_TEXT), (ANSWER, SLIPS_IN_ANSWER)):
            if luck.random() < share:
                kind, value, sentence = leave(number, luck)
                texts[where].append(sentence)
                at = len(glue.join(texts[where])) - len(sentence) + sentence.index(value)
                slips.append(Slip(kind, where, at, len(value)))
        return title, glue.join(said), glue.join(answered), slips
