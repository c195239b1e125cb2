"""How large a photo says it is, from its header alone: what would fill a viewer's memory is refused by name.

A file of 190 kB can say that it is 60,000 by 60,000 points, and who opens it pays for them.
"""

from collections.abc import Iterator

from scrutator.errors import ScrutatorError
from scrutator.web.intake.photos import Format

MOST_POINTS = 200_000_000  # cameras of telephones have had up to that many
LONGEST_SIDE = 32_767
Size = tuple[int, int]
_FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}  # JPEG: start of frame, without tables and arithmetic
_BOXES = {b"meta": 4, b"iprp": 0, b"ipco": 0}  # HEIC: boxes that lead to the sizes, and bytes before theirs
DEEPEST = 4


def refuse_large(content: bytes, kind: Format) -> None:
    """Raises D53, with the format and the size, for a photo with a longer side or more points than any camera
    makes; for one whose header says no size."""
    sizes = list(_SIZES[kind](content))
    if not sizes:
        raise ScrutatorError("D53", f"an attachment is a {kind.name} that does not say how large it is")
    for width, height in sizes:
        if not 0 < width <= LONGEST_SIDE or not 0 < height <= LONGEST_SIDE or width * height > MOST_POINTS:
            what = f"an attachment is a {kind.name} of {width:,} by {height:,} points"
            raise ScrutatorError("D53", what, remedy="Take the photo again, smaller.")


def _png(data: bytes) -> Iterator[Size]:
    """IHDR, which comes first (RFC 2083)."""
    if data[12:16] == b"IHDR" and len(data) >= 24:
        yield int.from_bytes(data[16:20], "big"), int.from_bytes(data[20:24], "big")


def _jpeg(data: bytes) -> Iterator[Size]:
    """The frames (ITU-T T.81, B.2.2), up to the first scan."""
    place = 2
    while place + 9 <= len(data) and data[place] == 0xFF:
        marker = data[place + 1]
        if marker == 0xFF:
            place += 1
            continue
        if marker in (0xDA, 0xD9):
            return
        if marker in _FRAMES:
            yield (
                int.from_bytes(data[place + 7 : place + 9], "big"),
                int.from_bytes(data[place + 5 : place + 7], "big"),
            )
        alone = marker == 0x01 or 0xD0 <= marker <= 0xD7
        place += 2 if alone else 2 + max(2, int.from_bytes(data[place + 2 : place + 4], "big"))


def _webp(data: bytes) -> Iterator[Size]:
    """The first chunk of a WebP file (RFC 9649): VP8X, VP8L or VP8."""
    kind, body = data[12:16], data[20:30]
    if kind == b"VP8X" and len(body) == 10:
        yield 1 + int.from_bytes(body[4:7], "little"), 1 + int.from_bytes(body[7:10], "little")
    elif kind == b"VP8L" and body[:1] == b"\x2f" and len(body) >= 5:
        bits = int.from_bytes(body[1:5], "little")
        yield 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    elif kind == b"VP8 " and body[3:6] == b"\x9d\x01\x2a" and len(body) == 10:
        width, height = int.from_bytes(body[6:8], "little"), int.from_bytes(body[8:10], "little")
        yield width & 0x3FFF, height & 0x3FFF


def _heic(data: bytes, begin: int = 0, end: int | None = None, depth: int = 0) -> Iterator[Size]:
    """Every `ispe` in meta, iprp, ipco (ISO/IEC 23008-12): of the picture, its tiles and thumbnails."""
    place, end = begin, len(data) if end is None else end
    while depth <= DEEPEST and place + 8 <= end:
        length, kind = int.from_bytes(data[place : place + 4], "big"), data[place + 4 : place + 8]
        head = 8
        if length == 1:
            length, head = int.from_bytes(data[place + 8 : place + 16], "big"), 16
        after = end if length == 0 else place + length
        if after > end or after < place + head:
            return
        if kind == b"ispe" and after - place >= head + 12:
            at = place + head + 4
            yield int.from_bytes(data[at : at + 4], "big"), int.from_bytes(data[at + 4 : at + 8], "big")
        elif kind in _BOXES:
            yield from _heic(data, place + head + _BOXES[kind], after, depth + 1)
        place = after


_SIZES = {Format.PNG: _png, Format.JPEG: _jpeg, Format.WEBP: _webp, Format.HEIC: _heic}
