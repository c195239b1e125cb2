"""Method: which verdict the evidence on record gives each claim."""

from collections import Counter
from collections.abc import Sequence

from scrutator.findings.context import Context
from scrutator.findings.method import Method
from scrutator.findings.methods.ledger.bound_figures import named_by_evidence
from scrutator.findings.methods.ledger.claim_counts import (
    Marks,
    count_figures,
    marks_by_speaker,
    marks_by_topic,
    proposition_figures,
    summary_figures,
)
from scrutator.findings.methods.ledger.verdicts import (
    READS,
    closest_tie,
    names_of,
    speakers_in_words,
    verdicts_of,
)
from scrutator.findings.model import Outcome, Row, Table
from scrutator.findings.tabulate import table_of
from scrutator.ledger.actors.independence import Independence
from scrutator.ledger.claims.explain import why
from scrutator.ledger.claims.rulings import COUNTED
from scrutator.ledger.claims.verdicts import MARKS, Verdict, mark_of, marks_by_claim
from scrutator.record.case import Case
from scrutator.record.nouns.claims import Proposition

OF_ITSELF = "speaks of itself"


def missing_in_words(proposition: Proposition) -> str | None:
    """What is missing, why, and where it was looked for."""
    if not proposition.missing:
        return None
    reason = f" ({proposition.gap})" if proposition.gap else ""
    searched = f"; searched: {proposition.search}" if proposition.search else ""
    return f"{proposition.missing}{reason}{searched}"


def independence_in_words(case: Case, tie: Independence | None) -> str | None:
    """How the speaker is tied to those spoken about; None where no one is spoken about."""
    if tie is None:
        return None
    if tie.speaker == tie.subject:
        return OF_ITSELF
    return f"{tie.status} (towards {names_of(case).get(tie.subject, tie.subject)})"


def claims_table(case: Case, verdicts: Sequence[Verdict]) -> Table:
    """Claims against evidence: one row per proposition."""
    claims = {claim.id: claim for claim in case.claims}
    rows = [(p, claims[p.claim], v) for p, v in zip(case.propositions, verdicts, strict=True)]
    return table_of(
        "claims",
        "Claims against evidence",
        rows,
        {
            "proposition": lambda row: row[0].id,
            "topic": lambda row: row[1].topic,
            "speaker": lambda row: speakers_in_words(case, row[1], row[0]),
            "what is claimed": lambda row: row[0].text,
            "verdict": lambda row: mark_of(row[2].verdict, row[2].extent),
            "certainty": lambda row: row[2].certainty.level.replace("_", " ") if row[2].certainty else None,
            "independence of the speaker": lambda row: independence_in_words(
                case, closest_tie(case, row[1], row[0])
            ),
            "lines counted": lambda row: sum(ruling.rule == COUNTED for ruling in row[2].rulings),
            "why": lambda row: why(row[2]),
            "what is missing": lambda row: missing_in_words(row[0]),
        },
    )


def topics_table(case: Case, marks: Marks) -> Table:
    """Claims by mark for each topic."""
    counts = marks_by_topic(case, marks)
    topics = sorted({claim.topic for claim in case.claims})
    rows: list[Row] = [(topic, *(counts[topic, mark] for mark in MARKS)) for topic in topics]
    return Table("by_topic", "Claims by topic and verdict", ("topic", *MARKS), tuple(rows))


def holders_table(case: Case, verdicts: Sequence[Verdict]) -> Table:
    """Claims by mark for each speaker who holds a proposition of that mark."""
    names, counts = names_of(case), marks_by_speaker(case, verdicts)
    speakers = sorted({speaker for speaker, _ in counts}, key=lambda s: names.get(s, s))
    rows: list[Row] = [(names.get(s, s), *(counts[s, mark] for mark in MARKS)) for s in speakers]
    return Table("by_speaker", "Claims by speaker and verdict", ("speaker", *MARKS), tuple(rows))


def undetermined_table(case: Case, verdicts: Sequence[Verdict]) -> Table:
    """What could not be determined, why, and what would have sufficed."""
    pairs = zip(case.propositions, verdicts, strict=True)
    return table_of(
        "undetermined",
        "What could not be determined",
        [(p, v) for p, v in pairs if v.verdict == "cannot_be_determined"],
        {
            "proposition": lambda pair: pair[0].id,
            "what is claimed": lambda pair: pair[0].text,
            "why": lambda pair: why(pair[1]),
            "what would suffice": lambda pair: pair[0].missing,
            "why it is missing": lambda pair: pair[0].gap,
            "searched": lambda pair: pair[0].search,
        },
    )


def not_supported_table(case: Case, verdicts: Sequence[Verdict]) -> Table:
    """The author's verdicts that the evidence does not support, and the overrides with their reasons."""
    pairs = zip(case.propositions, verdicts, strict=True)
    return table_of(
        "not_carried",
        "Author's verdicts that the rules do not support",
        [(p, v) for p, v in pairs if v.unsupported or v.override_reason],
        {
            "proposition": lambda pair: pair[0].id,
            "the author's verdict": lambda pair: mark_of(str(pair[0].verdict), pair[0].extent),
            "what the evidence gives": lambda pair: mark_of(*pair[1].derived),
            "reason of the author": lambda pair: pair[1].override_reason,
        },
    )


def run_verdicts(context: Context) -> Outcome:
    """Verdicts of every claim, derived from its evidence, counted by topic and speaker."""
    case, verdicts = context.case, verdicts_of(context)
    marks = marks_by_claim(case.propositions, verdicts)
    figures = summary_figures(case, verdicts, marks)
    figures += [*count_figures(case, marks, verdicts), *proposition_figures(case, verdicts)]
    tables = (
        claims_table(case, verdicts),
        topics_table(case, marks),
        holders_table(case, verdicts),
        undetermined_table(case, verdicts),
        not_supported_table(case, verdicts),
    )
    unsupported = [v.proposition for v in verdicts if v.unsupported]
    caveats = tuple(f"{p}: the author's verdict is not supported by the evidence" for p in unsupported)
    pairs = zip(case.propositions, verdicts, strict=True)
    idle = [p.id for p, v in pairs if p.override_reason and not v.override_reason and not v.unsupported]
    caveats += tuple(f"{p}: a reason to override is stated where nothing is overridden" for p in idle)
    held = Counter(mark for found in marks.values() for mark in found)
    told = [f"{held[mark]} {mark}" for mark in MARKS if held[mark]]
    title = f"Of {len(case.claims)} claims: {', '.join(told)}; split claims count under each of their marks"
    return Outcome(title, tuple(figures), tables, caveats)


VERDICTS = Method(
    id="ledger.verdicts",
    version="2",
    question="Which verdict does the evidence on record support for each claim?",
    run=run_verdicts,
    reads=READS,
    asks=named_by_evidence,
)
