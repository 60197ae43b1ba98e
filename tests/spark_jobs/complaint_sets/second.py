"""A second set of complaints, written chiefly as citizens write on the web and by phone, with personal data planted in them."""

import re
from random import Random

from complaint_sets import (
    Planted,
    second_kept,
    second_lines_contact,
    second_lines_mixed,
    second_lines_names,
    second_lines_numbers,
    second_lines_papers,
    second_lines_places,
    second_noise,
    second_noise_lines,
    second_numbers,
    second_papers,
    second_people,
    second_places,
)
from complaint_sets.second_build import Deck, Writer, joined, typed

MAKERS = {
    "phone": second_numbers.phone,
    "resident_number": second_numbers.resident_number,
    "alien_number": second_numbers.alien_number,
    "card": second_numbers.card,
    "account": second_numbers.account,
    "plate": second_papers.plate,
    "email": second_papers.email,
    "passport": second_papers.passport,
    "driver_licence": second_papers.driver_licence,
    "messenger": second_people.messenger,
    "ip": second_papers.ip,
    "url_token": second_places.url_token,
    "home_unit": second_places.home_unit,
    "name": second_people.name,
}
TOPICS = (  # Korean carriers, English carriers, how many texts of each
    (second_lines_contact.PHONE, second_lines_contact.PHONE_EN, 190, 40),
    (second_lines_contact.EMAIL, second_lines_contact.EMAIL_EN, 120, 25),
    (second_lines_contact.MESSENGER, second_lines_contact.MESSENGER_EN, 130, 25),
    (second_lines_numbers.RESIDENT, second_lines_numbers.RESIDENT_EN, 135, 14),
    (second_lines_numbers.ALIEN, second_lines_numbers.ALIEN_EN, 120, 28),
    (second_lines_numbers.CARD, second_lines_numbers.CARD_EN, 125, 24),
    (second_lines_numbers.ACCOUNT, second_lines_numbers.ACCOUNT_EN, 130, 22),
    (second_lines_papers.PLATE, second_lines_papers.PLATE_EN, 150, 28),
    (second_lines_papers.PASSPORT, second_lines_papers.PASSPORT_EN, 120, 28),
    (second_lines_papers.LICENCE, second_lines_papers.LICENCE_EN, 120, 28),
    (second_lines_places.IP, second_lines_places.IP_EN, 125, 24),
    (second_lines_places.URL, second_lines_places.URL_EN, 125, 24),
    (second_lines_places.HOME, second_lines_places.HOME_EN, 135, 32),
    (second_lines_names.NAME, second_lines_names.NAME_EN, 230, 70),
)
KIND = re.compile(r"\{([a-z_]+)[.}]")
MIXED, MIXED_ENGLISH, EMPTY = 210, 44, 40


class Table:
    """The decks that all texts are dealt from, for one seed."""

    def __init__(self, seed: int) -> None:
        """Shuffle everything by the seed."""
        self.rng = Random(seed)
        self.writer = Writer(self.rng, MAKERS, second_noise.ATOMS)
        self.noise = {
            False: Deck(self.rng, second_noise_lines.KOREAN),
            True: Deck(self.rng, second_noise_lines.ENGLISH),
        }
        self.tails = {
            False: Deck(self.rng, second_lines_names.TAILS),
            True: Deck(self.rng, second_lines_names.TAILS_EN),
        }

    def around(self, carriers: list[str], english: bool) -> str:
        """Carriers with sentences about other things before, between and after them."""
        parts = [typed(self.rng, carrier, english) for carrier in carriers]
        for _ in range(self.rng.choice((0, 0, 1, 1, 1, 2, 2, 3))):
            parts.insert(
                self.rng.randrange(len(parts) + 1), typed(self.rng, self.noise[english].deal(), english)
            )
        return joined(self.rng, parts)

    def tail(self, english: bool, carrier: str) -> str:
        """A sentence with a value of a class that the carrier has not."""
        tail = self.tails[english].deal()
        while KIND.findall(tail)[0] in KIND.findall(carrier):
            tail = self.tails[english].deal()
        return tail

    def topic(self, carriers: tuple[str, ...], english: bool, count: int) -> list[Planted]:
        """So many texts on one class, a third of them with a value of another class at the end."""
        deck, texts = Deck(self.rng, carriers), []
        for _ in range(count):
            chosen = [deck.deal()]
            if self.rng.random() < 0.3:
                chosen.append(self.tail(english, chosen[0]))
            texts.append(self.writer.write(self.around(chosen, english)))
        return texts

    def plain(self, carriers: tuple[str, ...], english: bool, count: int) -> list[Planted]:
        """So many texts of carriers as they stand, with a sentence before or after."""
        deck = Deck(self.rng, carriers)
        return [self.writer.write(self.around([deck.deal()], english)) for _ in range(count)]


def planted(seed: int) -> list[Planted]:
    """The texts with values planted in them, in an order by the seed."""
    table, texts = Table(seed), []
    for korean, english, many, few in TOPICS:
        texts += table.topic(korean, False, many) + table.topic(english, True, few)
    texts += table.plain(second_lines_mixed.MIXED, False, MIXED) + table.plain(
        second_lines_mixed.MIXED_EN, True, MIXED_ENGLISH
    )
    texts += table.plain(second_lines_mixed.EMPTY[:8], False, EMPTY) + table.plain(
        second_lines_mixed.EMPTY[8:], True, 8
    )
    texts = list({text.text: text for text in texts}.values())
    table.rng.shuffle(texts)
    return texts


def kept(seed: int) -> list[str]:
    """Texts with nothing personal in them that look as if there were."""
    table = Table(seed)
    return second_kept.texts(table.rng, table.writer)
