"""Methods on the ledger: what each claim's evidence shows, and who stands where."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from scrutator.findings.context import Context
from scrutator.findings.method import Method
from scrutator.findings.methods.ledger.bound_figures import figures_behind, named_by_evidence
from scrutator.findings.model import Figure, Outcome, Table, Value
from scrutator.ledger.actors.graph import build_graph
from scrutator.ledger.actors.independence import Independence, caps_for_all, towards, worst
from scrutator.ledger.claims.assessments import Profile
from scrutator.ledger.claims.conditions_met import judge_all, profiles
from scrutator.ledger.claims.explain import rests_on_one_line, why
from scrutator.ledger.claims.rulings import COUNTED, RULES, Evidence, cards_of
from scrutator.ledger.claims.verdicts import MARKS, Verdict, derive_all, mark_of, marks_by_claim
from scrutator.record.case import Case
from scrutator.record.catalogue import TABLES
from scrutator.record.nouns.claims import Claim, Proposition

READS = (*(spec.path for spec in TABLES), "case.toml", "findings.toml")


def verdicts_of(context: Context) -> tuple[Verdict, ...]:
    """Every verdict of a case, with figures computed and certainty capped by independence."""
    return context.once(_derive)


def evidence_of(context: Context) -> Evidence:
    """The sources and figures that lines of evidence are looked up in."""
    return context.once(_evidence)


def _evidence(context: Context) -> Evidence:
    lookup = figures_behind(context, (line.figure for line in context.case.evidence))
    return Evidence(cards_of(context.case.sources), lookup)


def conditions_of(context: Context) -> dict[str, Verdict]:
    """The verdict on every condition of the case, by id."""
    return context.once(_conditions)


def _conditions(context: Context) -> dict[str, Verdict]:
    return judge_all(context.case.conditions, context.case.evidence, evidence_of(context))


def profiles_of(context: Context) -> dict[str, Profile]:
    """The conditions of each contest, met or not."""
    return profiles(context.case.conditions, conditions_of(context))


def _derive(context: Context) -> tuple[Verdict, ...]:
    case, found = context.case, profiles_of(context)

    def profile_of(proposition: Proposition) -> Profile:
        contest = proposition.contest or case.header.contest or ""
        return found.get(contest, Profile(contest, ()))

    evidence = evidence_of(context)
    caps = caps_for_all(build_graph(case.links, case.actors), case.propositions, case.claims, case.sources)
    return derive_all(case.propositions, case.claims, case.evidence, evidence, caps, profile_of)


def names_of(case: Case) -> dict[str, str]:
    return {actor.id: actor.name for actor in case.actors}


def speakers_of(claim: Claim, proposition: Proposition | None = None) -> tuple[str, ...]:
    """Who holds a proposition: its own speakers, or those of its claim. Who reports it is not among them."""
    return (proposition.speaker if proposition else None) or claim.speaker


def speakers_in_words(case: Case, claim: Claim, proposition: Proposition) -> str:
    """Who holds a proposition and, apart from them, who reports that they do."""
    names = names_of(case)
    said = "; ".join(names.get(speaker, speaker) for speaker in speakers_of(claim, proposition))
    reported = "; ".join(names.get(name, name) for name in claim.reported_by or ())
    return f"{said}, as reported by {reported}" if reported else said


def closest_tie(case: Case, claim: Claim, proposition: Proposition) -> Independence | None:
    """The closest tie of any who hold a proposition to those it speaks about."""
    graph = build_graph(case.links, case.actors)
    about = proposition.about or ()
    found = [towards(graph, speaker, about, claim.date) for speaker in speakers_of(claim, proposition)]
    return worst(one for one in found if one is not None)


def proposition_figures(case: Case, verdicts: Sequence[Verdict]) -> Iterable[Figure]:
    """The verdict and the certainty of each proposition, as words."""
    lines = {line.id: line for line in case.evidence}
    for proposition, verdict in zip(case.propositions, verdicts, strict=True):
        at = {"proposition": proposition.id}
        cited = [str(c) for r in verdict.rulings for c in lines[r.line].source if r.rule == COUNTED]
        mark = mark_of(verdict.verdict, verdict.extent)
        sources = tuple(dict.fromkeys(cited))
        yield Figure("verdict", mark, "", at, sources=sources, note=why(verdict))
        if verdict.certainty:
            level = verdict.certainty.level.replace("_", " ")
            yield Figure("certainty", level, "", at, note="certainty of the verdict, apart from it")


def marks_by_speaker(case: Case, verdicts: Sequence[Verdict]) -> Counter[tuple[str, str]]:
    """How many claims of each speaker have a proposition with each mark that the speaker holds."""
    claims = {claim.id: claim for claim in case.claims}
    found = {
        (speaker, p.claim, mark_of(verdict.verdict, verdict.extent))
        for p, verdict in zip(case.propositions, verdicts, strict=True)
        for speaker in speakers_of(claims[p.claim], p)
    }
    return Counter((speaker, mark) for speaker, _, mark in found)


def count_figures(
    case: Case, marks: Mapping[str, tuple[str, ...]], verdicts: Sequence[Verdict]
) -> Iterable[Figure]:
    """Rows of the ledger by mark: in all, by topic and by speaker. A split row counts once per mark."""
    names = names_of(case)
    by_topic: Counter[tuple[str, str]] = Counter()
    by_speaker: Counter[tuple[str, str]] = Counter()
    total: Counter[str] = Counter()
    for claim in case.claims:
        for mark in marks.get(claim.id, ()):
            total[mark] += 1
            by_topic[claim.topic, mark] += 1
    for (speaker, mark), count in marks_by_speaker(case, verdicts).items():
        by_speaker[names.get(speaker, speaker), mark] = count
    claims = len(case.claims)
    for mark in (*MARKS, "contradicted in part"):
        if total[mark] or mark in MARKS:
            share = "claims with at least one proposition so marked"
            yield Figure(
                "rows",
                total[mark],
                "claims",
                {"mark": mark},
                numerator=total[mark],
                denominator=claims or None,
                note=share,
            )
    for (topic, mark), count in sorted(by_topic.items()):
        yield Figure("rows_by_topic", count, "claims", {"topic": topic, "mark": mark})
    for (speaker, mark), count in sorted(by_speaker.items()):
        yield Figure("rows_by_speaker", count, "claims", {"speaker": speaker, "mark": mark})


DECIDED = ("supported", "contradicted")


def summary_figures(
    case: Case, verdicts: Sequence[Verdict], marks: Mapping[str, tuple[str, ...]]
) -> list[Figure]:
    decided = [v for v in verdicts if v.verdict in DECIDED]
    split = sum(1 for found in marks.values() if len(found) > 1)
    unmarked = [claim.id for claim in case.claims if claim.id not in marks]
    return [
        Figure("claims", len(case.claims), "claims"),
        Figure("propositions", len(case.propositions), "propositions"),
        Figure("evidence_lines", len(case.evidence), "lines"),
        Figure("split_claims", split, "claims", note="claims whose propositions have different marks"),
        Figure("unmarked_claims", len(unmarked), "claims", note=", ".join(unmarked)),
        Figure(
            "contested",
            sum(v.contested for v in verdicts),
            "propositions",
            note="counted lines point both ways",
        ),
        Figure(
            "not_carried",
            sum(v.unsupported for v in verdicts),
            "propositions",
            note="the author's verdict is not what the evidence gives, and no reason is stated",
        ),
        Figure(
            "one_line",
            sum(map(rests_on_one_line, decided)),
            "propositions",
            note="decided by a single counted line",
        ),
        Figure("decided", len(decided), "propositions"),
        Figure("overridden", sum(v.override_reason is not None for v in verdicts), "propositions"),
    ]


OF_ITSELF = "speaks of itself"


def missing_in_words(proposition: Proposition) -> str | None:
    """What is missing, why, and where it was looked for."""
    if not proposition.missing:
        return None
    reason = f" ({proposition.gap})" if proposition.gap else ""
    searched = f"; searched: {proposition.search}" if proposition.search else ""
    return f"{proposition.missing}{reason}{searched}"


def claims_table(case: Case, verdicts: Sequence[Verdict]) -> Table:
    """Claims against evidence: one row a proposition."""
    claims = {claim.id: claim for claim in case.claims}
    rows: list[tuple[Value | None, ...]] = []
    for p, verdict in zip(case.propositions, verdicts, strict=True):
        claim = claims[p.claim]
        tie = closest_tie(case, claim, p)
        counted = [r for r in verdict.rulings if r.rule == COUNTED]
        level = verdict.certainty.level.replace("_", " ") if verdict.certainty else None
        names = names_of(case)
        towards_whom = f" (towards {names.get(tie.subject, tie.subject)})" if tie else ""
        of_itself = tie is not None and tie.speaker == tie.subject
        status = OF_ITSELF if of_itself else (f"{tie.status}{towards_whom}" if tie else None)
        said, mark = speakers_in_words(case, claim, p), mark_of(verdict.verdict, verdict.extent)
        rows.append(
            (
                p.id,
                claim.topic,
                said,
                p.text,
                mark,
                level,
                status,
                len(counted),
                why(verdict),
                missing_in_words(p),
            )
        )
    columns = (
        "proposition",
        "topic",
        "speaker",
        "what is claimed",
        "verdict",
        "certainty",
        "independence of the speaker",
        "lines counted",
        "why",
        "what is missing",
    )
    return Table("claims", "Claims against evidence", columns, tuple(rows))


def topics_table(case: Case, marks: Mapping[str, tuple[str, ...]]) -> Table:
    """Claims by mark for each topic."""
    counts: dict[str, Counter[str]] = {}
    rows: list[tuple[Value | None, ...]] = []
    for claim in case.claims:
        counts.setdefault(claim.topic, Counter()).update(marks.get(claim.id, ()))
    for key in sorted(counts):
        rows.append((key, *(counts[key][mark] for mark in MARKS)))
    return Table("by_topic", "Claims by topic and verdict", ("topic", *MARKS), tuple(rows))


def holders_table(case: Case, verdicts: Sequence[Verdict]) -> Table:
    """Claims by mark for each speaker who holds a proposition of that mark."""
    names, counts = names_of(case), marks_by_speaker(case, verdicts)
    speakers = sorted({speaker for speaker, _ in counts}, key=lambda s: names.get(s, s))
    rows: list[tuple[Value | None, ...]] = [
        (names.get(s, s), *(counts[s, mark] for mark in MARKS)) for s in speakers
    ]
    return Table("by_speaker", "Claims by speaker and verdict", ("speaker", *MARKS), tuple(rows))


def undetermined_table(case: Case, verdicts: Sequence[Verdict]) -> Table:
    """What could not be determined, why, and what would have sufficed."""
    rows = tuple(
        (p.id, p.text, why(v), p.missing, p.gap, p.search)
        for p, v in zip(case.propositions, verdicts, strict=True)
        if v.verdict == "cannot_be_determined"
    )
    columns = (
        "proposition",
        "what is claimed",
        "why",
        "what would suffice",
        "why it is missing",
        "searched",
    )
    return Table("undetermined", "What could not be determined", columns, rows)


def not_carried_table(case: Case, verdicts: Sequence[Verdict]) -> Table:
    """The author's verdicts that the evidence does not support, and the overrides with their reasons."""
    rows = tuple(
        (p.id, mark_of(str(p.verdict), p.extent), mark_of(*v.derived), v.override_reason)
        for p, v in zip(case.propositions, verdicts, strict=True)
        if v.unsupported or v.override_reason
    )
    columns = ("proposition", "the author's verdict", "what the evidence gives", "reason of the author")
    return Table("not_carried", "Verdicts of the author that the rules do not give", columns, rows)


def run_verdicts(context: Context) -> Outcome:
    """Verdicts of every claim, derived from its evidence, counted by topic and speaker."""
    case = context.case
    verdicts = verdicts_of(context)
    marks = marks_by_claim(case.propositions, verdicts)
    figures = summary_figures(case, verdicts, marks)
    figures += [*count_figures(case, marks, verdicts), *proposition_figures(case, verdicts)]
    tables = (
        claims_table(case, verdicts),
        topics_table(case, marks),
        holders_table(case, verdicts),
        undetermined_table(case, verdicts),
        not_carried_table(case, verdicts),
    )
    caveats = tuple(
        f"{v.proposition}: the author's verdict is not supported by the evidence"
        for v in verdicts
        if v.unsupported
    )
    held = Counter(mark for found in marks.values() for mark in found)
    told = [f"{held[mark]} {mark}" for mark in MARKS if held[mark]]
    title = f"Of {len(case.claims)} claims: {', '.join(told)}; split claims count under each of their marks"
    return Outcome(title, tuple(figures), tables, caveats)


def run_evidence(context: Context) -> Outcome:
    """Every line of evidence, what it counts for, and why it does not when it does not."""
    verdicts = (*verdicts_of(context), *conditions_of(context).values())
    lines = {line.id: line for line in context.case.evidence}
    rows: list[tuple[Value | None, ...]] = []
    for verdict in verdicts:
        for ruling in verdict.rulings:
            line = lines[ruling.line]
            cited = "; ".join(str(citation) for citation in line.source)
            rows.append(
                (
                    verdict.proposition,
                    line.id,
                    line.text,
                    ruling.direction,
                    ruling.covers,
                    line.method,
                    line.strength,
                    RULES[ruling.rule],
                    line.figure,
                    cited,
                )
            )
    columns = (
        "proposition or condition",
        "line",
        "what it says",
        "direction",
        "covers",
        "method",
        "strength",
        "ruling",
        "bound to",
        "sources",
    )
    rules = Counter(ruling.rule for verdict in verdicts for ruling in verdict.rulings)
    figures = [Figure("lines", rules[rule], "lines", {"ruling": text}) for rule, text in RULES.items()]
    counted, total = rules[COUNTED], sum(rules.values())
    share = Fraction(100 * counted, total) if total else Fraction(0)
    figures.append(Figure("share_counted", share, "%", numerator=counted, denominator=total or None))
    table = Table("lines", "Evidence, line by line", columns, tuple(rows))
    return Outcome(f"{counted} of {total} lines of evidence count", tuple(figures), (table,))


VERDICTS = Method(
    id="ledger.verdicts",
    version="2",
    question="Which verdict does the evidence on record support for each claim?",
    run=run_verdicts,
    reads=READS,
    asks=named_by_evidence,
)
EVIDENCE = Method(
    id="ledger.evidence",
    version="2",
    question="What does each line of evidence count for?",
    run=run_evidence,
    reads=READS,
    asks=named_by_evidence,
)
