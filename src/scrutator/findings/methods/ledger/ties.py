"""Method: how each speaker is tied to whom, in every direction, and who pays whom on either side."""

from collections.abc import Mapping, Sequence
from typing import Any

from scrutator.errors import ScrutatorError
from scrutator.findings.context import Context
from scrutator.findings.method import Method
from scrutator.findings.model import Figure, Outcome, Table, Value
from scrutator.ledger.actors.graph import Graph, Step, build_graph
from scrutator.ledger.actors.independence import (
    RANK,
    Independence,
    Tie,
    TieStatus,
    check_conduct,
    independence,
    principals,
    ties_of,
)
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
    """Whom a speaker's claims are about, the speaker left out."""
    speakers = {claim.id: claim.speaker for claim in case.claims}
    spoken = [p for p in case.propositions if speaker in (p.speaker or speakers.get(p.claim, ()))]
    return sorted({name for p in spoken for name in p.about or ()} - {speaker})


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
    graph = build_graph(case.links, case.actors)
    subjects = [subject] if subject else subjects_of(case, speaker)
    found = [independence(graph, speaker, name, day) for name in subjects]
    cited = [[x.id, x.text, x.status, "; ".join(map(str, x.source))] for x in ties_of(graph, speaker, day)]
    # Codes of conduct speak of those observed, whomever else the question is about.
    observed = subject_of(case, {}) if case.codes else ""
    checks = check_conduct(graph, speaker, [observed], case.codes, day) if observed else ()
    conduct = [[c.rule.id, c.answer, c.rule.text] for c in checks]
    return {
        "speaker": speaker,
        "date": date or None,
        "towards": [plain_tie(tie) for tie in found],
        "ties": cited,
        "observed": observed or None,
        "conduct": conduct,
    }


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


def speaking_in(case: Case) -> list[str]:
    """Everyone who speaks in the case: claims, propositions, sources and missions, sorted."""
    found = {speaker for claim in case.claims for speaker in claim.speaker}
    found |= {speaker for p in case.propositions for speaker in p.speaker or ()}
    found |= {source.actor for source in case.sources if source.actor}
    return sorted(found | {mission.actor for mission in case.missions if mission.actor})


def all_ties(case: Case, graph: Graph, subject: str, date: PartialDate | None) -> list[Independence]:
    """The ties of every speaker to every principal, and to the subject, that are on record or alleged.

    A tie that only passes on another one (a mission of an organisation that a state belongs to) is shown
    towards the subject spoken about; towards the others the nearer tie is shown alone.
    """
    known = principals(graph)
    found = []
    for speaker in speaking_in(case):
        for principal in sorted({*known, subject} - {speaker}):
            one = independence(graph, speaker, principal, date)
            passing = {name for name in known if name != principal}
            near = [t for t in (*one.ties, *one.alleged) if not _through(t, passing)]
            if ((one.ties or one.alleged) and (near or principal == subject)) or principal == subject:
                found.append(one)
    return found


def _through(tie: Tie, passing: set[str]) -> bool:
    return any(step.there in passing for step in tie.path[:-1])


def speakers_table(case: Case, found: Sequence[Independence], subject: str) -> Table:
    """One row a speaker and principal: what the tie is, which way it goes, every tie, what is alleged."""
    names = {actor.id: actor.name for actor in case.actors}
    ranked = sorted(
        found, key=lambda x: (names[x.speaker], x.subject != subject, -RANK[x.status], names[x.subject])
    )
    rows: list[tuple[Value | None, ...]] = []
    for one in ranked:
        closest = one.ties[0] if one.ties else None
        more = len(one.ties) - 1
        path = path_words(closest.path) if closest else None
        alleged = "; ".join(f"{t.status}: {path_words(t.path)}" for t in one.alleged[:1]) or None
        rows.append(
            (
                names[one.speaker],
                names[one.subject],
                one.status.value,
                closest.direction.value if closest else None,
                f"{path} (and {more} more)" if path and more > 0 else path,
                alleged,
            )
        )
    columns = ("speaker", "towards", "tie", "direction", "closest tie", "if allegations hold")
    note = (
        "Ties of up to three links, at the date of the election. None on record means none on this record. "
        "Disclosure unknown means that no source says whether it was disclosed; it does not mean concealed."
    )
    return Table("speakers", "Who speaks, and how they are tied to whom", columns, tuple(rows), note)


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
    return Table("payments", "Payments on record, by every payer", columns, tuple(rows))


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
    """Independence of every speaker towards every principal, at the date of the main contest."""
    case, parameters = context.case, context.parameters
    subject, date = subject_of(case, parameters), date_of_case(case)
    graph = build_graph(case.links, case.actors)
    names = {actor.id: actor.name for actor in case.actors}
    found = all_ties(case, graph, subject, date)
    to_subject = [one for one in found if one.subject == subject]
    counts = {status: sum(one.status == status for one in to_subject) for status in TieStatus}
    figures = [
        Figure("speakers", counts[status], "speakers", {"status": status.value, "towards": names[subject]})
        for status in TieStatus
    ]
    tied = {one.speaker for one in found if one.status is not TieStatus.NONE_ON_RECORD}
    figures.append(Figure("speakers_tied", len(tied), "speakers", note="to anyone on record"))
    figures.append(Figure("links", len(case.links), "links"))
    alleged = sum(link.status == "alleged" for link in case.links)
    figures.append(
        Figure("alleged_links", alleged, "links", note="rest on a single hostile source; decide nothing")
    )
    figures += [
        Figure("status", one.status.value, "", {"speaker": names[one.speaker], "towards": names[one.subject]})
        for one in found
    ]
    title = (
        f"{len(tied)} of {len(speaking_in(case))} speakers have a tie on record to a state, public body, "
        f"party, organisation, company or donor; {counts[TieStatus.UNDECLARED]} of the ties to "
        f"{names[subject]} breaks a duty to declare on record"
    )
    caveats = (
        "A tie never changes a verdict; it caps the certainty of what rests on the speaker alone.",
        "Unknown disclosure says nothing about intent: no one is said to have concealed anything.",
        "None on record means none on this record.",
    )
    tables = (
        speakers_table(case, found, subject),
        money_table(case),
        conduct_table(case, graph, subject, date),
    )
    return Outcome(title, tuple(figures), tables, caveats)


INDEPENDENCE = Method(
    id="ledger.independence",
    version="2",
    question="How is each speaker tied to states, parties, donors and organisations on record?",
    run=run,
    reads=(
        "actors.csv",
        "links.csv",
        "claims.csv",
        "codes.csv",
        "missions.csv",
        "propositions.csv",
        "sources.csv",
        "contests.csv",
        "case.toml",
    ),
    parameters={
        "subject": "id of the actor spoken about most (default: the one most propositions are about)"
    },
)
