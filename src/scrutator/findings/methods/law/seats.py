"""Seats under the law of the day, step by step, against the published seats; margins of seats."""

from collections.abc import Collection, Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from scrutator.findings.context import Context
from scrutator.findings.method import Method
from scrutator.findings.methods.law.votes import READS, ContestVotes, contest_votes, law_of, ready, rules_of
from scrutator.findings.methods.official.published import disputed, published_total
from scrutator.findings.model import Figure, Outcome, Table, Value

if TYPE_CHECKING:
    from scrutator.law.chain.allocate import Allocation, ReadAllocation, Result
    from scrutator.law.questions.margins import Margin
    from scrutator.law.systems.distribute import SystemResults

CONTEST = "id of the contest (default: the case's main contest)"
LAW = "STATUTE@DATE (default: the statute contests.csv names for the contest)"
AGAINST_ALL = "id of the list that represents the option against all, if the ballot had one"
SHARED = {"contest": CONTEST, "law": LAW, "against_all": AGAINST_ALL}


def run_seats(context: Context) -> Outcome:
    """Derive the seats of one contest and hold them against the published ones."""
    case, parameters = context.case, context.parameters
    from scrutator.law.chain.allocate import allocate

    found = contest_votes(case, parameters)
    law = law_of(case, found, parameters)
    result = allocate(rules_of(case, law), found.votes)
    figures: list[Figure] = []
    for reading in result.readings:
        figures += _of_reading(found, reading)
    apart = _apart(result, found)
    figures += _summary(result, found, apart)
    tables = (_seat_table(found, result), _step_table(found, result))
    spoken = "The law of the day" if law == found.contest.statute else law
    left = unpublished_said(found.published, result.seats, result.first.house)
    return Outcome(
        _title(result, apart, spoken, left),
        tuple(figures),
        tables,
        (*_caveats(result, found), *disputed(case, found.contest.id)),
    )


def _apart(result: "Result", found: ContestVotes) -> int | None:
    """How many lists have other seats than the published ones; None where seats of none are published."""
    if not found.published:
        return None
    known = known_seats(found.published, result.seats, result.first.house)
    return sum(result.seats.get(name, 0) != seats for name, seats in known.items())


def known_seats(published: Mapping[str, int], lists: Iterable[str], house: int) -> dict[str, int]:
    """The published seats by list. The other lists have none where these fill the house; else theirs are
    not known, and they are left out."""
    others = lists if sum(published.values()) == house else ()
    return {**dict.fromkeys(others, 0), **published}


def unpublished_said(published: Mapping[str, int], lists: Collection[str], house: int) -> str:
    """Of how many lists the seats are not known, for a title; "" where all are."""
    left = len(set(lists) - set(known_seats(published, lists, house)))
    return f"; the seats of {left} of {len(lists)} lists are not published" if left else ""


def _of_reading(found: ContestVotes, reading: "ReadAllocation") -> list[Figure]:
    figures = []
    where = {"reading": ", ".join(reading.choice.values())} if reading.choice else {}
    parts = _parts(reading.allocation)
    for name, seats in reading.allocation.seats.items():
        at, sources = {"list": name, **where}, found.sources[name]
        figures.append(Figure("seats", seats, "seats", at, sources=sources))
        for part, values in parts.items():
            if name in values:
                unit = "seats" if part in ("whole", "left_over") else ""
                figures.append(Figure(part, values[name], unit, at, sources=sources))
    return figures


def _parts(allocation: "Allocation") -> dict[str, Mapping[str, int | Fraction | str]]:
    """Quotients, whole seats and leftovers by list, from the steps that give them."""
    names = {
        "quota": "quotient",
        "coefficient": "after_index",
        "whole seats": "whole",
        "leftovers": "left_over",
    }
    return {names[step.rule]: step.result for step in allocation.steps if step.rule in names}


def _summary(result: "Result", found: ContestVotes, apart: int | None) -> list[Figure]:
    cites = tuple(dict.fromkeys(source for sources in found.sources.values() for source in sources))
    steps = {step.rule: step for step in result.first.steps}
    figures = [
        Figure("outcome", result.outcome),
        Figure("readings", len(result.readings), "readings"),
        Figure("house", result.first.house, "seats"),
    ]
    if apart is not None:
        figures.append(Figure("seats_that_differ", apart, "lists", sources=cites))
    if "threshold" in steps:
        figures.append(Figure("lists_that_clear", len(steps["threshold"].result), "lists", sources=cites))
    if "quota" in steps and steps["quota"].base is not None:
        figures.append(Figure("quota", steps["quota"].base, "votes", sources=cites))
    if "admit next" in steps:
        word = "triggered" if steps["admit next"].result else "not triggered"
        figures.append(Figure("second_party_rule", word, note=steps["admit next"].says))
    return figures


def _seat_table(found: ContestVotes, result: "Result") -> Table:
    parts = _parts(result.first)
    headings = [", ".join(r.choice.values()) for r in result.readings]
    columns = ["list", "votes", "quotient", "whole seats", "left over"]
    columns += [f"seats, reading {heading}" if heading else "seats" for heading in headings] + ["published"]
    given: dict[str, Value] = {**found.unpublished, **found.published}
    rows: list[tuple[Value | None, ...]] = []
    for entry in found.votes.lists:
        shown = [printed(parts.get(part, {}).get(entry.name)) for part in ("quotient", "whole", "left_over")]
        seats = [reading.allocation.seats[entry.name] for reading in result.readings]
        rows.append((entry.name, entry.votes, *shown, *seats, given.get(entry.name)))
    quotient = ["The quotient is votes divided by the quota."] if parts.get("quotient") else []
    left_out = left_out_of(result)
    note = " ".join([*quotient, *left_out])
    title = f"From votes to seats, election of {found.contest.date} under {law_words(result.rules)}"
    return Table("seats", title, tuple(columns), tuple(rows), note)


def left_out_of(result: "Result | SystemResults") -> list[str]:
    """What a table of seats leaves out, for the note under it: readings, parts not encoded, no check."""
    from scrutator.law.questions.presentation import remarks_on

    notes = [text.rstrip(".") for text in remarks_on(result)]
    return [f"{text}." for text in notes if text.startswith(("Not ", "No official")) or "readings of" in text]


def printed(value: Value | None, digits: int = 4) -> Value | None:
    """An exact fraction or a float as a decimal of so many digits for a table; the rest as it is."""
    if isinstance(value, Fraction):
        return round(Decimal(value.numerator) / value.denominator, digits)
    return round(Decimal(str(value)), digits) if isinstance(value, float) else value


def _step_table(found: ContestVotes, result: "Result") -> Table:
    from scrutator.law.questions.presentation import outcome_text

    rows = tuple(
        (number, step.rule, step.article, step.says, outcome_text(step.result))
        for number, step in enumerate(result.first.steps, 1)
    )
    columns = ("step", "rule", "article", "what it says", "outcome")
    title = f"The steps, election of {found.contest.date} under {law_words(result.rules)}"
    return Table("steps", title, columns, rows)


def law_words(rules: str) -> str:
    """The rules as a reader knows them: `name@date` is the law as of that date."""
    _, at, date = rules.partition("@")
    return f"the law as of {date}" if at else rules


def _title(result: "Result", apart: int | None, law: str, left: str) -> str:
    seats = "/".join(str(count) for count in result.seats.values() if count)
    if result.outcome == "statute_ambiguous":
        several = " or ".join(
            "/".join(str(count) for count in reading.allocation.seats.values() if count)
            for reading in result.readings
        )
        return f"The law leaves open whether the seats are {several}{covers(result)}"
    if apart is None:
        return f"{law} gives {seats}; no seats are published{covers(result)}"
    agree = "as published" if apart == 0 else f"which differs from the published seats of {apart} lists"
    return f"{law} gives {seats}, {agree}{left}{covers(result)}"


def covers(result: "Result | SystemResults") -> str:
    """The outcome for a title, where it is not that every reading settles the seats alike; else ""."""
    from scrutator.law.questions.presentation import outcome_said

    settled = result.outcome in ("settled", "statute_ambiguous")
    return "" if settled and result.computed == result.combinations else f"; {outcome_said(result)}"


def _caveats(result: "Result", found: ContestVotes) -> tuple[str, ...]:
    from scrutator.law.chain.table import warnings
    from scrutator.law.questions.presentation import remarks_on

    texts = [f"The readings of the provision “{point}” give the same seats." for point in result.agreed]
    return (*texts, *remarks_on(result), *warnings(found.votes))


def run_margins(context: Context) -> Outcome:
    """The fewest votes that change a seat, an admission or the majority, each with its certificate."""
    case, parameters = context.case, context.parameters
    from scrutator.law.chain.allocate import allocate, chains, computable
    from scrutator.law.questions.margins import admission_margins, least_seat_change, majority_margin
    from scrutator.law.questions.presentation import remarks_on

    found = contest_votes(case, parameters)
    law = law_of(case, found, parameters)
    rules = rules_of(case, law)
    readings = computable(rules, found.votes)
    label, steps = readings[0]
    stations, _ = published_total(case, found.contest.id, "stations")
    margins: list[tuple[str, dict[str, str], Margin | None]] = [
        ("seat", {}, least_seat_change(steps, found.votes)),
        ("majority", {}, majority_margin(steps, found.votes)),
    ]
    for name, margin in admission_margins(steps, found.votes).items():
        margins.append(("admission", {"list": name}, margin))
    figures: list[Figure] = []
    rows: list[tuple[Value | None, ...]] = []
    for what, at, item in margins:
        if item is not None:
            touched = [found.sources.get(name or "", ()) for name in (item.source, item.target)]
            cites = tuple(dict.fromkeys(source for sources in touched for source in sources))
            figures += _margin_figures(what, at, item, stations, cites)
            rows.append(_margin_row(what, at, item))
    columns = ("what changes", "votes moved", "from", "to", "seats then", "proof")
    several = f", under one of the {len(chains(rules))} readings of the law" if label else ""
    under = f" Margins{several}: {label}." if label else ""
    note = f"Votes move from one list to one other; the number of ballots stays.{under}"
    table = Table(
        "margins",
        f"The fewest votes that change the outcome of {found.contest.date}",
        columns,
        tuple(rows),
        note,
    )
    seat = margins[0][2]
    title = "No votes moved between two lists were found to change a seat"
    if seat:
        title = f"{seat.votes:,} votes would have changed a seat"
    caveat = "A margin says how many votes decide, not that any vote was counted wrongly."
    remarks = remarks_on(allocate(rules, found.votes))
    return Outcome(
        f"{title}{several}", tuple(figures), (table,), (caveat, *remarks, *disputed(case, found.contest.id))
    )


def _margin_figures(
    what: str, at: dict[str, str], margin: "Margin", stations: object, cites: tuple[str, ...]
) -> list[Figure]:
    note = f"votes moved from {margin.source} to {margin.target}"
    figures = [Figure(f"{what}_margin", margin.votes, "votes", at, sources=cites, note=note)]
    if isinstance(stations, int) and stations:
        each = margin.per_station(stations)
        name = f"{what}_margin_per_station"
        figures.append(Figure(name, each, "votes", at, None, margin.votes, stations, cites, note))
    return figures


def _margin_row(what: str, at: dict[str, str], margin: "Margin") -> tuple[Value | None, ...]:
    spoken = {"seat": "any seat", "majority": "the majority"}.get(what, f"admission of {at.get('list')}")
    then = ", ".join(f"{name} {count}" for name, count in margin.after.items() if count)
    proof = "no fewer do it" if margin.exact else "found by search, certified on both sides"
    return (spoken, margin.votes, margin.source, margin.target, then, proof)


SEATS = Method(
    id="law.seats",
    version="1",
    question="Which seats follow from the votes under the law of the day, and are they the published ones?",
    run=run_seats,
    prepare=ready,
    reads=READS,
    parameters=SHARED,
)
MARGINS = Method(
    id="law.margins",
    version="1",
    question="How many votes would have changed a seat, an admission or the majority?",
    run=run_margins,
    prepare=ready,
    reads=READS,
    parameters=SHARED,
)
