"""Checks as data: a table of expressions with scope, severity, norm and a message in each language.

A set of checks has a version, the hash of what it says; results name it. The order of rows decides nothing.
"""

import csv
import hashlib
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import TypeVar

from scrutator.errors import ScrutatorError
from scrutator.field.checks.flags import FlagKind

LANGUAGES = ("en", "ru", "kk")
COLUMNS = ("id", "scope", "about", "forms", "each", "severity", "norm", "holds", "where", *LANGUAGES)
MOST_CHECKS, LONGEST_TABLE, LONGEST_CELL = 2_000, 2_000_000, 2_000
_ID = re.compile(r"[a-z][a-z0-9-]{0,59}")


class Scope(StrEnum):
    """What a check looks at at once."""

    REPORT = "report"  # one report, with what is known of its station, observer, time and photographs
    FORMS = "forms"  # one report of each form that it names, of one station
    OBSERVERS = "observers"  # two reports of one form from one station
    NEIGHBOURS = "neighbours"  # a share of one report beside that of all comparable stations

    @property
    def is_of_one_report(self) -> bool:
        """Does it name the questions of one report?"""
        return self in (Scope.REPORT, Scope.NEIGHBOURS)


class About(StrEnum):
    """What a check is for; the rehearsal counts what was found of each."""

    WITHIN = "within"
    FORMS = "forms"
    OBSERVERS = "observers"
    REGISTER = "register"
    DEPLOYMENT = "deployment"
    TIME = "time"
    PLACE = "place"
    NEIGHBOURS = "neighbours"
    BLANK = "blank"
    PHOTOS = "photographs"


class Each(StrEnum):
    """For which questions of a form a check is repeated; the question is written `{question}`."""

    ONCE = ""
    LINE = "line"  # every number of a protocol
    PROBLEM = "problem"  # every question that has answers which a finding counts as a problem


@dataclass(frozen=True)
class Check:
    """One check. `holds` is true of a report in order; where `where` is not true it says nothing.

    `forms` are the ids of forms it is for, none: every form that has the questions it names. For neighbours
    `holds` is a share. `messages` by language say what is wrong when it does not hold.
    """

    id: str
    scope: Scope
    about: About
    forms: tuple[str, ...]
    each: Each
    severity: FlagKind
    norm: str
    holds: str
    where: str
    messages: tuple[str, ...]

    def message(self, language: str) -> str:
        """What is wrong, in a language; in English where that has no words."""
        words = dict(zip(LANGUAGES, self.messages, strict=True))
        return words.get(language) or words["en"]


@dataclass(frozen=True)
class CheckSet:
    """Checks by id, and the hash of all that they say."""

    checks: tuple[Check, ...]
    version: str

    def of(self, scope: Scope) -> tuple[Check, ...]:
        """The checks of a scope."""
        return tuple(one for one in self.checks if one.scope is scope)

    def compares_problems(self, form: str) -> bool:
        """Is there a check that two observers saw the same problems, for this form?"""
        asked = (one for one in self.of(Scope.OBSERVERS) if one.each is Each.PROBLEM)
        return any(not one.forms or form in one.forms for one in asked)


def read_checks(text: str) -> CheckSet:
    """Answer: which checks does this table (CSV with the columns of COLUMNS) declare?

    Raises D10 with the row for a missing or unknown column, an id that is none or there twice, a word that is
    none of its column, a cell that is too long, and a check without words in English.
    """
    if len(text) > LONGEST_TABLE:
        raise ScrutatorError("D10", f"the table has {len(text):,} characters, the most is {LONGEST_TABLE:,}")
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error as error:
        raise ScrutatorError("D10", f"the table cannot be read: {error}") from error
    if not rows or sorted(rows[0]) != sorted(COLUMNS):
        raise ScrutatorError("D10", "the table has other columns", remedy=f"Write {', '.join(COLUMNS)}.")
    if len(rows) > MOST_CHECKS + 1:
        raise ScrutatorError("D10", f"{len(rows) - 1:,} checks, the most is {MOST_CHECKS:,}")
    found = [
        _check(dict(zip(rows[0], row, strict=False)), number, len(row)) for number, row in _numbered(rows)
    ]
    _refuse_twice(found)
    return check_set(found)


def _numbered(rows: Sequence[Sequence[str]]) -> Iterator[tuple[int, Sequence[str]]]:
    return ((number, row) for number, row in enumerate(rows[1:], 2) if any(cell.strip() for cell in row))


def _check(row: Mapping[str, str], number: int, cells: int) -> Check:
    where = f"row {number}"
    if cells != len(COLUMNS):
        raise ScrutatorError("D10", f"{cells} cells instead of {len(COLUMNS)}", where=where)
    if max(map(len, row.values())) > LONGEST_CELL:
        raise ScrutatorError("D10", f"a cell has more than {LONGEST_CELL:,} characters", where=where)
    if not _ID.fullmatch(row["id"]):
        remedy = "Write small letters, digits and hyphens, a letter first."
        raise ScrutatorError("D10", f"“{row['id'][:40]}” is no id of a check", where=where, remedy=remedy)
    if not row["en"].strip() or not row["holds"].strip():
        raise ScrutatorError("D10", f"“{row['id']}” has no English words, or nothing that holds", where=where)
    if row["severity"] == FlagKind.IMPOSSIBLE:
        remedy = "Write hard, soft or conflict."
        raise ScrutatorError("D10", "impossible is what a form does not allow", where=where, remedy=remedy)
    return Check(
        row["id"],
        _one_of(Scope, row["scope"], where),
        _one_of(About, row["about"], where),
        tuple(row["forms"].split()),
        _one_of(Each, row["each"], where),
        _one_of(FlagKind, row["severity"], where),
        row["norm"],
        row["holds"],
        row["where"],
        tuple(row[language] for language in LANGUAGES),
    )


Word = TypeVar("Word", bound=StrEnum)


def _one_of(kind: type[Word], text: str, where: str) -> Word:
    try:
        return kind(text)
    except ValueError:
        words = ", ".join(one.value or "(empty)" for one in kind)
        remedy = f"Write one of: {words}."
        raise ScrutatorError("D10", f"“{text[:40]}” means nothing here", where=where, remedy=remedy) from None


def _refuse_twice(found: Sequence[Check]) -> None:
    seen: set[str] = set()
    for one in found:
        if one.id in seen:
            raise ScrutatorError("D10", f"the check “{one.id}” is there twice")
        seen.add(one.id)


def check_set(checks: Sequence[Check]) -> CheckSet:
    """A set of checks, its version computed from what they say, in whatever order."""
    ordered = tuple(sorted(checks, key=lambda one: one.id))
    said = repr([astuple(one) for one in ordered])
    return CheckSet(ordered, hashlib.sha256(said.encode()).hexdigest())


@cache
def bundled_checks() -> CheckSet:
    """The checks that come with the bundled forms."""
    return read_checks(bundled_table())


def bundled_table() -> str:
    """Their table, to begin one's own from."""
    return (files("scrutator.field") / "bundled_forms" / "checks.csv").read_text(encoding="utf-8")


def checks_text(checks: CheckSet) -> str:
    """A set of checks as a table that `read_checks` reads back."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for one in checks.checks:
        kinds = (one.scope.value, one.about.value, " ".join(one.forms), one.each.value, one.severity.value)
        writer.writerow((one.id, *kinds, one.norm, one.holds, one.where, *one.messages))
    return out.getvalue()
