"""Photos taken apart: the picture stays, what the camera wrote goes."""

import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrutator.errors import ScrutatorError
from scrutator.web.intake.photos import Format, format_of, working_copy
from support.phone import EXIF, JPEG
from support.refusals import code_of


def chunk(kind: bytes, content: bytes) -> bytes:
    return len(content).to_bytes(4, "big") + kind + content + zlib.crc32(kind + content).to_bytes(4, "big")


PICTURE = (
    chunk(b"IHDR", b"\x00\x00\x00\x01\x00\x00\x00\x01\x08\x00\x00\x00\x00")
    + chunk(b"IDAT", zlib.compress(b"\x00\x00"))
    + chunk(b"IEND", b"")
)
PNG = (
    b"\x89PNG\r\n\x1a\n"
    + PICTURE[:25]
    + chunk(b"eXIf", EXIF)
    + chunk(b"tEXt", b"Author\x00Aigerim")
    + chunk(b"tIME", b"\x07\xea\x0b\x1d\x09\x0c\x00")
    + PICTURE[25:]
    + b"after the end"
)


def test_a_jpeg_loses_exif_comment_and_what_follows_its_end_and_nothing_else() -> None:
    copy = working_copy(JPEG, Format.JPEG)
    exif = b"\xff\xe1" + (len(EXIF) + 2).to_bytes(2, "big") + EXIF
    assert copy == JPEG.replace(exif, b"").replace(b"\xff\xfe\x00\x0ccomment 42", b"").removesuffix(
        b"trailing thumbnail"
    )


def test_a_small_picture_in_the_jfif_head_is_cut_off() -> None:
    head = b"\xff\xe0\x00\x13JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x01\x01ABC"
    copy = working_copy(JPEG[:2] + head + JPEG[20:], Format.JPEG)
    assert copy == working_copy(JPEG, Format.JPEG)


def test_a_png_loses_exif_texts_and_times() -> None:
    assert working_copy(PNG, Format.PNG) == b"\x89PNG\r\n\x1a\n" + PICTURE


def test_a_png_copy_is_a_picture_that_a_browser_s_library_reads() -> None:
    from struct import unpack

    copy = working_copy(PNG, Format.PNG)
    assert copy is not None
    place = 8
    while place < len(copy):
        (size,) = unpack(">I", copy[place : place + 4])
        body = copy[place + 4 : place + 8 + size]
        assert zlib.crc32(body).to_bytes(4, "big") == copy[place + 8 + size : place + 12 + size]
        place += 12 + size


@pytest.mark.parametrize(
    ("content", "kind"),
    [(b"RIFF\x00\x00\x00\x00WEBPVP8 ", Format.WEBP), (b"\x00\x00\x00\x18ftypheic", Format.HEIC)],
)
def test_formats_that_are_not_taken_apart_have_no_working_copy(content: bytes, kind: Format) -> None:
    assert format_of(content) is kind
    assert working_copy(content, kind) is None


@pytest.mark.parametrize("cut", [3, 10, 30, 120, len(JPEG) - 20, len(JPEG) - 22])
def test_a_jpeg_that_ends_early_is_refused(cut: int) -> None:
    with pytest.raises(ScrutatorError, match="D53"):
        working_copy(JPEG[:cut], Format.JPEG)


@given(st.binary(max_size=200))
def test_any_bytes_after_a_true_beginning_are_a_photo_or_refused_by_name(content: bytes) -> None:
    for start in (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", JPEG[:20], PNG[:40]):
        assert code_of(lambda start=start: working_copy(start + content, format_of(start + content))) in (
            None,
            "D53",
        )
