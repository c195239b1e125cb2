"""Methods of the law room: seats, margins, other laws on the same votes, what the law said and when."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from scrutator.errors import ScrutatorError
from scrutator.findings.context import Context
from scrutator.findings.method import Method, ParameterKind
from scrutator.findings.methods.law.seats import SHARED, printed
from scrutator.findings.methods.law.votes import (
    READS,
    contest_votes,
    law_of,
    ready,
    ready_statute,
    rules_of,
    statute_of,
    texts,
)
from scrutator.findings.model import Figure, Outcome, Table, Value
from scrutator.record.nouns.contests import Contest
from scrutator.record.unknown import Missing, Unknown

if TYPE_CHECKING:
    from scrutator.law.chain.rules import Rules
    from scrutator.law.questions.counterfactual import Column, SweepPoint
    from scrutator.law.statutes.statute import Provision


def run_counterfactual(context: Context) -> Outcome:
    """The same votes under the law of the day, under other laws, and under other thresholds."""
    case, parameters = context.case, context.parameters
    from scrutator.law.chain.allocate import allocate
    from scrutator.law.chain.steps.admission import Threshold
    from scrutator.law.questions.counterfactual import CAVEAT, compare, other_shares

    found = contest_votes(case, parameters)
    law = law_of(case, found, parameters)
    named: list[tuple[str, Rules]] = [(_label(law, found.contest), rules_of(case, law))]
    named += [(_label(other, found.contest), rules_of(case, other)) for other in texts(parameters, "laws")]
    for value in texts(parameters, "thresholds"):
        named.append((f"threshold {value}", named[0][1].with_threshold(value)))
    first = allocate(named[0][1], found.votes).seats
    figures: list[Figure] = []
    columns: list[tuple[str, Column]] = []
    remarks: list[str] = []
    unchanged = -1  # the law itself is not a change
    for label, rules in named:
        compared = compare([rules], found.votes)
        own, remarks = compared.columns, [*remarks, *compared.remarks]
        unchanged += all(column.seats == first for column in own)
        for column in own:
            name = " ".join(filter(None, (label, column.reading)))
            columns.append((name, column))
            figures += _column_figures(name, column, found.sources)
    figures.append(Figure("unchanged", unchanged, "laws"))
    figures.append(Figure("compared", len(named) - 1, "laws"))
    on = str(found.contest.date)
    tables = (_seats_of(columns, found.votes.by_name, on), _indices_of(columns, on))
    title = f"{unchanged} of {len(named) - 1} other rules give the same seats"
    replaced = named[0][1].steps_of(Threshold) if texts(parameters, "thresholds") else ()
    caveats = (CAVEAT, *other_shares(replaced), *dict.fromkeys(remarks))
    return Outcome(title, tuple(figures), tables, caveats)


def _label(law: str, contest: Contest) -> str:
    """ "law of 2012-01-15" for another date of the contest's own statute, else the law's full name."""
    name, _, day = law.rpartition("@")
    return f"law of {day}" if name == (contest.statute or law).rpartition("@")[0] else law


def _column_figures(name: str, column: "Column", sources: Mapping[str, tuple[str, ...]]) -> list[Figure]:
    at = {"law": name}
    figures = [
        Figure("seats", count, "seats", {"list": key, **at}, sources=sources[key])
        for key, count in column.seats.items()
    ]
    found = column.indices
    by_seats: Value = found.effective_by_seats or Unknown(Missing.NOT_APPLICABLE, "no seats")
    note = f"against all: {found.against_all.replace('_', ' ')}"
    return [
        *figures,
        Figure("gallagher", found.gallagher, "points", at, note=note),
        Figure("loosemore_hanby", found.loosemore_hanby, "points", at, note=note),
        Figure("effective_by_votes", found.effective_by_votes, "parties", at, note=note),
        Figure("effective_by_seats", by_seats, "parties", at, note=note),
        Figure("wasted", found.wasted_percent, "%", at, note=note),
    ]


def _seats_of(columns: Sequence[tuple[str, "Column"]], votes: Mapping[str, int], on: str) -> Table:
    rows: list[tuple[Value | None, ...]] = [
        (name, count, *(column.seats[name] for _, column in columns)) for name, count in votes.items()
    ]
    heads = ("list", "votes", *(f"seats, {name}" for name, _ in columns))
    return Table("seats", f"The votes of {on} under other rules", heads, tuple(rows))


def _indices_of(columns: Sequence[tuple[str, "Column"]], on: str) -> Table:
    rows: list[tuple[Value | None, ...]] = []
    for name, column in columns:
        found = column.indices
        rows.append(
            (name, *(printed(value, 2) for value in (
                found.gallagher, found.loosemore_hanby, found.effective_by_votes,
                found.effective_by_seats, found.wasted_percent,
            )), column.two_thirds)
        )  # fmt: skip
    heads = (
        "rules", "Gallagher", "Loosemore–Hanby", "effective lists by votes", "effective lists by seats",
        "wasted votes, %", "two thirds held by",
    )  # fmt: skip
    return Table("indices", f"How proportional the seats are, votes of {on}", heads, tuple(rows))


def run_sweep(context: Context) -> Outcome:
    """Seats for every threshold of a range; parameter `thresholds` such as "0..10%"."""
    case, parameters = context.case, context.parameters
    from scrutator.law.chain.steps.admission import Threshold
    from scrutator.law.questions.counterfactual import (
        CAVEAT,
        other_shares,
        sweep_remarks,
        sweep_threshold,
        threshold_range,
        turning_points,
    )

    found = contest_votes(case, parameters)
    law = law_of(case, found, parameters)
    span = str(parameters.get("thresholds", "0..10%"))
    rules = rules_of(case, law)
    points = sweep_threshold(rules, found.votes, threshold_range(span))
    turns = turning_points(points)
    names = list(found.votes.by_name)
    figures = [Figure("turns", len(turns) - 1, "thresholds")]
    figures += [
        Figure("seats", point.seats[name], "seats", {"list": name, "threshold": _at(point)})
        for point in turns
        for name in names
        if not point.why
    ]
    heads = ("threshold, %", *names)
    turned = Table(
        "turns",
        f"Thresholds at which the seats change, votes of {found.contest.date}",
        heads,
        _rows(turns, names),
    )
    every = Table(
        "sweep", f"Seats at every threshold, votes of {found.contest.date}", heads, _rows(points, names)
    )
    low, high = (_at(points[at]) for at in (0, -1))
    title = f"Between {low} and {high} % the seats change at {len(turns) - 1} thresholds"
    silent = [f"No seats at {_at(point)} %: {point.why}." for point in turns if point.why]
    caveats = (CAVEAT, *other_shares(rules.steps_of(Threshold)), *sweep_remarks(points), *silent)
    return Outcome(title, tuple(figures), (turned, every), caveats)


def _rows(points: Sequence["SweepPoint"], names: Sequence[str]) -> tuple[tuple[Value | None, ...], ...]:
    return tuple((100 * point.value, *(point.seats.get(name) for name in names)) for point in points)


def _at(point: "SweepPoint") -> str:
    return f"{float(100 * point.value):.2f}".rstrip("0").rstrip(".")


def run_changes(context: Context) -> Outcome:
    """What a statute said differently on two days. Parameters `statute`, `from`, `to`."""
    case, parameters = context.case, context.parameters
    from scrutator.law.statutes.statute import diff

    statute = statute_of(case, str(parameters.get("statute", "")))
    early, late = (_day(parameters, key) for key in ("from", "to"))
    changes = diff(statute, early, late)
    rows = tuple((item.id, _said(item.before), _said(item.after), _act(item.after)) for item in changes)
    columns = ("provision", str(early), str(late), "act")
    table = Table("changes", f"{statute.title}: what changed", columns, rows)
    title = f"{len(changes)} provisions changed between {early} and {late}"
    return Outcome(title, (Figure("changes", len(changes), "provisions"),), (table,))


def _day(parameters: Mapping[str, object], key: str) -> date:
    try:
        return date.fromisoformat(str(parameters.get(key)))
    except ValueError as error:
        raise ScrutatorError("N03", f"the parameter {key} is not a date such as 2012-01-15") from error


def _said(provision: "Provision | None") -> str:
    return provision.paraphrase if provision else "not in force"


def _act(provision: "Provision | None") -> str:
    return provision.act if provision else "–"


def run_registration(context: Context) -> Outcome:
    """What the party law asked for over time: every version of every requirement."""
    case, parameters = context.case, context.parameters
    statute = statute_of(case, str(parameters.get("statute", "")))
    figures: list[Figure] = []
    rows: list[tuple[Value | None, ...]] = []
    for provision in statute.provisions:
        needs = provision.requires or {}
        number = needs.get("at_least", needs.get("in_each_region", needs.get("within_months")))
        at = {"provision": provision.id, "since": str(provision.start)}
        if isinstance(number, int):
            unit = "months" if "within_months" in needs else str(needs["fact"])
            figures.append(Figure("required", number, unit, at, note=provision.paraphrase))
        since = str(provision.start) + ("" if provision.date_certainty == "high" else " (unverified)")
        rows.append((since, provision.paraphrase, provision.act, provision.certainty))
    columns = ("in force since", "what is required", "act", "certainty")
    ordered = tuple(sorted(rows, key=lambda row: str(row[0])))
    table = Table("requirements", f"{statute.title}: requirements over time", columns, ordered)
    highest = max((figure.value for figure in figures if isinstance(figure.value, int)), default=0)
    return Outcome(f"The law asked for up to {highest:,} members", tuple(figures), (table,))


COUNTERFACTUAL = Method(
    id="law.counterfactual",
    version="1",
    question="Which seats would the same votes have given under other rules?",
    run=run_counterfactual,
    prepare=ready,
    reads=READS,
    parameters={
        **SHARED,
        "laws": "other laws as STATUTE@DATE (default: none)",
        "thresholds": 'other thresholds such as "3%" in the law of the day (default: none)',
    },
    kinds={"laws": ParameterKind.TEXTS, "thresholds": ParameterKind.TEXTS},
)
SWEEP = Method(
    id="law.sweep",
    version="1",
    question="At which thresholds do the seats change?",
    run=run_sweep,
    prepare=ready,
    reads=READS,
    parameters={**SHARED, "thresholds": 'range such as "0..10%" (default), or "0..10%:0.5%"'},
)
CHANGES = Method(
    id="law.changes",
    version="1",
    question="What did the law say differently on two days?",
    run=run_changes,
    prepare=ready_statute,
    reads=("statutes/*.toml",),
    parameters={"statute": "the statute's name", "from": "the earlier day", "to": "the later day"},
)
REGISTRATION = Method(
    id="law.registration",
    version="1",
    question="What did the law ask of a party, and since when?",
    run=run_registration,
    prepare=ready_statute,
    reads=("statutes/*.toml",),
    parameters={"statute": "the statute's name"},
)
