"""The 24 × 2 columns of hourly subway riders, under all the names they have borne."""

import re

SIDES = ("boardings", "alightings")
HOUR_COLUMNS = tuple(f"{side}_{hour}" for hour in range(24) for side in SIDES)
"""Canonical names in the order of the clock: boardings_0, alightings_0, boardings_1, …"""
AS_PUBLISHED = tuple(f"{side}_{hour % 24}" for hour in range(4, 28) for side in SIDES)
"""The same in the order of the publisher's files, whose day begins at 04:00."""
_TEENS = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
_WORDS = [
    *["midnight", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"],
    *_TEENS.split(" "),
    *["twenty", "twenty_one", "twenty_two", "twenty_three"],
]
_BY_NUMBER = re.compile(r"hr_([0-9]{1,2})_get_(on|off)_t?nope")
_BY_WORD = re.compile(r"([a-z_]+)_(ride|alight)_num")
# 04시-05시 승차인원; 04:00:00~04:59:59 승차 (of a header of two lines, see files.py); 04시승차총승객수
_KOREAN = re.compile(
    r"([0-9]{1,2})(?:시|:00(?::00)?)\s*(?:[-~∼～]\s*[0-9]{1,2}(?:시|:[0-9]{2}(?::[0-9]{2})?))?\s*(승|하)차\s*(?:총?\s*(?:승객|인원)\s*수?)?"
)


def hour_column(name: str) -> str | None:
    """The canonical column of an hour under any of its names (in lower case), None for another column. Hours 24-27 are 0-3."""
    if found := _BY_NUMBER.fullmatch(name) or _KOREAN.fullmatch(name):
        hour, side = int(found[1]), found[2]
    elif (found := _BY_WORD.fullmatch(name)) and found[1] in _WORDS:
        hour, side = _WORDS.index(found[1]), found[2]
    else:
        return None
    if hour > 27:
        return None
    return f"{SIDES[0] if side in ('on', 'ride', '승') else SIDES[1]}_{hour % 24}"
