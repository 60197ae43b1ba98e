"""In which encoding a text came, and what of it is handed on."""

import pytest

from nightowl.encoding import as_utf8, encoding_of

KOREAN = "사용일자,노선명,역명\n20150101,2호선,당산\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (KOREAN.encode(), "utf-8"),
        (b"\xef\xbb\xbf" + KOREAN.encode(), "utf-8"),
        (KOREAN.encode("cp949"), "cp949"),
        ("date,line\n20210501,9호선\n".encode("cp949"), "cp949"),
        ("date,line\n20210501,9호선\n".encode(), "utf-8"),
        (KOREAN.encode("utf-16"), "utf-16"),
        (b"a,b\n1,2\n", "utf-8"),
        (b"a,b\n1,\xff\xfe\n", "utf-8"),  # sound in neither
        (
            b"a,b\n1,2\n3,4\n" + "5,당산\n".encode("cp949"),
            "utf-8",
        ),  # one line's fault, not the file's encoding
        (
            KOREAN.encode() + b"\xb4\xe7\n",
            "utf-8",
        ),  # the header has decided: one broken line is refused, not the file
        (b"", "utf-8"),
    ],
)
@pytest.mark.parametrize("cut", [3, 10_000])
def test_the_header_decides(text: bytes, expected: str, cut: int) -> None:
    blocks = (text[at : at + cut] for at in range(0, len(text), cut))
    encoding, handed_on = as_utf8(blocks)
    assert encoding == encoding_of(text) == expected
    decoded = b"".join(handed_on).decode("utf-8", errors="replace").removeprefix("\ufeff")
    assert decoded == text.decode(expected, errors="replace").removeprefix("\ufeff")


def test_a_character_cut_off_where_sniffing_ends_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nightowl.encoding.SNIFFED_BYTES", 12)
    text = "a,b\n1,\n당산역".encode("cp949")
    assert encoding_of(text[:12]) == "cp949"
