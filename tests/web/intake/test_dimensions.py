"""A photo that says it is larger than any camera makes is refused by name, whatever its format."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrutator.errors import ScrutatorError
from scrutator.web.intake.dimensions import refuse_large
from scrutator.web.intake.photos import Format
from support.field_server import Mission, Phone
from support.phone import JPEG, incident_xml
from support.refusals import code_of


def png(width: int, height: int) -> bytes:
    size = width.to_bytes(4, "big") + height.to_bytes(4, "big")
    return b"\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR" + size + b"\x08\x02\x00\x00\x00" + bytes(4)


def jpeg(width: int, height: int) -> bytes:
    return JPEG.replace(
        b"\xff\xc0\x00\x0b\x08\x00\x01\x00\x01",
        b"\xff\xc0\x00\x0b\x08" + height.to_bytes(2, "big") + width.to_bytes(2, "big"),
    )


def webp(kind: bytes, body: bytes) -> bytes:
    return b"RIFF\x00\x00\x00\x00WEBP" + kind + len(body).to_bytes(4, "little") + body


def extended(width: int, height: int) -> bytes:
    return webp(b"VP8X", bytes(4) + (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little"))


def lossless(width: int, height: int) -> bytes:
    return webp(b"VP8L", b"\x2f" + (width - 1 | height - 1 << 14).to_bytes(4, "little"))


def lossy(width: int, height: int) -> bytes:
    return webp(
        b"VP8 ", bytes(3) + b"\x9d\x01\x2a" + width.to_bytes(2, "little") + height.to_bytes(2, "little")
    )


def box(kind: bytes, content: bytes) -> bytes:
    return (8 + len(content)).to_bytes(4, "big") + kind + content


def heic(*sizes: tuple[int, int]) -> bytes:
    said = [
        box(b"ispe", bytes(4) + width.to_bytes(4, "big") + height.to_bytes(4, "big"))
        for width, height in sizes
    ]
    properties = box(b"iprp", box(b"ipco", b"".join(said)))
    return box(b"ftyp", b"heic" + bytes(4)) + box(b"meta", bytes(4) + properties)


@pytest.mark.parametrize(
    ("made", "kind"),
    [
        (png, Format.PNG),
        (jpeg, Format.JPEG),
        (extended, Format.WEBP),
        (lambda w, h: heic((w, h)), Format.HEIC),
    ],
)
def test_the_limits_of_side_and_points_are_held_on_both_sides(
    made: Callable[[int, int], bytes], kind: Format
) -> None:
    for width, height in ((1, 1), (12_000, 9_000), (32_767, 6_103), (20_000, 10_000), (6_103, 32_767)):
        refuse_large(made(width, height), kind)
    for width, height in ((32_768, 1), (1, 32_768), (20_000, 10_001), (60_000, 60_000)):
        with pytest.raises(ScrutatorError, match=f"a {kind.name} of {width:,} by {height:,} points"):
            refuse_large(made(width, height), kind)


def test_every_kind_of_webp_says_its_size() -> None:
    for made in (lossless, lossy):
        refuse_large(made(4_000, 3_000), Format.WEBP)
        with pytest.raises(ScrutatorError, match="16,383 by 16,383"):
            refuse_large(made(16_383, 16_383), Format.WEBP)


def test_a_heic_is_as_large_as_the_largest_of_its_pictures() -> None:
    with pytest.raises(ScrutatorError, match="60,000 by 60,000"):
        refuse_large(heic((512, 512), (60_000, 60_000)), Format.HEIC)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIDAT" + bytes(20), Format.PNG),
        (png(1, 1)[:20], Format.PNG),
        (JPEG[:20] + b"\xff\xda", Format.JPEG),
        (jpeg(0, 5), Format.JPEG),
        (webp(b"ALPH", bytes(10)), Format.WEBP),
        (heic(), Format.HEIC),
    ],
)
def test_a_photo_that_says_no_size_is_refused(content: bytes, kind: Format) -> None:
    with pytest.raises(ScrutatorError, match="D53"):
        refuse_large(content, kind)


@given(st.binary(max_size=300))
def test_any_bytes_are_answered(content: bytes) -> None:
    for start, kind in (
        (png(1, 1)[:16], Format.PNG),
        (JPEG[:20], Format.JPEG),
        (b"RIFF\x00\x00\x00\x00WEBP", Format.WEBP),
        (heic()[:28], Format.HEIC),
    ):
        assert code_of(lambda start=start, kind=kind: refuse_large(start + content, kind)) in (None, "D53")


def test_a_phone_that_sends_one_is_told_which_and_nothing_is_stored(mission: Mission, phone: Phone) -> None:
    answer = phone.send(incident_xml(1, photo="p.png"), (("p.png", png(60_000, 60_000)),))
    assert answer.status_code == 415 or answer.status_code == 400
    assert b"PNG of 60,000 by 60,000 points" in answer.content
    assert mission.row.received.count() == 0
