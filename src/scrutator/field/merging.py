"""One record of a station from several reports: what all say, what they dispute, who said what."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from scrutator.errors import ScrutatorError
from scrutator.field.checks.flags import Said


@dataclass(frozen=True)
class Version:
    """One answer and the reports that give it, by their ids."""

    value: str
    reports: tuple[str, ...]


@dataclass(frozen=True)
class Merged:
    """One question of one form at one station. `agreed` is the answer when all that answered give one, None
    where they differ or none answered; nothing is averaged, and no majority decides."""

    form: str
    question: str
    versions: tuple[Version, ...]
    agreed: str | None
    decided_by: str = ""

    @property
    def is_disputed(self) -> bool:
        """Do reports differ, with no decision on them?"""
        return len(self.versions) > 1 and self.agreed is None


@dataclass(frozen=True)
class DeskChoice:
    """A person of the desk who settled a question: the answer, and why."""

    value: str
    who: str
    reason: str


def merge_station(
    reports: Iterable[Said], decisions: Mapping[tuple[str, str], DeskChoice] | None = None
) -> tuple[Merged, ...]:
    """Answer: what do the reports of one station say together?

    Empty answers are none. `decisions` by form and question settle a dispute with an answer that a report
    gave; every version stays. Order of the reports decides nothing. Raises D08 for a decision on nothing.
    """
    given: dict[tuple[str, str], dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for one in reports:
        for question in one.form.questions:
            answer = " ".join(sorted(one.answers.get(question.name, "").split()) if question.choices else [])
            answer = answer or one.answers.get(question.name, "")
            if answer and question.kind.is_asked:
                given[one.form.form_id, question.name][answer].append(one.report)
    decisions = decisions or {}
    _check_decisions(decisions, given)
    return tuple(_merged(key, given[key], decisions.get(key)) for key in sorted(given))


def _merged(key: tuple[str, str], given: Mapping[str, Sequence[str]], choice: DeskChoice | None) -> Merged:
    versions = tuple(Version(value, tuple(sorted(given[value]))) for value in sorted(given))
    if choice is not None:
        return Merged(*key, versions, choice.value, f"{choice.who}: {choice.reason}")
    return Merged(*key, versions, versions[0].value if len(versions) == 1 else None)


def _check_decisions(
    decisions: Mapping[tuple[str, str], DeskChoice], given: Mapping[tuple[str, str], Mapping[str, object]]
) -> None:
    for (form, question), choice in decisions.items():
        if choice.value not in given.get((form, question), {}):
            what = f"no report of the station says “{choice.value[:40]}” to {form}/{question}"
            raise ScrutatorError("D08", what, remedy="Decide for an answer that a report gave.")
        if not choice.who or not choice.reason:
            raise ScrutatorError("D08", f"the decision on {form}/{question} lacks a person or a reason")
