"""The answers of many stored reports: what `parse_stored` says of each, in a third of its time.

Reports of one version of a form have the same elements, and differ in what stands between them. Where the
elements are known, the answers are picked from between them; where they are not, and wherever a report holds
what makes that uncertain (an entity, a comment, a group that repeats), it is read as any other.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from operator import itemgetter

from scrutator.errors import ScrutatorError
from scrutator.field.submission import BLANK, parse_stored

_NAME = re.compile(r"[\w.:-]+")
UNCERTAIN = ("&", "<!", "\r")
MOST_KNOWN = 1_000
Paths = tuple[str, ...]
Pick = Callable[[Sequence[str]], tuple[str, ...]]


@dataclass
class StoredReader:
    """Reads reports one after another, and remembers which elements it has seen."""

    _known: dict[str, tuple[Paths, Pick] | None] = field(default_factory=dict)

    def read(self, body: bytes) -> tuple[Paths, Sequence[str]]:
        """The paths of a report's answers, and the answers, in the same order. The paths are the same
        object for reports of the same elements, as long as these are remembered."""
        text = body.decode()
        if any(sign in text for sign in UNCERTAIN) or text.count("<") != text.count(">"):
            return _read(body)  # a sign of an element that is none would be taken for one
        if "/>" in text:
            text = _with_ends(text)
        parts = text.replace("<", ">").split(">")  # what stands between elements, and an element, in turn
        elements = ">".join(parts[1::2])
        if elements not in self._known:
            if len(self._known) >= MOST_KNOWN:
                self._known.clear()
            self._known[elements] = _picked(parts[1::2])
        known = self._known[elements]
        if known is None:
            return _read(body)
        paths, pick = known
        return paths, [one.strip(BLANK) for one in pick(parts)]


def _read(body: bytes) -> tuple[Paths, Sequence[str]]:
    answers = parse_stored(body).answers
    return tuple(path for path, _ in answers), [value for _, value in answers]


def _with_ends(text: str) -> str:
    """`<a/>` as `<a></a>`, so that elements are the same whether an answer was left empty or not."""
    parts = text.split("/>")
    for n, part in enumerate(parts[:-1]):
        name = part[part.rfind("<") + 1 :]
        parts[n] = f"{part}></{name}>" if _NAME.fullmatch(name) else f"{part}/>"
    return "".join(parts)


def _picked(elements: Sequence[str]) -> tuple[Paths, Pick] | None:
    """Where between these elements the answers stand; None where that depends on what they are.

    Each place between an element and its end is given its number as a text, and the report is read."""
    after = [*elements[1:], ""]
    pairs = enumerate(zip(elements, after, strict=True))
    texts = [
        f"uuid:{n}" if end.startswith("/") and one.split()[:1] == [end[1:]] else "" for n, (one, end) in pairs
    ]
    filled = "".join(f"<{one}>{text}" for one, text in zip(elements, texts, strict=True))
    try:
        answers = parse_stored(filled.encode()).answers
    except ScrutatorError:
        return None
    places = [2 * int(text.removeprefix("uuid:")) + 2 for _, text in answers if text]
    if len(places) < max(2, len(answers)) or any("[" in path for path, _ in answers):
        return None
    return tuple(path for path, _ in answers), itemgetter(*places)
