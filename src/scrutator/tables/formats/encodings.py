"""In which encoding is a text written? An explicit rule, whose outcome is always stated.

1. A byte-order mark decides. 2. Zero bytes that all stand at even, or all at odd places: UTF-16.
3. Bytes that are valid UTF-8 are UTF-8. 4. What is left is one byte a character: of the candidates
below, the one in which most words look like words (letters of one alphabet, no capital after a small
letter); in a draw the first. Where fewer than three in four of its words are surely words, and for any
other encoding, the reader asks.
"""

import codecs
import re

from scrutator.errors import ScrutatorError
from scrutator.tables.formats.word_shapes import like_a_word, share_of_words
from scrutator.tables.model import Assumption, Topic

MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
CANDIDATES = (
    ("cp1252", "Windows-1252"),
    ("cp1251", "Windows-1251"),
    ("cp1250", "Windows-1250"),
    ("cp1254", "Windows-1254"),
    ("iso8859-2", "ISO 8859-2"),
    ("iso8859-5", "ISO 8859-5"),
    ("iso8859-9", "ISO 8859-9"),
    ("koi8-r", "KOI8-R"),
    ("cp866", "IBM 866"),
)
NAMES = dict(CANDIDATES) | {
    "utf-16-le": "UTF-16 (little-endian)",
    "utf-16-be": "UTF-16 (big-endian)",
    "utf-32-le": "UTF-32 (little-endian)",
    "utf-32-be": "UTF-32 (big-endian)",
}
SURE = 0.75  # share of words that must be surely words
SAMPLE = 200_000  # bytes with foreign letters that are looked at
_WORDS = re.compile(rb"[A-Za-z\x80-\xff]*[\x80-\xff][A-Za-z\x80-\xff]*")


def as_utf8(data: bytes, declared: str = "") -> tuple[bytes, tuple[Assumption, ...]]:
    """The text as UTF-8 without a byte-order mark, and what was assumed to get there.

    Raises B03 when the text is not in the declared encoding, or in none that is known.
    """
    if declared:
        return _decoded(data, declared), ()
    for mark, code in MARKS:
        if data.startswith(mark):
            body = data[len(mark) :]
            return (_checked(body) if code == "utf-8" else _decoded(body, code)), ()
    if b"\0" in data:
        return _wide(data)
    try:
        return _checked(data), ()
    except ScrutatorError:
        return _single_byte(data)


def _checked(data: bytes) -> bytes:
    try:
        data.decode()
    except UnicodeDecodeError as error:
        raise ScrutatorError("B03", f"byte {error.start} is not UTF-8") from error
    return data


def _decoded(data: bytes, code: str) -> bytes:
    try:
        return data.decode(code).removeprefix("\ufeff").encode()
    except LookupError as error:
        raise ScrutatorError("B03", f"there is no encoding “{code}”") from error
    except UnicodeError as error:
        raise ScrutatorError("B03", f"the text is not in the encoding {NAMES.get(code, code)}") from error


def _wide(data: bytes) -> tuple[bytes, tuple[Assumption, ...]]:
    """UTF-16 without a mark: line ends and digits have a zero byte, always on the same side."""
    zero_first, zero_second = b"\0" in data[0::2], b"\0" in data[1::2]
    if len(data) % 2 or (zero_first and zero_second):
        raise ScrutatorError("B01", "the file is not text: it contains zero bytes")
    code = "utf-16-be" if zero_first else "utf-16-le"
    text = f"read as {NAMES[code]}: every second byte is zero"
    try:
        return _decoded(data, code), (Assumption(Topic.ENCODING, text),)
    except ScrutatorError as error:
        raise ScrutatorError("B01", "the file is not text: it contains zero bytes") from error


def _single_byte(data: bytes) -> tuple[bytes, tuple[Assumption, ...]]:
    words = list(dict.fromkeys(_WORDS.findall(data[:SAMPLE] if len(data) <= SAMPLE else _sample(data))))
    scores = [(_plausible(words, code), -place) for place, (code, _) in enumerate(CANDIDATES)]
    best = CANDIDATES[-max(scores)[1]]
    texts = [word.decode(best[0], "replace") for word in words]
    if share_of_words(texts) < SURE:
        raise _doubtful(best[1], texts)
    decoded = _decoded(data, best[0])
    shown = [word.decode(best[0], "replace") for word in words if len(word) > 3][:3]
    example = f", e.g. {', '.join(f'“{word}”' for word in shown)}" if shown else ""
    text = f"not UTF-8: read as {best[1]}{example}{_otherwise(words, best[0])}"
    return decoded, (Assumption(Topic.ENCODING, text),)


def _otherwise(words: list[bytes], best: str) -> str:
    """What another encoding makes of a word, where it makes words of all of them too."""
    for code, name in CANDIDATES:
        texts = [word.decode(code, "replace") for word in words]
        if code != best and share_of_words(texts) == 1:
            pairs = zip(texts, (word.decode(best, "replace") for word in words), strict=True)
            differing = next((other for other, ours in pairs if other != ours), "")
            if differing:
                return f"; {name} would read “{differing}”"
    return ""


def _doubtful(name: str, texts: list[str]) -> ScrutatorError:
    shown = ", ".join(f"“{text}”" for text in texts[:3])
    return ScrutatorError(
        "B03",
        f"the text is not UTF-8, and read as {name}, the likeliest other, it is not words: {shown}",
        remedy="Save it as UTF-8, or write its encoding in a mapping file that you give with --map, e.g. "
        '`encoding = "cp1256"` (Arabic), "cp1253" (Greek), "cp1255" (Hebrew), "cp874" (Thai), "shift_jis", '
        '"gb18030", "euc-kr", "mac-roman", "cp850".',
    )


def _sample(data: bytes) -> bytes:
    """The lines around the first bytes that are not ASCII, and the beginning."""
    first = next((match.start() for match in re.finditer(rb"[\x80-\xff]", data)), 0)
    return data[: SAMPLE // 2] + b"\n" + data[first : first + SAMPLE // 2]


def _plausible(words: list[bytes], code: str) -> int:
    """How many words look like words, less those that cannot be."""
    return sum(like_a_word(word.decode(code, "replace")) for word in words)
