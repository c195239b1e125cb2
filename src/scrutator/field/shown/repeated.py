"""Entries of groups that repeat: a table below the visits, each row under its visit's pseudonym."""

from collections.abc import Iterator, Mapping, Sequence

from scrutator.field.outcomes import Settled
from scrutator.field.shown.asked import group_name, withheld

ENTRY_COLUMNS = ("visit", "group", "entry", "question", "value", "missing")


def entry_rows(visits: Sequence[Settled], names: Mapping[str, str]) -> Iterator[tuple[str, ...]]:
    """One row for each question of each entry whose answers are shown; `names` are the visits' pseudonyms."""
    for one in visits:
        visit = names[one.report.submission.instance_id]
        for (group, numbers), said in one.entries.items():
            entry = (visit, group_name(group), ".".join(map(str, numbers)))
            for question in one.form.questions:
                if question.repeats[-1:] == (group,) and question.kind.is_asked and not withheld(question):
                    yield *entry, question.name, *shown_answer(said.get(question.name))


def shown_answer(value: str | None) -> tuple[str, str]:
    """An answer as it is shown, and why there is none: None was not asked, "" was left empty."""
    missing = "not relevant" if value is None else "" if value else "not answered"
    return ";".join((value or "").split()), missing
