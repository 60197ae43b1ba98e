"""The shapes of the settlement company's (KTS) tap files: what each column is called, and where it stands in a file without a header."""

from __future__ import annotations

from nightowl.errors import FileRefused
from nightowl.profile import Profile
from nightowl.records import FIELD_MARK
from spark_jobs.text import BOM, Header, header_names, map_header, star_digits

FEED = "card_tap"
NAMES = {
    "operating_day": ["운행일자"],
    "settler_id": ["정산사ID"],
    "card_no": ["가상카드번호", "VIRTL_CARD_NO"],
    "area_code": ["정산지역코드", "EXCCLC_AREA_CD"],
    "card_type": ["카드구분코드"],
    "vehicle_no": ["정산사차량ID", "CAR_ID"],
    "mode_code": ["교통수단코드", "TFCMN_CD"],
    "route_no": ["정산사노선ID", "ROUTE_ID"],
    "boarded": ["승차일시", "TKCAR_DT"],
    "board_stop_no": ["정산사승차정류장ID", "TKCAR_STTN_ID"],
    "alighted": ["하차일시", "GFF_DT"],
    "alight_stop_no": ["정산사하차정류장ID", "GFF_STTN_ID"],
    "journey_ref": ["트랜잭션ID", "TRNSC_ID"],
    "transfers": ["환승건수", "환승횟수", "TRNSIT_CNTC"],
    "user_type": ["이용자유형코드(시스템)", "USER_GB_CARD"],
    "passengers": ["이용자수", "USEA_PRSN_CNTC"],
    "distance": ["이용거리", "USEA_DIST"],
    "ride_time": ["탑승시간", "BRDNG_TIME"],
    "board_fare": ["승차금액", "TKCAR_AMT"],
    "violation_fare": ["승하차위반금액", "VIOLATION_AMT"],
}
"""Canonical column → the names KTS gives it; a city's profile may add others."""
OPTIONAL = ("card_type", "vehicle_no", "user_type", "distance", "ride_time", "board_fare", "violation_fare")
SET_ASIDE = (
    "일련번호", "차량등록번호", "운행출발일시", "OPRAT_STG_DT", "운행종료일시", "OPRAT_END_DT", "교통사업자ID", "TFCBIZER_ID", "표준노선ID",
    "표준승차정류장ID", "표준하차정류장ID", "하차금액", "GFF_AMT", "환승할인금액", "TRNSIT_AMT",
)  # fmt: skip
"""Known and not kept."""
WITHOUT_HEADER = (
    "운행일자", "정산사ID", "일련번호", "가상카드번호", "정산지역코드", "카드구분코드", "정산사차량ID", "차량등록번호", "운행출발일시",
    "운행종료일시", "교통수단코드", "", "표준노선ID", "정산사노선ID", "교통사업자ID", "승차일시", "표준승차정류장ID", "정산사승차정류장ID",
    "하차일시", "표준하차정류장ID", "정산사하차정류장ID", "트랜잭션ID", "환승건수", "이용자유형코드(시스템)", "이용자수", "이용거리", "탑승시간",
)  # fmt: skip
"""The order of the 27 columns of `TB_KTS_DWTCD_<date>_<n>.csv`.

Places 1, 2, 5, 13, 14, 17, 18, 20 and 21 are told by a public reader of these files; the others follow the order of the files with a header,
which fills the gaps to the field. A city that knows better says so (`transit.taps.without_header`); a place without a name is not read.
"""


def read_header(first_line: str, source_file: str, profile: Profile) -> Header:
    """Where the columns stand: by the names in a header, Korean or English or those the profile adds; in a file without one by its order.

    A first line is no header where its first field is a day (YYYYMMDD). Raises FileRefused where a column is missing or doubled, or a file
    without a header has another number of columns than the profile says.
    """
    of_city = profile.feed(FEED)
    aliases = {c: [*names, *of_city.columns.get(c, [])] for c, names in NAMES.items()}
    first = first_line.removeprefix(BOM)
    fields = first.split(FIELD_MARK if FIELD_MARK in first else ",")
    if not fields[0].strip(' "').isdecimal():
        found = map_header(first_line, aliases, source_file, optional=OPTIONAL)
        set_aside = {name.lower() for name in SET_ASIDE}
        unknown = tuple((name, at) for name, at in found.unknown if name not in set_aside)
        return Header(True, found.width, found.position, unknown, found.absent, found.quoted)
    order = profile.transit.taps.without_header or WITHOUT_HEADER
    if len(fields) != len(order):
        raise FileRefused(
            "column_missing",
            f"{source_file} has no header and {len(fields)} columns, where a tap file without a header has {len(order)}; its first line reads "
            f"'{star_digits(first_line[:200])}'. Name its columns in their order under transit.taps.without_header in the city profile, or ask "
            "for files with a header.",
        )
    mapped = map_header(
        ",".join(name or f"column {at}" for at, name in enumerate(order, 1)),
        aliases,
        source_file,
        optional=OPTIONAL,
    )
    return Header(False, len(order), mapped.position, (), mapped.absent, FIELD_MARK in first)


def is_header(first_line: str) -> bool:
    """Whether the first line of a tap file names columns."""
    return not header_names(first_line)[0].isdecimal()
