"""Method: how each speaker is tied to those he speaks about, and who pays whom on either side."""

from collections.abc import Mapping, Sequence
from typing import Any

from scrutator.errors import ScrutatorError
from scrutator.findings.context import Context
from scrutator.findings.method import Method
from scrutator.findings.model import Figure, Outcome, Table, Value
from scrutator.ledger.actors.graph import Graph, Step, build_graph
from scrutator.ledger.actors.independence import STATUSES, Independence, check_conduct, independence, ties_of
from scrutator.record.case import Case
from scrutator.record.dates import PartialDate


def step_words(step: Step) -> str:
    """One link of a path as its source states it."""
    mark = ", alleged" if step.link.status == "alleged" else ""
    ended = "" if step.active else ", ended before"
    cited = "; ".join(str(citation) for citation in step.link.source)
    return f"{step.here} → {step.there}: {step.link.text} [{step.link.id}{mark}{ended}; {cited}]"


def path_words(path: Sequence[Step]) -> str:
    return " · ".join(step_words(step) for step in path)


def subjects_of(case: Case, speaker: str) -> list[str]:
    """Whom a speaker's claims are about, himself left out."""
    spoken = {claim.id for claim in case.claims if speaker in claim.speaker}
    about = {name for p in case.propositions if p.claim in spoken for name in p.about or ()}
    return sorted(about - {speaker})


def independence_body(case: Case, speaker: str, subject: str, date: str) -> dict[str, Any]:
    """The answer of `ledger independence`, as plain JSON. Raises G03 for an unknown actor."""
    known = {actor.id for actor in case.actors}
    for name in (speaker, subject or speaker):
        if name not in known:
            raise ScrutatorError("G03", f"there is no actor '{name}'", where="actors.csv")
    try:
        day = PartialDate.parse(date) if date else None
    except ValueError:
        raise ScrutatorError("X03", f"'{date[:40]}' is not a date", remedy="Write e.g. 2012-01-15.") from None
    graph = build_graph(case.links)
    subjects = [subject] if subject else subjects_of(case, speaker)
    found = [independence(graph, speaker, name, day) for name in subjects]
    cited = [[x.id, x.text, x.status, "; ".join(map(str, x.source))] for x in ties_of(graph, speaker, day)]
    checks = check_conduct(graph, speaker, subjects, case.codes, day)
    conduct = [[c.rule.id, c.answer, c.rule.text] for c in checks]
    return {
        "speaker": speaker,
        "date": date or None,
        "towards": [plain_tie(tie) for tie in found],
        "ties": cited,
        "conduct": conduct,
    }


def plain_tie(tie: Independence) -> dict[str, Any]:
    return {
        "subject": tie.subject,
        "status": tie.status,
        "path": [step_words(step) for step in tie.path],
        "alleged_status": tie.alleged_status,
        "alleged_path": [step_words(step) for step in tie.alleged_path],
    }


def subject_of(case: Case, parameters: Mapping[str, object]) -> str:
    """The parameter `subject`, or the actor that most propositions are about. Raises N03 without any."""
    if "subject" in parameters:
        return str(parameters["subject"])
    about = [name for p in case.propositions for name in p.about or ()]
    if not about:
        raise ScrutatorError(
            "N03", "no proposition says whom it is about", remedy="Fill `about`, or give `subject`."
        )
    return max(sorted(set(about)), key=about.count)


def date_of_case(case: Case) -> PartialDate | None:
    for contest in case.contests:
        if contest.id == case.header.contest:
            return contest.date
    return None


def speakers_table(case: Case, graph: Graph, subject: str, date: PartialDate | None) -> Table:
    """One row a speaker or source actor: status, path, and what alleged links would add."""
    names = {actor.id: actor.name for actor in case.actors}
    speaking = {speaker for claim in case.claims for speaker in claim.speaker}
    speaking |= {source.actor for source in case.sources if source.actor}
    ties = [independence(graph, speaker, subject, date) for speaker in sorted(speaking)]
    ties.sort(key=lambda tie: (-STATUSES.index(tie.status), names[tie.speaker]))
    rows: list[tuple[Value | None, ...]] = []
    for tie in ties:
        alleged = (
            f"{_words(tie.alleged_status)}: {path_words(tie.alleged_path)}" if tie.alleged_status else None
        )
        path = path_words(tie.path) or ("speaks for it" if tie.status == "controlled" else None)
        rows.append((names[tie.speaker], _words(tie.status), len(tie.path), path, alleged))
    columns = (
        "speaker",
        f"tie to {names.get(subject, subject)}",
        "links",
        "shortest path",
        "if allegations hold",
    )
    return Table("speakers", f"Independence towards {names.get(subject, subject)}", columns, tuple(rows))


def _words(status: str | None) -> str:
    return (status or "").replace("_", " ")


def money_table(case: Case) -> Table:
    """Who pays whom, on either side of the dispute."""
    names = {actor.id: actor.name for actor in case.actors}
    rows: list[tuple[Value | None, ...]] = []
    for link in case.links:
        if link.relation == "payment":
            year = str(link.start) if link.start else None
            cited = "; ".join(map(str, link.source))
            rows.append(
                (names[link.origin], names[link.target], link.amount, link.currency, year, link.status, cited)
            )
    columns = ("payer", "paid", "amount", "currency", "from", "status", "sources")
    return Table("payments", "Payments on record, whoever pays", columns, tuple(rows))


def observers_of(case: Case) -> list[str]:
    """Missions, and the persons and bodies on record as taking part in one."""
    missions = {actor.id for actor in case.actors if actor.kind == "mission"}
    taking_part = {
        link.origin
        for link in case.links
        if link.relation in ("participation", "leadership") and link.target in missions
    }
    return [actor.id for actor in case.actors if actor.id in missions | taking_part]


def conduct_table(case: Case, graph: Graph, subject: str, date: PartialDate | None) -> Table:
    """The rules of codes of conduct put to every observer on record, towards those observed."""
    names = {actor.id: actor.name for actor in case.actors}
    rows: list[tuple[Value | None, ...]] = []
    for actor in observers_of(case):
        for check in check_conduct(graph, actor, [subject], case.codes, date):
            shown = "; ".join(f"{x.id}{' (alleged)' if x.status == 'alleged' else ''}" for x in check.links)
            rows.append((names[actor], check.rule.code, check.rule.text, check.answer, shown or None))
    columns = ("observer", "code", "rule", "can it be signed from the record", "links that bear on it")
    note = "Cannot be answered: no established tie of the kind to those observed is on record; it may exist."
    return Table("conduct", "Observers against codes of conduct", columns, tuple(rows), note)


def run(context: Context) -> Outcome:
    """Independence of every speaker towards one subject at the date of the main contest."""
    case, parameters = context.case, context.parameters
    subject, date, graph = subject_of(case, parameters), date_of_case(case), build_graph(case.links)
    table = speakers_table(case, graph, subject, date)
    counts = {status: sum(row[1] == _words(status) for row in table.rows) for status in STATUSES}
    figures = [Figure("speakers", counts[s], "speakers", {"status": _words(s)}) for s in STATUSES]
    figures.append(Figure("links", len(case.links), "links"))
    alleged = sum(link.status == "alleged" for link in case.links)
    figures.append(
        Figure("alleged_links", alleged, "links", note="rest on a single hostile source; decide nothing")
    )
    for row in table.rows:
        figures.append(Figure("status", str(row[1]), "", {"speaker": str(row[0])}))
    names = {actor.id: actor.name for actor in case.actors}
    open_ties = counts["undeclared_link"]
    title = (
        f"{open_ties} speaker{'' if open_ties == 1 else 's'} with a link to {names.get(subject, subject)} "
        "on record that is not declared throughout"
    )
    caveats = (
        "A tie never changes a verdict; it caps the certainty of what rests on the speaker alone.",
        "An undeclared link is one of which no full declaration is on file; it says nothing about intent.",
        "None known means none on this record.",
    )
    tables = (table, money_table(case), conduct_table(case, graph, subject, date))
    return Outcome(title, tuple(figures), tables, caveats)


INDEPENDENCE = Method(
    id="ledger.independence",
    version="1",
    question="How is each speaker tied to those he speaks about?",
    run=run,
    reads=(
        "actors.csv",
        "links.csv",
        "claims.csv",
        "codes.csv",
        "propositions.csv",
        "sources.csv",
        "contests.csv",
        "case.toml",
    ),
    parameters={"subject": "id of the actor spoken about (default: the one most propositions are about)"},
)
