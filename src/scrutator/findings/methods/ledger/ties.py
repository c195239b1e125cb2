"""Method: how each speaker is tied to whom, in every direction, and who pays whom on either side."""

from collections import Counter
from collections.abc import Mapping, Sequence

from scrutator.findings.context import Context
from scrutator.findings.method import Method
from scrutator.findings.methods.ledger.one_speaker import path_words
from scrutator.findings.methods.ledger.speakers import date_of_case, speaking_in, subject_of
from scrutator.findings.methods.ledger.verdicts import names_of
from scrutator.findings.model import Figure, Outcome, Table
from scrutator.findings.tabulate import sources_cell, table_of
from scrutator.ledger.actors.graph import Graph, build_graph
from scrutator.ledger.actors.independence import (
    RANK,
    Independence,
    Tie,
    TieStatus,
    check_conduct,
    independence,
    principals,
)
from scrutator.record.case import Case
from scrutator.record.dates import PartialDate
from scrutator.record.nouns.actors import Link

CAVEATS = (
    "A tie never changes a verdict; it caps the certainty of what rests on the speaker alone.",
    "Unknown disclosure says nothing about intent: no one is said to have concealed anything.",
    "“None on record” means none in this record.",
)


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
    """One row per speaker and principal: what the tie is, which way it goes, every tie, what is alleged."""
    names = names_of(case)
    ranked = sorted(
        found, key=lambda x: (names[x.speaker], x.subject != subject, -RANK[x.status], names[x.subject])
    )
    note = (
        "Ties of up to three links, at the date of the election. “None on record” means none in this record. "
        "Disclosure unknown means that no source says whether it was disclosed; it does not mean concealed."
    )
    return table_of(
        "speakers",
        "Who speaks, and how they are tied to whom",
        ranked,
        {
            "speaker": lambda one: names[one.speaker],
            "towards": lambda one: names[one.subject],
            "tie": lambda one: one.status.value,
            "direction": lambda one: one.ties[0].direction.value if one.ties else None,
            "closest tie": closest_in_words,
            "if allegations hold": lambda one: (
                f"{one.alleged[0].status}: {path_words(one.alleged[0].path)}" if one.alleged else None
            ),
        },
        note,
    )


def closest_in_words(found: Independence) -> str | None:
    """The path of the closest tie, and how many more there are."""
    if not found.ties:
        return None
    more = f" (and {len(found.ties) - 1} more)" if len(found.ties) > 1 else ""
    return path_words(found.ties[0].path) + more


def money_table(case: Case) -> Table:
    """Who pays whom, on either side of the dispute."""
    names = names_of(case)
    return table_of(
        "payments",
        "Payments on record, by every payer",
        [link for link in case.links if link.relation == "payment"],
        {
            "payer": lambda link: names[link.origin],
            "paid": lambda link: names[link.target],
            "amount": lambda link: link.amount,
            "currency": lambda link: link.currency,
            "from": lambda link: str(link.start) if link.start else None,
            "status": lambda link: link.status,
            "sources": lambda link: sources_cell(link.source),
        },
    )


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
    names = names_of(case)
    checks = [
        (actor, check)
        for actor in observers_of(case)
        for check in check_conduct(graph, actor, [subject], case.codes, date)
    ]
    note = "Cannot be answered: no established tie of the kind to those observed is on record; it may exist."
    return table_of(
        "conduct",
        "Observers against codes of conduct",
        checks,
        {
            "observer": lambda row: names[row[0]],
            "code": lambda row: row[1].rule.code,
            "rule": lambda row: row[1].rule.text,
            "can it be signed from the record": lambda row: row[1].answer,
            "links that bear on it": lambda row: "; ".join(map(link_in_words, row[1].links)) or None,
        },
        note,
    )


def link_in_words(link: Link) -> str:
    """The id of a link, and whether it is only alleged."""
    return f"{link.id}{' (alleged)' if link.status == 'alleged' else ''}"


def speaker_figures(
    case: Case, found: Sequence[Independence], subject: str, counts: Mapping[TieStatus, int], tied: int
) -> list[Figure]:
    """How many speakers have which tie, how many links are alleged, and the tie of each pair, as words."""
    names = names_of(case)
    whom = names[subject]
    alleged = sum(link.status == "alleged" for link in case.links)
    return [
        *(
            Figure("speakers", counts[status], "speakers", {"status": status.value, "towards": whom})
            for status in TieStatus
        ),
        Figure("speakers_tied", tied, "speakers", note="to anyone on record"),
        Figure("links", len(case.links), "links"),
        Figure("alleged_links", alleged, "links", note="rest on a single hostile source; decide nothing"),
        *(
            Figure("status", x.status.value, "", {"speaker": names[x.speaker], "towards": names[x.subject]})
            for x in found
        ),
    ]


def run(context: Context) -> Outcome:
    """Independence of every speaker towards every principal, at the date of the main contest."""
    case = context.case
    subject, date = subject_of(case, context.parameters), date_of_case(case)
    graph = build_graph(case.links, case.actors)
    found = all_ties(case, graph, subject, date)
    counts = Counter(one.status for one in found if one.subject == subject)
    tied = len({one.speaker for one in found if one.status is not TieStatus.NONE_ON_RECORD})
    title = (
        f"{tied} of {len(speaking_in(case))} speakers have a tie on record to a state, public body, "
        f"party, organisation, company or donor; ties to {names_of(case)[subject]} that break a duty to "
        f"declare on record: {counts[TieStatus.UNDECLARED]}"
    )
    tables = (
        speakers_table(case, found, subject),
        money_table(case),
        conduct_table(case, graph, subject, date),
    )
    figures = speaker_figures(case, found, subject, counts, tied)
    return Outcome(title, tuple(figures), tables, CAVEATS)


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
