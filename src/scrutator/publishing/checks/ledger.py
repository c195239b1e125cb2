"""What `case check` can say about claims, commitments, replies and names before anything is computed."""

from collections.abc import Iterable, Iterator

from scrutator.errors import CATALOGUE, ScrutatorError
from scrutator.ledger.actors.names import name_faults
from scrutator.ledger.claims.conditions import named_figures
from scrutator.ledger.claims.rulings import FACTUAL
from scrutator.ledger.claims.scopes import EVERYTHING
from scrutator.ledger.promises.commitments import effects, faults_of_statuses
from scrutator.ledger.texts.replies import broken_chains, faults_of_replies
from scrutator.publishing.checks.docket import check_docket
from scrutator.record.case import Case
from scrutator.record.faults import Fault
from scrutator.record.folder.reading import Reading
from scrutator.record.nouns.claims import GAPS, OVERALL
from scrutator.words.assessments import assessment_words, comparing_words, judging_words

NOT_LOOKED_FOR = GAPS[0]
COUNTS_STATIONS = "absence"


def check_ledger(reading: Reading) -> tuple[Fault, ...]:
    """Every fault of the ledger's tables that reading alone does not find, in file order."""
    case = reading.case
    if case is None:
        return ()
    faults = [
        *check_conditions(reading, case),
        *check_overrides(reading, case),
        *check_assessments(reading, case),
        *check_kinds(reading, case),
        *check_hypotheses(reading, case),
        *check_roots(reading, case),
        *check_gaps(reading, case),
        *check_lines(reading, case),
    ]
    faults += check_docket(reading, case)
    faults += stated(reading, "statuses", "commitment", "set_by", "G21",
                     faults_of_statuses(case.commitments, case.statuses))  # fmt: skip
    faults += stated(
        reading, "replies", "id", "entry", "G22", faults_of_replies(case.replies, entries_of(case))
    )
    faults += stated(reading, "errata", "id", "was", "G23", broken_chains(case.errata))
    names = {
        a.id: [a.name, *filter(None, (x.strip() for x in (a.aliases or "").split(";")))] for a in case.actors
    }
    doubts = [f"{fault.actor}: {fault.kind}: {fault.what}" for fault in name_faults(names)]
    faults += stated(reading, "actors", "id", "name", "G24", doubts)
    return tuple(sorted(set(faults)))


def entries_of(case: Case) -> dict[str, set[str]]:
    """The ids that a reply may answer, by the subject's word."""
    return {
        "claim": {claim.id for claim in case.claims},
        "finding": {run.id for run in case.runs},
        "proposition": {p.id for p in case.propositions},
        "commitment": {commitment.id for commitment in case.commitments},
        "link": {link.id for link in case.links},
        "incident": {incident.id for incident in case.incidents},
        "complaint": {complaint.id for complaint in case.complaints},
    }


def line_of(reading: Reading, table: str, key: str, value: str) -> int:
    """The line of the first row of a table with this value; 0 when there is none."""
    return reading.tables[table].line_of(key, value)


def stated(
    reading: Reading, table: str, key: str, field: str, code: str, faults: Iterable[str]
) -> Iterator[Fault]:
    """Faults written as `id: reason`, with the line of the row they name."""
    for fault in faults:
        name, _, reason = fault.partition(": ")
        line = line_of(reading, table, key, name)
        yield Fault(f"{table}.csv", line, field, code, f"{name}: {reason}", CATALOGUE[code].remedy)


def check_conditions(reading: Reading, case: Case) -> Iterator[Fault]:
    """Conditions and effects that cannot be read, and findings they name that are not run."""
    runs = {run.id for run in case.runs}
    written = [("evidence", line.id, "figure", line.figure) for line in case.evidence if line.figure]
    written += [("commitments", c.id, "effect", e.expression) for c in case.commitments for e in effects(c)]
    for table, name, field, text in written:
        line = line_of(reading, table, "id", name)
        try:
            missing = {figure.partition("/")[0] for figure in named_figures(text)} - runs
        except ScrutatorError as error:
            yield Fault(f"{table}.csv", line, field, error.code, error.what, error.remedy)
            continue
        for finding in sorted(missing):
            reason = f"there is no finding '{finding}' in findings.toml"
            yield Fault(f"{table}.csv", line, field, "N04", reason, "Add it, or correct the name.")


def check_overrides(reading: Reading, case: Case) -> Iterator[Fault]:
    """A reason to depart from a verdict, with no verdict to depart to."""
    for p in case.propositions:
        if p.override_reason and not p.verdict:
            line = line_of(reading, "propositions", "id", p.id)
            reason = "a reason to override is given without the author's verdict"
            yield Fault("propositions.csv", line, "verdict", "G20", reason, CATALOGUE["G20"].remedy)


def check_assessments(reading: Reading, case: Case) -> Iterator[Fault]:
    """Overall assessments without a direction, mirror sentences of another kind, opinions in a pair."""
    opinions = {p.id for p in case.propositions if p.kind == "opinion"}
    texts = {claim.id: claim.quotation or "" for claim in case.claims}
    for p in case.propositions:
        line = line_of(reading, "propositions", "id", p.id)
        if (p.kind == OVERALL) != (p.assessment is not None):
            reason = "an overall assessment says whether conditions were met, and nothing else does"
            yield Fault("propositions.csv", line, "assessment", "G28", reason, CATALOGUE["G28"].remedy)
        if p.contest is not None and p.kind != OVERALL:
            reason = "only an overall assessment names a contest"
            yield Fault("propositions.csv", line, "contest", "G28", reason, "Remove it.")
        text = f"{p.text} {texts.get(p.claim, '')}" if p.kind == "opinion" else p.text
        words = assessment_words(text) or (judging_words(p.text) if p.stage == EVERYTHING else ())
        if words and p.kind in ("fact", "opinion"):
            reason = f"“{words[0]}” assesses an election as a whole, and this is entered as {p.kind}"
            yield Fault("propositions.csv", line, "kind", "G28", reason, CATALOGUE["G28"].remedy)
        sides = {p.id, *(p.contradicts or ())}
        if p.contradicts and sides & opinions:
            reason = "an opinion is never one side of a contradiction"
            yield Fault("propositions.csv", line, "contradicts", "G28", reason, "Remove the pair.")
        if p.id in (p.contradicts or ()):
            reason = "a proposition cannot be the other side of its own contradiction"
            yield Fault("propositions.csv", line, "contradicts", "G28", reason, "Remove the pair.")


def check_kinds(reading: Reading, case: Case) -> Iterator[Fault]:
    """Sentences that compare and are entered as plain facts, and years asked for where no rule asks them."""
    bound = {line.proposition for line in case.evidence if line.figure}
    for p in case.propositions:
        line = line_of(reading, "propositions", "id", p.id)
        words = comparing_words(p.text)
        if words and p.kind in ("fact", "figure") and p.id not in bound:
            reason = f"“{words}” compares, and this is entered as {p.kind}"
            yield Fault("propositions.csv", line, "kind", "G33", reason, CATALOGUE["G33"].remedy)
        if p.each and p.kind not in FACTUAL:
            reason = f"no rule asks an entry of the kind {p.kind} for each of its years"
            yield Fault("propositions.csv", line, "each", "G33", reason, "Remove them.")


def check_hypotheses(reading: Reading, case: Case) -> Iterator[Fault]:
    """Hypotheses in other words than the proposition that gives them their mark."""
    texts = {p.id: p.text for p in case.propositions}
    for one in case.hypotheses:
        if one.proposition and texts.get(one.proposition, one.text) != one.text:
            line = line_of(reading, "hypotheses", "id", one.id)
            reason = f"its mark is that of {one.proposition}, which has other words"
            yield Fault("hypotheses.csv", line, "text", "G34", reason, CATALOGUE["G34"].remedy)


def check_roots(reading: Reading, case: Case) -> Iterator[Fault]:
    """Sources that repeat one another in a circle: none of them is first."""
    repeats = {source.id: source.root for source in case.sources}
    for source in case.sources:
        chain, following = {source.id}, source.root
        while following and following not in chain:
            chain.add(following)
            following = repeats.get(following)
        if following == source.id:
            line = line_of(reading, "sources", "id", source.id)
            reason = "it repeats itself, by way of others" if len(chain) > 1 else "it repeats itself"
            yield Fault("sources.csv", line, "root", "G35", reason, CATALOGUE["G35"].remedy)


def check_gaps(reading: Reading, case: Case) -> Iterator[Fault]:
    """Missing evidence without a word on whether and where it was looked for."""
    for p in case.propositions:
        line = line_of(reading, "propositions", "id", p.id)
        if (p.missing is None) != (p.gap is None):
            reason = "`missing` and `gap` belong together"
            yield Fault("propositions.csv", line, "gap", "G29", reason, CATALOGUE["G29"].remedy)
        if p.gap is not None and (p.search is None) != (p.gap == NOT_LOOKED_FOR):
            reason = "a search is stated exactly when it was looked for"
            yield Fault("propositions.csv", line, "search", "G29", reason, CATALOGUE["G29"].remedy)


def check_lines(reading: Reading, case: Case) -> Iterator[Fault]:
    """Lines that bear on nothing or on two things, or on an overall assessment instead of a condition."""
    overall = {p.id for p in case.propositions if p.kind == OVERALL}
    asked = {p.id: set(p.each or ()) for p in case.propositions}
    comparisons = {p.id for p in case.propositions if p.kind == "comparison"}
    for one in case.evidence:
        line = line_of(reading, "evidence", "id", one.id)
        if (one.proposition is None) == (one.condition is None):
            reason = "a line bears on one proposition or on one condition"
            yield Fault("evidence.csv", line, "proposition", "G30", reason, CATALOGUE["G30"].remedy)
        if one.proposition in overall:
            reason = "an overall assessment is judged on its conditions"
            yield Fault("evidence.csv", line, "proposition", "G30", reason, "Name a condition instead.")
        strange = sorted(set(one.years or ()) - asked.get(one.proposition or "", set()))
        if strange:
            reason = f"{strange[0]} is not among `each` of the proposition"
            yield Fault("evidence.csv", line, "years", "G30", reason, "Correct one of them.")
        if one.denominator is not None and one.method != COUNTS_STATIONS:
            reason = f"no rule reads how many stations a line of the method {one.method} speaks of"
            remedy = "Remove it, or correct the method."
            yield Fault("evidence.csv", line, "denominator", "G30", reason, remedy)
        if one.side is not None and one.proposition not in comparisons:
            reason = "only a line on a comparison has a side"
            yield Fault("evidence.csv", line, "side", "G30", reason, "Remove it.")
