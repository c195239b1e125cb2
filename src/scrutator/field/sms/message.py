"""The grammar of a message: `FORM NUMBER CODE [X serial] TAG value … @ comment`.

    VR 111111 482913 AA1, BB 2 @ all calm
    VR111111482913AA1BB2@all calm
    QC 111111 482913 X2 ST=12-345 PA204

FORM and TAG are letters, NUMBER and CODE six digits each, a value is digits (`1+3` for several choices), or
whatever follows `=` up to the next space. Between parts there may be spaces and commas. What does not fit is
kept as a stray and refused later by name; nothing is dropped, and no letter is read as a digit.
"""

import re
from dataclasses import dataclass

from scrutator.field.reading.sms_tags import SERIAL
from scrutator.field.sms.letters import clean_comment, plain_digits
from scrutator.field.sms.numbers import is_number

LONGEST = 1_000
_GAP = re.compile(r"[\s,;]*")
_WORD = re.compile(r"[^\W\d_]+")
_DIGITS = re.compile(r"[0-9]+")
_CODE = re.compile(r"(?:-\s*)?([0-9]+)")
_VALUE = re.compile(r"[0-9][0-9+.,/-]*|[-+][0-9][0-9+.,/-]*")
_GIVEN = re.compile(r"\s*[=:]\s*(\S*)")
_STRAY = re.compile(r"\S+")
_LONG_RUN = re.compile(r"\d{6,}|(?<!\d)\d{3}[ -]\d{3}(?!\d)")  # digits of any script
_FRONT = re.compile(r"(?P<word>[^0-9]*)(?P<digits>[0-9\s,;-]*)(?P<rest>.*)", re.DOTALL)


@dataclass(frozen=True)
class Pair:
    """A tag as it was written, in capitals, and its value; "" where there is none."""

    tag: str
    value: str


@dataclass(frozen=True)
class Written:
    """What a message says: `form`, `number` and `code` are "" where they are not written.

    `serial` distinguishes reports that otherwise say the same. `strays` are what fits nowhere.
    """

    form: str
    number: str
    code: str
    serial: str
    pairs: tuple[Pair, ...]
    comment: str
    strays: tuple[str, ...] = ()


def parse(text: str) -> Written:
    """What the message says, whatever it is; text beyond `LONGEST` characters is the caller's to refuse."""
    head, _, comment = text.partition("@")
    reader = _Reader(plain_digits(head))
    form = reader.take(_WORD).upper()
    number, code = _number_and_code(reader)
    pairs, strays = _pairs(reader)
    serial = ""
    if pairs and pairs[0].tag == SERIAL and pairs[0].value and number:
        serial, pairs = pairs[0].value, pairs[1:]
    return Written(form, number, code, serial, tuple(pairs), clean_comment(comment), tuple(strays))


def masked(text: str) -> str:
    """The message as it is kept, without the code: digits before the first tag are dots, but for a right
    number, and so is every later run of six digits or more, in the comment too: a code may stand behind the
    wrong sign."""
    head, at, comment = text.partition("@")
    found = _FRONT.match(plain_digits(head))
    if found is None:
        return text
    number = found["digits"][:6]
    hidden = re.sub("[0-9]", "•", found["digits"])
    front = number + hidden[6:] if is_number(number) else hidden
    later = found["rest"] + at + comment
    return found["word"] + front + _LONG_RUN.sub("••••••", later)


def masked_reply(text: str) -> str:
    """A reply as it is kept: every run of six digits or more, which may be a code, is dots, and so are three
    digits and three."""
    return _LONG_RUN.sub("••••••", plain_digits(text))


class _Reader:
    """Takes a text from its beginning."""

    def __init__(self, text: str) -> None:
        self.text, self.at = text, 0

    def take(self, pattern: re.Pattern[str], group: int = 0) -> str:
        """What matches here, past a gap; "" and no step when nothing does."""
        gap = _GAP.match(self.text, self.at)
        found = pattern.match(self.text, gap.end() if gap else self.at)
        if found is None:
            return ""
        self.at = found.end()
        return found[group]

    def given(self) -> str | None:
        """The value behind `=` or `:`; None when there is no such sign."""
        found = _GIVEN.match(self.text, self.at)
        if found is None:
            return None
        self.at = found.end()
        return found[1].rstrip(",;")

    @property
    def is_done(self) -> bool:
        """Is nothing left but a gap?"""
        gap = _GAP.match(self.text, self.at)
        return (gap.end() if gap else self.at) == len(self.text)


def _number_and_code(reader: _Reader) -> tuple[str, str]:
    """Six digits and six more, together or apart; a run of another length is all number, and refused."""
    digits = reader.take(_DIGITS)
    if len(digits) == 12:
        return digits[:6], digits[6:]
    return digits, reader.take(_CODE, 1) if len(digits) == 6 else ""


def _pairs(reader: _Reader) -> tuple[list[Pair], list[str]]:
    pairs, strays = list[Pair](), list[str]()
    while not reader.is_done:
        tag = reader.take(_WORD)
        if not tag:
            strays.append(reader.take(_STRAY))
            continue
        given = reader.given()
        value = reader.take(_VALUE).rstrip(".,") if given is None else given
        pairs.append(Pair(tag.upper(), value))
    return pairs, strays
