"""Photos as they arrive: which format by their first bytes, and a copy without what the camera wrote.

A copy keeps the picture and drops position, time, device, thumbnails, comments and whatever follows the
picture's end. Formats that cannot be taken apart here keep their sealed original only.
"""

from collections.abc import Iterator
from enum import Enum

from scrutator.errors import ScrutatorError


class Format(Enum):
    """Formats that are accepted, with their type on the web."""

    JPEG = "image/jpeg"
    PNG = "image/png"
    WEBP = "image/webp"
    HEIC = "image/heic"


_REFUSED = (
    (b"%PDF", "PDF"),
    (b"PK\x03\x04", "ZIP or Office"),
    (b"GIF8", "GIF"),
    (b"MZ", "a Windows program"),
    (b"\x7fELF", "a Linux program"),
    (b"\x1f\x8b", "gzip"),
    (b"II*\x00", "TIFF"),
    (b"MM\x00*", "TIFF"),
    (b"<svg", "SVG"),
    (b"<?xml", "XML"),
    (b"<!DOCTYPE", "HTML"),
    (b"<html", "HTML"),
    (b"OggS", "Ogg"),
    (b"ID3", "MP3"),
    (b"RIFF", "RIFF (sound or film)"),
    (b"BM", "BMP"),
)
_PNG = b"\x89PNG\r\n\x1a\n"
_HEIC = (b"heic", b"heix", b"mif1", b"msf1", b"heif")
_KEPT_CHUNKS = {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"sBIT", b"bKGD"}
_JFIF, _ADOBE, _SCAN, _END = 0xE0, 0xEE, 0xDA, 0xD9
_ALONE = {0x01, *range(0xD0, 0xD8)}  # markers without a length


def format_of(content: bytes) -> Format:
    """The format by the first bytes. Raises D53, which names the format, for what is not accepted."""
    if content.startswith(b"\xff\xd8\xff"):
        return Format.JPEG
    if content.startswith(_PNG):
        return Format.PNG
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return Format.WEBP
    if content[4:8] == b"ftyp" and content[8:12] in _HEIC:
        return Format.HEIC
    head = content[:200].lstrip()
    named = next((name for start, name in _REFUSED if head.lower().startswith(start.lower())), "")
    raise ScrutatorError("D53", f"an attachment is {named or 'of an unknown format'}, not a photo")


def working_copy(content: bytes, kind: Format) -> bytes | None:
    """The picture without its metadata; None where the format cannot be taken apart here.

    Raises D53 for a file that begins like a photo and is none.
    """
    if kind is Format.JPEG:
        return b"".join(_jpeg(content))
    return b"".join(_png(content)) if kind is Format.PNG else None


def _broken() -> ScrutatorError:
    return ScrutatorError("D53", "an attachment begins like a photo and is not one")


def _jpeg(data: bytes) -> Iterator[bytes]:
    """The segments that make the picture (ITU-T T.81, annex B)."""
    yield data[:2]
    place = 2
    while True:
        if data[place : place + 1] != b"\xff":
            raise _broken()
        while data[place : place + 1] == b"\xff":  # fill bytes
            place += 1
        marker = data[place] if place < len(data) else None
        place += 1
        if marker is None:
            raise _broken()
        if marker == _END:
            yield b"\xff\xd9"
            return
        if marker in _ALONE:
            continue
        end = place + int.from_bytes(data[place : place + 2], "big")
        if end < place + 2 or end > len(data):
            raise _broken()
        if (marker not in range(0xE0, 0xF0) and marker != 0xFE) or marker in (_JFIF, _ADOBE):
            yield bytes((0xFF, marker)) + _without_thumbnail(data[place:end], marker)
        place = end
        if marker == _SCAN:
            begin, place = place, _scan_end(data, place)
            yield data[begin:place]


def _without_thumbnail(segment: bytes, marker: int) -> bytes:
    """A JFIF head may hold a small picture; it is cut off."""
    if marker != _JFIF:
        return segment
    return (
        b"\x00\x10" + segment[2:14] + b"\x00\x00"
        if segment[2:7] == b"JFIF\x00" and len(segment) >= 16
        else b"\x00\x02"
    )


def _scan_end(data: bytes, place: int) -> int:
    """Where the compressed picture ends: at the next marker that is no restart and no stuffed byte."""
    while True:
        place = data.find(b"\xff", place)
        if place < 0 or place + 1 >= len(data):
            raise _broken()
        if data[place + 1] != 0 and data[place + 1] not in _ALONE:
            return place
        place += 2


def _png(data: bytes) -> Iterator[bytes]:
    """The chunks that make the picture (RFC 2083)."""
    yield _PNG
    place = len(_PNG)
    while True:
        end = place + 12 + int.from_bytes(data[place : place + 4], "big")
        kind = data[place + 4 : place + 8]
        if len(kind) < 4 or end > len(data):
            raise _broken()
        if kind in _KEPT_CHUNKS:
            yield data[place:end]
        if kind == b"IEND":
            return
        place = end
