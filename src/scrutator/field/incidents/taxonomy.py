"""The kinds of incidents as data: which norms each is about, and which event of the record it is."""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from scrutator.errors import ScrutatorError
from scrutator.record.nouns.observation import INCIDENT_KINDS
from scrutator.words.norms import norm_catalogue

COLUMNS = ("kind", "norms", "event")
LONGEST = 200_000  # characters of a table


@dataclass(frozen=True)
class IncidentKind:
    """A kind of incident: the value of the form's choice, the ids of the norms that it is about, and the kind
    of event that the record calls it."""

    kind: str
    norms: tuple[str, ...]
    event: str


def taxonomy_in(text: str, offered: frozenset[str]) -> Mapping[str, IncidentKind]:
    """Answer: which kinds does this CSV table have, and which norms is each about?

    `offered` are the kinds that forms offer: a row for another would never be used, and a kind without a row
    would be about nothing, so both are refused. Raises D61 with the first fault.
    """
    if len(text) > LONGEST:
        raise ScrutatorError("D61", f"a table of kinds has at most {LONGEST:,} characters")
    try:
        heading, *rows = csv.reader(io.StringIO(text), strict=True)
    except (csv.Error, ValueError) as error:
        raise ScrutatorError("D61", f"the table of kinds is no CSV: {error}") from None
    if tuple(heading) != COLUMNS:
        raise ScrutatorError("D61", f"a table of kinds has the columns {', '.join(COLUMNS)}")
    found: dict[str, IncidentKind] = {}
    for number, row in enumerate(rows, 2):
        fault = _fault(row, found, offered)
        if fault:
            raise ScrutatorError("D61", fault, where=f"row {number}")
        found[row[0]] = IncidentKind(row[0], tuple(row[1].split()), row[2])
    missing = sorted(offered - found.keys())
    if missing:
        raise ScrutatorError("D61", f"no row says what “{missing[0]}” is about")
    return MappingProxyType(found)


def _fault(row: list[str], found: Mapping[str, IncidentKind], offered: frozenset[str]) -> str:
    """Why a row cannot be used; "" where it can."""
    if len(row) != len(COLUMNS):
        return f"a row has {len(COLUMNS)} cells"
    kind, norms, event = row
    unknown = [norm for norm in norms.split() if norm not in norm_catalogue()]
    if kind not in offered:
        return f"no form offers the kind “{kind[:40]}”"
    if kind in found:
        return f"the kind “{kind}” has two rows"
    if unknown:
        return f"the catalogue has no norm “{unknown[0][:40]}”"
    return "" if event in INCIDENT_KINDS else f"the record has no event “{event[:40]}”"


@cache
def bundled_taxonomy() -> Mapping[str, IncidentKind]:
    """The kinds of the bundled incident form."""
    text = bundled_table()
    return taxonomy_in(text, frozenset(row.partition(",")[0] for row in text.splitlines()[1:]))


def bundled_table() -> str:
    """The bundled table, to be changed by a mission."""
    return (files("scrutator.field.incidents") / "taxonomy.csv").read_text(encoding="utf-8")
