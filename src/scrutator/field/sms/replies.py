"""What the sender is told: in their language, short, and nothing that says who or where they are."""

import unicodedata
from collections.abc import Sequence

from scrutator.field.sms.reading import Fault
from scrutator.words.sms import sms_words

MOST_FAULTS = 3
_KAZAKH = frozenset("әғқңөұүһі")


def stored(language: str, receipt: str, *, repeated: bool = False, aside: bool = False) -> str:
    """The reply to a message that is a report."""
    words = sms_words(language)
    name = "repeated" if repeated else "aside" if aside else "stored"
    return words[name].format(receipt=receipt)


def refused(language: str, faults: Sequence[Fault]) -> str:
    """The reply to a message that is none: the first faults by name, and that nothing was stored."""
    words = sms_words(language)
    said = list(dict.fromkeys(_said(fault, words) for fault in faults))
    more = [words["more"].format(count=len(said) - MOST_FAULTS)] if len(said) > MOST_FAULTS else []
    return " ".join((words["refused"], *said[:MOST_FAULTS], *more))


def not_right(language: str) -> str:
    """The reply to a wrong code, and to a number that is not known: the same."""
    return sms_words(language)["wrong"]


def later(language: str) -> str:
    """The reply where too many wrong codes came before."""
    return sms_words(language)["later"]


def _said(fault: Fault, words: dict[str, str]) -> str:
    """Only what looks like a tag is said again, for anything else may be a name or a code."""
    about = fault.about if fault.about.isalpha() and len(fault.about) <= 4 else "…"
    sentence = words[fault.why.value].format(about=about)
    meant = " / ".join(fault.meant)
    return f"{sentence} {words['meant'].format(meant=meant)}" if meant else sentence


def language_of(text: str) -> str:
    """The language in which to answer someone who is not known, by the letters of their message."""
    letters = [one for one in text.lower() if one.isalpha()]
    if _KAZAKH.intersection(letters) - {"i"}:
        return "kk"
    cyrillic = sum(unicodedata.name(one, "").startswith("CYRILLIC") for one in letters)
    return "ru" if cyrillic * 2 > len(letters) else "en"


def may_be_answered(sender: str) -> bool:
    """Whether a reply can go to this sender: a telephone number of 7 to 15 digits. Short numbers and names
    are machines, with which two servers would talk for ever."""
    digits = sender.removeprefix("+")
    return digits.isascii() and digits.isdigit() and 7 <= len(digits) <= 15
