"""A method on groups of questions that repeat: entries counted apart from visits."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scrutator.errors import ScrutatorError
from scrutator.findings.context import Context
from scrutator.findings.method import Method
from scrutator.findings.methods.counting.answers import asked_question, split_cell, visits_of
from scrutator.findings.methods.counting.files import rows_of
from scrutator.findings.model import Figure, Outcome, Row, Table

if TYPE_CHECKING:
    from scrutator.counting.visits.answers import AnsweredVisit, AskedQuestion, Tally

COLUMNS = (
    *("question", "group", "who chose the stations", "entries", "with the problem", "of"),
    *("not observed", "not answered", "case did not arise"),
)
CAVEATS = (
    "Entries of one visit are not independent of each other: no limits for all stations are given.",
    "An entry that was left empty is none.",
)


@dataclass(frozen=True)
class Entered:
    """The questions of a form in groups that repeat, their texts, the visit of every entry of each group, and
    the answers by question and place of the entry."""

    questions: tuple["AskedQuestion", ...]
    texts: dict[str, str]
    groups: dict[str, str]
    entries: dict[str, list["AnsweredVisit"]]
    visits: dict[str, set[str]]
    given: dict[str, dict[int, str | None]]


def read_entries(context: Context) -> Entered:
    """The entries of the form that is asked about. Raises N03 for what does not fit together."""
    case, form = context.case, str(context.parameters.get("form", ""))
    rows = [row for row in rows_of(case, "questions", ("choices", "group")) if row["form"] == form]
    rows.sort(key=lambda row: row["language"] != case.header.language)
    first = {row["question"]: row for row in reversed(rows)}
    groups = {name: row["group"] for name, row in first.items() if row["group"]}
    if not groups:
        raise ScrutatorError("N03", f"no question of the form '{form}' is in a group that repeats")
    asked = {
        name: asked_question(form, name, row)
        for name, row in first.items()
        if name in groups and row["choices"] and not row.get("withheld")
    }
    texts = {name: row["text"] for name, row in first.items()}
    found = Entered(tuple(asked.values()), texts, groups, {}, {}, {})
    visits, places = visits_of(case)
    numbers: dict[tuple[str, str, str], int] = {}
    for row in rows_of(case, "entries"):
        visit = visits[places[row["visit"]]]
        if visit.form == form:
            _take(found, asked.get(row["question"]), row, visit, numbers)
    return found


def _take(
    found: Entered,
    asked: "AskedQuestion | None",
    row: Mapping[str, str],
    visit: "AnsweredVisit",
    numbers: dict[tuple[str, str, str], int],
) -> None:
    """Add one answer; `numbers` are the places of the entries met so far. Raises N03."""
    name, group = row["question"], row["group"]
    if found.groups.get(name) != group:
        what = f"the form '{visit.form}' has no question '{name}' in a group '{group}'"
        raise ScrutatorError("N03", what, where="entries.csv")
    entries, key = found.entries.setdefault(group, []), (group, row["visit"], row["entry"])
    if key not in numbers:
        numbers[key] = len(entries)
        entries.append(visit)
        found.visits.setdefault(group, set()).add(row["visit"])
    value = split_cell(row.get("value", ""))
    if asked is None:
        return
    if not frozenset(asked.choices).issuperset(value):
        what = f"'{row['value'][:40]}' is none of the choices of {visit.form}/{name}"
        raise ScrutatorError("N03", what, where=f"entries.csv, visit {row['visit']}")
    said = None if row.get("missing") == "not relevant" else ";".join(value)
    found.given.setdefault(name, {})[numbers[key]] = said


def run_entries(context: Context) -> Outcome:
    """How many entries each group has, and what they say."""
    from scrutator.counting.visits.answers import tally

    found = read_entries(context)
    figures = [
        Figure(name, number, unit, {"group": group})
        for group, entries in sorted(found.entries.items())
        for name, number, unit in (
            ("entries", len(entries), "entries"),
            ("visits_with_entries", len(found.visits[group]), "visits"),
        )
    ]
    rows: list[Row] = []
    for question in found.questions:
        group = found.groups[question.name]
        for one in tally(
            question, found.entries.get(group, []), found.given.get(question.name, {}), by_place=False
        ):
            figures += _figures(one, group)
            rows.append(_row(one, found.texts[question.name], group))
    total = sum(len(entries) for entries in found.entries.values())
    table = Table("entries", "What was asked in groups that repeat", COLUMNS, tuple(rows))
    return Outcome(f"{total} entries in groups that repeat", tuple(figures), (table,), CAVEATS)


def _figures(one: "Tally", group: str) -> Iterator[Figure]:
    at = {"question": one.question.name, "group": group, "selection": one.selection.value}
    problem, base = _counted(one)
    yield Figure("answered", base, "entries", at)
    yield Figure("problem", problem, "entries", at)


def _row(one: "Tally", text: str, group: str) -> Row:
    from scrutator.counting.visits.answers import Class

    counts, (problem, base) = one.counts, _counted(one)
    return (
        *(text, group, one.selection.value, one.visits, problem if one.question.problem else None, base),
        *(counts[Class.NOT_OBSERVED], counts[Class.NOT_ANSWERED]),
        counts[Class.NOT_RELEVANT] + counts[Class.APART],
    )


def _counted(one: "Tally") -> tuple[int, int]:
    """Entries with the problem, and those with an answer that counts."""
    from scrutator.counting.visits.answers import Class

    return one.counts[Class.PROBLEM], one.counts[Class.PROBLEM] + one.counts[Class.NO_PROBLEM]


ENTRIES = Method(
    id="observation.entries",
    version="1",
    question="What did observers enter in groups that repeat, and how often?",
    run=run_entries,
    prepare=read_entries,
    reads=("questions.csv", "visits.csv", "entries.csv"),
    parameters={"form": "the form whose groups are counted"},
)
