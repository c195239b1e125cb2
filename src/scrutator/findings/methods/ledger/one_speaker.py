"""How one speaker is tied to those spoken about: the answer of `ledger independence`."""

from collections.abc import Sequence
from typing import Any

from scrutator.errors import ScrutatorError
from scrutator.findings.methods.ledger.speakers import subject_of, subjects_of
from scrutator.findings.tabulate import sources_cell
from scrutator.ledger.actors.graph import Graph, Step, build_graph
from scrutator.ledger.actors.independence import Independence, Tie, check_conduct, independence, ties_of
from scrutator.record.case import Case
from scrutator.record.dates import PartialDate


def step_words(step: Step) -> str:
    """One link of a path as its source states it."""
    mark = ", alleged" if step.link.status == "alleged" else ""
    ended = "" if step.active else ", ended before"
    cited = sources_cell(step.link.source)
    return f"{step.here} → {step.there}: {step.link.text} [{step.link.id}{mark}{ended}; {cited}]"


def path_words(path: Sequence[Step]) -> str:
    """A path, one link after another."""
    return " · ".join(step_words(step) for step in path)


def independence_body(case: Case, speaker: str, subject: str, date: str) -> dict[str, Any]:
    """The answer of `ledger independence`, as plain JSON. Raises G03 for an unknown actor."""
    known = {actor.id for actor in case.actors}
    for name in (speaker, subject or speaker):
        if name not in known:
            raise ScrutatorError("G03", f"there is no actor '{name}'", where="actors.csv")
    day, graph = _day(date), build_graph(case.links, case.actors)
    subjects = [subject] if subject else subjects_of(case, speaker)
    ties = [[x.id, x.text, x.status, sources_cell(x.source)] for x in ties_of(graph, speaker, day)]
    # Codes of conduct speak of those observed, whomever else the question is about.
    observed = subject_of(case, {}) if case.codes else ""
    return {
        "speaker": speaker,
        "date": date or None,
        "towards": [plain_tie(independence(graph, speaker, name, day)) for name in subjects],
        "ties": ties,
        "observed": observed or None,
        "conduct": _conduct(case, graph, speaker, observed, day) if observed else [],
    }


def _day(text: str) -> PartialDate | None:
    """The date asked about. Raises X03 when it is none."""
    try:
        return PartialDate.parse(text) if text else None
    except ValueError:
        raise ScrutatorError("X03", f"'{text[:40]}' is not a date", remedy="Write e.g. 2012-01-15.") from None


def _conduct(case: Case, graph: Graph, speaker: str, observed: str, day: PartialDate | None) -> list[Any]:
    """The rules of the codes of conduct, each with its answer."""
    checks = check_conduct(graph, speaker, [observed], case.codes, day)
    return [[check.rule.id, check.answer, check.rule.text] for check in checks]


def plain_tie(found: Independence) -> dict[str, Any]:
    """The answer towards one subject as plain JSON: the status, every tie behind it, alleged ones apart."""
    return {
        "subject": found.subject,
        "status": found.status.value,
        "ties": [_plain(tie) for tie in found.ties],
        "alleged_status": found.alleged_status.value if found.alleged_status else None,
        "alleged_ties": [_plain(tie) for tie in found.alleged],
    }


def _plain(tie: Tie) -> dict[str, Any]:
    steps = [step_words(step) for step in tie.path]
    return {"status": tie.status.value, "direction": tie.direction.value, "path": steps}
