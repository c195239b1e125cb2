"""What tables, charts and figures say by themselves, in the languages of statements.

The English words are the key. A sentence with numbers, ids or texts of the record in it is a pattern:
`{n}` takes a number, `{id}` an id, `{date}` a date, `{day}` a day in English words, `{w}` another of these
words, `{name}` a name that the record has in the language, `{x}` any text, which is translated where it can
be and else stays as it is.
"""

import re
import tomllib
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib.resources import files

from scrutator.words.dates import date_words, month_names
from scrutator.words.numerals import grouped, numerals_in
from scrutator.words.values import value_words

RECORD = "en"  # the language of records: of findings, propositions, lines of evidence and titles of sources
LANGUAGES = ("ru", "kk", "es")
LATIN = ("es",)
"""Those of them that are written as the record is: the letters do not distinguish them."""
TABLES = (
    "labels.toml",
    "headings.toml",
    "sentences.toml",
    "records.toml",
    "changed_law.toml",
    "own_election.toml",
    "night.toml",
    "elections.toml",
    "named_stations.toml",
    "findings_say.toml",
    "refusals.toml",
)
_LATIN_LETTER = re.compile("[A-Za-z]")
_LATIN, _CYRILLIC = re.compile("[A-Za-z]{3}"), re.compile("[\u0400-\u052f]")
_ID = re.compile(r"[\d_%]|\w-\w")
_HOLE = re.compile(r"{([a-z]+)\d?}")
_ENDED = r"; (?![^()]*\))"  # a semicolon that stands in no bracket
PARTS = {_ENDED: "; ", ", ": ", ", r"(?<=\.) (?=[A-Z“])": " "}
MOST_PARTS = 12  # of a text that is looked at in parts
LEAST_WORDS = 4  # letters of a pattern outside its holes by which a filled one is known
_TAKES = {
    "n": r"[-\u2212]?\d[\d.,:\u202f]*",
    "id": r"[^\s:;,()]*\d[^\s:;,()]*|[A-Z]",
    "date": r"\d{4}(?:-\d\d){0,2}",
    "day": r"\d{1,2} (?:" + "|".join(month_names(RECORD)) + r") \d{4}",
    "named": r"(?: \(.+?\))?",
    "w": r".+?",
    "name": r".+?",
    "x": r".+?",
}


@cache
def phrases(language: str) -> Mapping[str, str]:
    """English words and patterns with those of a language; none for English or for one that is not known."""
    if language not in LANGUAGES:
        return {}
    found = dict(value_words().get(language, {}))
    for name in TABLES:
        table = tomllib.loads((files("scrutator.words") / name).read_text(encoding="utf-8"))
        found |= {english: texts[LANGUAGES.index(language)] for english, texts in table.items()}
    return found


@dataclass(frozen=True, eq=False)
class Speech:
    """A language, with the names that a record has in it: English name -> name."""

    language: str
    names: Mapping[str, str] = field(default_factory=dict)

    def words(self, text: str) -> str:
        """The text in this language; where it is not among the words or names as it stands, with the house's
        spaces between thousands."""
        found = self.say(text)
        return grouped(text) if found is None else found

    def tongue(self, text: str) -> str:
        """The language of a text where it is not this one, else "".

        In a language of Cyrillic letters, Latin letters alone are the record's. In one of Latin letters a
        text is the record's unless it is among the words or names, whole or in parts. A text of ids and
        numbers has no language.
        """
        if self.language == RECORD or not _LATIN.search(text):
            return ""
        own = _in_words(text, self) if self.language in LATIN else _CYRILLIC.search(text)
        return "" if own else RECORD

    def say(self, text: str) -> str | None:
        """The text in this language, or None where it is not among the words or names.

        Parts between semicolons or commas, or sentences, are looked up by themselves; all must be known.
        """
        return _said(text, self)


@lru_cache(10_000)  # texts may hold names that a visitor typed
def _said(text: str, speech: Speech) -> str | None:
    known = phrases(speech.language)
    if text in speech.names or text in known:
        return speech.names.get(text) or known[text]
    if not known or not text.strip():
        return None
    ways = (_in_parts(text, speech), _by_pattern(text, speech))
    if speech.language in LATIN:
        return next((way for way in ways if way), None)
    return min((way for way in ways if way), key=_left_in_latin, default=None)


def _left_in_latin(text: str) -> int:
    """How many letters of a text are Latin: of two ways to say it, the one that leaves fewer says more."""
    return len(_LATIN_LETTER.findall(text))


@cache
def _in_words(text: str, speech: Speech) -> bool:
    """Is a text one that this language says: a word, a name, a filled pattern, or made of such parts?"""
    if text in _said_words(speech.language) or text in speech.names.values():
        return True
    if any(pattern.fullmatch(text) for pattern in _said_patterns(speech.language)):
        return True
    for separator in (*PARTS, ": ", " "):
        parts = re.split(separator, text, maxsplit=MOST_PARTS)
        if 1 < len(parts) <= MOST_PARTS and _each_in_words(parts, separator, speech):
            return True
    return False


def _each_in_words(parts: Sequence[str], separator: str, speech: Speech) -> bool:
    """Are all parts this language's? Single words are joined again, as in "lista González" or "lista 7"."""
    if separator != " ":
        return not any(speech.tongue(part) for part in parts)
    known = {*_said_words(speech.language), *speech.names.values()}
    return any(
        _named(" ".join(parts[:place]), known) and _named(" ".join(parts[place:]), known)
        for place in range(1, len(parts))
    )


def _named(text: str, known: Set[str]) -> bool:
    """Is it among the words or names, or no word at all: a number, or an id with a digit or a joint in it?"""
    return text in known or (" " not in text and bool(_ID.search(text)))


@cache
def _said_words(language: str) -> frozenset[str]:
    return frozenset(text for text in phrases(language).values() if not _HOLE.search(text))


@cache
def _said_patterns(language: str) -> tuple[re.Pattern[str], ...]:
    """What the patterns look like when filled; those that are little more than a hole say nothing."""
    texts = [text for text in phrases(language).values() if _HOLE.search(text)]
    return tuple(_pattern(text) for text in texts if len(_HOLE.sub("", text).strip(" .:;,()")) >= LEAST_WORDS)


def _by_pattern(text: str, speech: Speech) -> str | None:
    for pattern, (head, translated) in _patterns(speech.language).items():
        if text.startswith(head) and (found := pattern.fullmatch(text)):
            filled = _filled(translated, found.groupdict(), speech)
            if filled is not None:
                return filled
    return None


def _in_parts(text: str, speech: Speech) -> str | None:
    for separator, kept in PARTS.items():
        parts = re.split(separator, text)
        each = [speech.say(part) for part in parts] if len(parts) > 1 else [None]
        if all(part is not None for part in each):
            return kept.join(str(part) for part in each)
    return None


@cache
def _patterns(language: str) -> Mapping[re.Pattern[str], tuple[str, str]]:
    """Pattern -> its words before the first hole, and the translation. More words first: they say more."""
    with_holes = [item for item in phrases(language).items() if _HOLE.search(item[0])]
    ordered = sorted(with_holes, key=lambda item: -len(_HOLE.sub("", item[0])))
    return {_pattern(english): (english.partition("{")[0], translated) for english, translated in ordered}


def _pattern(english: str) -> re.Pattern[str]:
    pieces, position = [], 0
    for hole in _HOLE.finditer(english):
        pieces.append(_spaces(english[position : hole.start()]))
        pieces.append(f"(?P<{hole.group()[1:-1]}>{_TAKES[hole.group(1)]})")
        position = hole.end()
    return re.compile("".join([*pieces, _spaces(english[position:])]))


def _spaces(text: str) -> str:
    """The text as a pattern in which every space may be a narrow one."""
    return re.escape(text).replace(r"\ ", "[ \u202f]")


def _filled(translated: str, found: Mapping[str, str], speech: Speech) -> str | None:
    """The translation with its holes filled; None when a word for a hole is not known."""
    filled: dict[str, str] = {}
    for name, text in found.items():
        kind = name.rstrip("0123456789")
        if kind in ("w", "name"):
            word = speech.say(text) if kind == "w" else speech.names.get(text)
            if word is None:
                return None
            filled[name] = word
        else:
            filled[name] = _hole(kind, text, speech)
    return re.sub(r"{([a-z]+\d?)}", lambda hole: filled[hole.group(1)], translated)


def _hole(kind: str, text: str, speech: Speech) -> str:
    """What a hole of any kind but `w` is filled with."""
    if kind == "n":
        return numerals_in(text, speech.language)
    if kind == "day":
        day, month, year = text.split(" ")
        return date_words(int(year), month_names(RECORD).index(month) + 1, int(day), speech.language)
    if kind == "named":
        return f" {speech.words(text.strip())}" if text else ""
    if kind == "x":
        return speech.say(text) or "; ".join(map(speech.words, re.split(_ENDED, text)))
    return text
