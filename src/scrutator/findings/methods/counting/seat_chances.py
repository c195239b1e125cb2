"""The chance of seats from the night's partial sample, at each registered moment, by the law of the day."""

from typing import TYPE_CHECKING

from scrutator.errors import ScrutatorError
from scrutator.findings.context import Context
from scrutator.findings.method import Method
from scrutator.findings.methods.counting.files import night_of
from scrutator.findings.methods.counting.night import NIGHT_FILES
from scrutator.findings.methods.law.votes import rules_of
from scrutator.findings.model import Figure, Interval, Outcome, Table, Value

if TYPE_CHECKING:
    from scrutator.counting.night.publication import Moment
    from scrutator.counting.night.seat_chances import SeatChance
    from scrutator.law.chain.rules import Rules
    from scrutator.law.questions.draws import Rest

DRAWS, SEED = 10_000, 20_261_127
KIND = "middle 90 % of the draws, the bound for stations still to come included"
CAVEATS = (
    "Chances are design-based: as good as the sample. The bound for stations still to come counts against "
    "the list in the least chance and for it in the greatest.",
)
COLUMNS = (
    "before",
    "reading",
    "list",
    "mean seats",
    "low",
    "high",
    "takes part at least, %",
    "at most, %",
    "majority at least, %",
    "at most, % ",
)


def chances_by_reading(
    moment: "Moment", rules: "Rules", rest: "Rest | None", total: int, draws: int, seed: int
) -> "tuple[dict[str, tuple[SeatChance, ...]], dict[str, str]]":
    """The chances under every reading of the law that can be computed, and why the others cannot.

    Raises L06 when none can, C09 while the sample gives no interval.
    """
    from scrutator.counting.night.seat_chances import seat_chances
    from scrutator.law.chain.allocate import chains
    from scrutator.law.questions.draws import law_of_draws

    found, missing = dict[str, tuple["SeatChance", ...]](), dict[str, str]()
    for choice, steps in chains(rules):
        label = ", ".join(f"{point}: {option.id}" for point, option in choice.items())
        try:
            law = law_of_draws(steps, moment.adjusted.names, rest)
            found[label] = seat_chances(moment, law, total=total, draws=draws, seed=seed)
        except ScrutatorError as error:
            if error.code != "L06":
                raise
            missing[label] = error.what
    if not found:
        raise ScrutatorError("L06", next(iter(missing.values())), remedy="Name another law.")
    return found, missing


def rest_of(rest: str, moment: "Moment") -> "Rest | None":
    """What the lists leave of the total. Raises N03 when it is there and not named, or the reverse."""
    from scrutator.counting.night.seat_chances import has_rest
    from scrutator.law.questions.draws import Rest

    remedy = "Say void (ballots for no list) or list (votes of one list) where the lists leave something."
    if rest and rest not in tuple(Rest):
        raise ScrutatorError("N03", f"rest = {rest!r}", remedy=remedy)
    if has_rest(moment) != bool(rest):
        left = 100 * (1 - float(sum(moment.adjusted.values)))
        said = "has no effect" if rest else "is not given"
        raise ScrutatorError(
            "N03", f"the lists leave {left:.2f} % of the total, and rest {said}", remedy=remedy
        )
    return Rest(rest) if rest else None


def _law(context: Context) -> "Rules":
    law = str(context.parameters.get("law", ""))
    if not law:
        raise ScrutatorError("N03", "the parameter law is missing", remedy='Write law = "STATUTE@DATE".')
    return rules_of(context.case, law)


def _total(context: Context) -> int:
    total = str(context.parameters.get("total", ""))
    if not (total.isascii() and total.isdigit() and int(total)):
        what = f"total = {total!r} is no number of votes"
        raise ScrutatorError("N03", what, remedy='Write total = "6900000".')
    return int(total)


def ready(context: Context) -> None:
    """Raises N03 for a night, a law or a total that cannot be used."""
    night_of(context.case)
    _law(context)
    _total(context)


def run_seat_chances(context: Context) -> Outcome:
    """Seats at every registered moment; a moment without an interval is said and skipped."""
    from scrutator.counting.night.replay import hours, look_at, replay_moments

    night, rules, total = night_of(context.case), _law(context), _total(context)
    names = {row.id: row.name for row in context.case.lists}
    figures: list[Figure] = []
    rows: list[tuple[Value | None, ...]] = []
    skipped: list[str] = []
    looked_at = replay_moments(night)
    for at, shown in zip(looked_at, hours(looked_at), strict=True):
        moment = look_at(night, at)[1].moment
        rest = rest_of(str(context.parameters.get("rest", "")), moment) if moment.arrived else None
        try:
            found, missing = chances_by_reading(
                moment, rules, rest, total, DRAWS, SEED if context.seed is None else context.seed
            )
        except ScrutatorError as error:
            if error.code != "C09":
                raise
            skipped.append(f"{shown}: {error.what}.")
            continue
        for reading, chances in found.items():
            for one in chances:
                figures += _figures(one, {"at": shown, "list": names.get(one.name, one.name)}, reading)
                rows.append((shown, reading or None, names.get(one.name, one.name), *_cells(one)))
    figures.append(Figure("moments_without_chances", len(skipped), "moments"))
    missing_said = (
        tuple(f"Not computable ({label}): {why}." for label, why in missing.items()) if rows else ()
    )
    table = Table("seats", "Seats that the sample allows, moment by moment", COLUMNS, tuple(rows))
    title = f"Seats under {rules.name}, from the stations that had arrived"
    return Outcome(title, tuple(figures), (table,), (*CAVEATS, *skipped, *missing_said, *rules.remarks))


def _figures(one: "SeatChance", at: dict[str, str], reading: str) -> list[Figure]:
    at = {**at, "reading": reading} if reading else at
    seats = Figure("seats", one.mean, "seats", at, Interval(float(one.low), float(one.high), KIND))
    return [
        seats,
        Figure("takes_part", 100 * one.takes_part[0], "%", at, note="at least"),
        Figure("majority", 100 * one.majority[0], "%", at, note="at least"),
    ]


def _cells(one: "SeatChance") -> tuple[Value, ...]:
    chances = (100 * chance for pair in (one.takes_part, one.majority) for chance in pair)
    return (one.mean, one.low, one.high, *chances)


SEAT_CHANCES = Method(
    id="counting.seat_chances",
    version="1",
    question="How many seats may each list win, from the stations that had arrived?",
    run=run_seat_chances,
    prepare=ready,
    reads=(*NIGHT_FILES, "lists.csv", "statutes/*.toml"),
    parameters={
        "law": "STATUTE@DATE",
        "total": "votes of the denominator in the whole country",
        "rest": "what the lists leave of the total: void or list",
    },
)
