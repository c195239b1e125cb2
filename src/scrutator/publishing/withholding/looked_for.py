"""Looking for what is withheld in all that would be published, however it is spelled there."""

import gzip
import html
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction

from scrutator.publishing.withholding.projection import WITHHELD, Secret
from scrutator.seal.log.records import Entry

LEAST_GUARDED = 6  # characters; shorter values stand everywhere by chance
LEAST_MATCHED = 3  # characters of a value that no attested figure or cell may be, whole
NO_TEXTS = (".pdf", ".pyz")  # what they say stands in a page, in data or nowhere
HIDDEN = (None, WITHHELD, {"missing": "not published", "remark": WITHHELD})
_TAG = re.compile(r"<[^>]*>")
_ESCAPE = re.compile(r"\\[nrtbf]")
_NUMBER = re.compile(r"-?[0-9]{1,40}(?:[./][0-9]{1,40})?")
_BETWEEN_THOUSANDS = re.compile("(?<=[0-9])[,.'’ \u00a0\u2009\u202f](?=[0-9]{3}(?![0-9]))")


def still_shown(
    secrets: Sequence[Secret], members: Mapping[str, bytes], attested: Mapping[str, object]
) -> Iterator[str]:
    """Members and attested findings in which a withheld value can still be read, with the place it is
    withheld at.

    Values of fewer than six characters are not looked for there, but those of three and more as whole values
    of attested findings; what an entry says is shown elsewhere is not looked for at all."""
    values: dict[str, str] = {}
    for secret in secrets:
        place = f"{secret.record or secret.table}, {secret.field}"
        values |= {text: place for text in secret.guarded if len(text) >= LEAST_MATCHED}
    whole = {_value(text): place for text, place in values.items()}
    for name, outcome in attested.items():
        for found in sorted(_values_in(outcome) & whole.keys()):
            yield f"the attested finding {name} shows what is withheld at {whole[found]}"
    needles = {text: place for text, place in values.items() if len(text) >= LEAST_GUARDED}
    haystacks = {name: _haystack(name, data) for name, data in members.items()} if needles else {}
    for text, place in needles.items():
        if holder := next((name for name, each in haystacks.items() if _holds(each, text)), None):
            yield f"{holder} still shows what is withheld at {place}"


def shown_before(secrets: Sequence[Secret], log: Iterable[Entry]) -> Iterator[str]:
    """Records of a log's earlier publications that show in the clear what is withheld now: the log keeps
    them for ever, and every later bundle repeats it."""
    by_id: dict[str, list[Entry]] = {}
    kinds = set()
    for entry in log:
        if isinstance(entry.data, dict):
            by_id.setdefault(entry.id, []).append(entry)
            kinds.add(entry.kind)
    for secret in secrets:
        if not secret.was:
            continue
        if secret.field == "sha256" and (secret.was in by_id or secret.table in kinds):
            yield f"the log's earlier publications hold {secret.was}"
        elif any(_shows(entry, secret.field) for entry in by_id.get(secret.was, ())):
            yield f"the log's earlier publications show {secret.was}, {secret.field}"


def _shows(entry: Entry, field: str) -> bool:
    assert isinstance(entry.data, dict)
    return field == "row" or entry.data.get(field) not in HIDDEN


def _haystack(name: str, data: bytes) -> tuple[bytes, str, str]:
    """A member's bytes, its text without separators of thousands, and its letters and digits alone."""
    data = gzip.decompress(data) if name.endswith(".gz") else data
    if name.endswith(NO_TEXTS):
        return data, "", ""
    text = data.decode("utf-8", "replace")
    if name.endswith((".html", ".svg")):
        text = html.unescape(_TAG.sub("", text))
    return data, _BETWEEN_THOUSANDS.sub("", text), _letters(_ESCAPE.sub(" ", text))


def _holds(haystack: tuple[bytes, str, str], text: str) -> bool:
    raw, numbers, letters = haystack
    if text.encode() in raw or (text.isdecimal() and text in numbers):
        return True
    bare = _letters(text)
    return len(bare) >= LEAST_GUARDED and not bare.isdecimal() and bare in letters


def _letters(text: str) -> str:
    """Letters and digits alone, in one case: what line breaks, quotation marks and escapes cannot change."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(filter(str.isalnum, folded))


def _values_in(plain: object) -> set[str | Fraction]:
    """Every text and number in plain values; a text that is a number as that number."""
    if isinstance(plain, Mapping):
        return {value for inner in plain.values() for value in _values_in(inner)}
    if isinstance(plain, list | tuple):
        return {value for inner in plain for value in _values_in(inner)}
    return set() if plain is None or isinstance(plain, bool) else {_value(str(plain))}


def _value(text: str) -> str | Fraction:
    """A value that is the same however it is written: 75.10, 75.1 and 751/10."""
    if not _NUMBER.fullmatch(text):
        return text
    try:
        return Fraction(text)
    except ZeroDivisionError:
        return text
