"""Translations of the record's texts: each is of a text that is there, into a language that pages have."""

from collections.abc import Iterator

from scrutator.errors import CATALOGUE
from scrutator.record.catalogue import TABLES
from scrutator.record.faults import Fault
from scrutator.record.folder.reading import Reading
from scrutator.record.typed_table import is_known
from scrutator.record.unknown import Unknown
from scrutator.words.saying import LANGUAGES

TABLE = "translations"


def check_translations(reading: Reading) -> Iterator[Fault]:
    """A translation of a text that no other table has, or into a language of no page, is read by no one."""
    table = reading.tables[TABLE]
    if not len(table):
        return
    known = texts_of(reading)
    for row in range(len(table)):
        text, language = (table[name].values[int(table[name].codes[row])] for name in ("text", "language"))
        line = int(table.lines[row])
        if is_known(text) and text not in known:
            reason = f"no other table has the text “{str(text)[:60]}”"
            yield Fault(table.path, line, "text", "R21", reason, "Copy it from its cell, or remove the row.")
        if is_known(language) and language not in LANGUAGES:
            reason = f"'{str(language)[:20]}' is no language of pages: there are {', '.join(LANGUAGES)}"
            yield Fault(table.path, line, "language", "R13", reason, CATALOGUE["R13"].remedy)


def texts_of(reading: Reading) -> frozenset[str]:
    """Every text that a cell of the tables of records holds, and the remarks on what is missing."""
    found: set[str] = set()
    for spec in TABLES:
        if spec.name == TABLE:
            continue
        for column in reading.tables[spec.name].columns.values():
            found.update(column.texts)
            found.update(one.remark for one in column.values if isinstance(one, Unknown))
    return frozenset(found)
