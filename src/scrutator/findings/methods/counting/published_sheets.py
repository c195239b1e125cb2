"""Methods on published sheets of stations: what missing ones could change, and which totals they exclude."""

from decimal import Decimal
from fractions import Fraction

from scrutator.errors import ScrutatorError
from scrutator.findings.context import Context
from scrutator.findings.method import Method
from scrutator.findings.methods.counting.files import rows_of
from scrutator.findings.methods.official.published import cited, list_names, published_total, results_of
from scrutator.findings.model import Figure, Outcome, Table, Value
from scrutator.record.unknown import Missing, Unknown

RISKS = (Fraction(1, 20), Fraction(1, 100))
IF_GENUINE = "Everything here holds if the published sheets are genuine. It does not say that they are."
NO_LIMIT = "no limit on the size of stations or on turnout"
PUBLISHED = {
    "published": "id of the contest with the published sheets",
    "contest": "id of the contest as announced (default: the case's main contest)",
}


def tally_of(context: Context, contest: str, quantity: str) -> dict[int, int]:
    """Votes -> sheets of one list or total. Raises N03 when tallies.csv has none."""
    rows = rows_of(context.case, "tallies")
    found = {
        int(row["votes"]): int(row["stations"])
        for row in rows
        if (row["contest"], row["quantity"]) == (contest, quantity)
    }
    if not found:
        raise ScrutatorError("N03", f"there is no tally of '{quantity}' in '{contest}'", where="tallies.csv")
    return found


def _given(context: Context, name: str) -> str:
    """A parameter that must be given. Raises N03."""
    if name not in context.parameters:
        raise ScrutatorError("N03", f"the parameter '{name}' is needed", where="findings.toml")
    return str(context.parameters[name])


def _contests(context: Context) -> tuple[str, str]:
    announced = str(context.parameters.get("contest", context.case.header.contest))
    return _given(context, "published"), announced


def _total(context: Context, contest: str, quantity: str) -> int:
    """A final national total that is known. Raises N03."""
    value, _ = published_total(context.case, contest, quantity)
    if not isinstance(value, int):
        raise ScrutatorError("N03", f"'{contest}' has no known total of '{quantity}'", where="totals.csv")
    return value


def _votes(context: Context, contest: str, name: str, stage: str = "final") -> int:
    row = results_of(context.case, contest, stage).get(name)
    if row is None or not isinstance(row.votes, int):
        raise ScrutatorError("N03", f"'{contest}', {stage}, has no votes of '{name}'", where="results.csv")
    return row.votes


def _percent(context: Context, name: str) -> Fraction:
    """A parameter as a percentage above 0 and at most 100. Raises N03."""
    try:
        value = Fraction(Decimal(_given(context, name)))
    except (ArithmeticError, ValueError):
        value = Fraction(0)
    if not 0 < value <= 100:
        what = f"'{name}' is no percentage above 0 and at most 100, such as \"96.865\""
        raise ScrutatorError("N03", what, where="findings.toml")
    return value


def limits_of(context: Context) -> tuple[int, int, dict[str, Fraction]]:
    """The lead, the number of missing sheets, and the most votes that they can hold under each limit.

    A limit that needs a number which is not on record is left out. Raises N03."""
    from scrutator.counting.protocols.missing import most

    published, announced = _contests(context)
    lead = _votes(context, published, _given(context, "ahead")) - _votes(
        context, published, _given(context, "behind")
    )
    sheets, stations = _total(context, published, "stations"), _total(context, announced, "stations")
    valid, missing = _total(context, published, "valid"), stations - sheets
    if missing < 0 or lead <= 0 or not sheets:
        what = "there are more sheets than stations, or no lead, or no sheet"
        raise ScrutatorError("N03", what, where="totals.csv")
    limits = {"as many as the mean sheet": Fraction(valid * missing, sheets)}
    limits |= _as_announced(context, published, announced, valid)
    tally = tally_of(context, published, "valid")
    if sum(tally.values()) != sheets:
        raise ScrutatorError("N03", f"the tallies hold {sum(tally.values())} sheets, not {sheets}")
    if missing <= sheets:
        limits["as many as the fullest sheets"] = Fraction(most(tally, missing))
    registered, _ = published_total(context.case, announced, "registered")
    if isinstance(registered, int):
        limits["every elector of average stations"] = Fraction(registered * missing, stations)
    return lead, missing, limits


def _as_announced(context: Context, published: str, announced: str, valid: int) -> dict[str, Fraction]:
    """Limits from what was announced: beyond the sheets, scaled to all stations, and by turnout."""
    found: dict[str, Fraction] = {}
    whole, _ = published_total(context.case, announced, "valid")
    if isinstance(whole, int):
        found["all that was announced beyond the sheets"] = Fraction(max(0, whole - valid))
        if "coverage" in context.parameters:
            scaled = Fraction(whole) * 100 / _percent(context, "coverage")
            found["the same, scaled to all stations"] = max(Fraction(0), scaled - valid)
    registered, _ = published_total(context.case, announced, "registered")
    null, _ = published_total(context.case, published, "invalid")
    turnout = sorted(
        (
            row
            for row in context.case.turnout
            if (row.contest, row.stage, row.time) == (announced, "final", None)
        ),
        key=cited,
    )
    if isinstance(registered, int) and isinstance(null, int) and turnout:
        percent = turnout[0].percent
        if isinstance(percent, Decimal):
            cast = Fraction(percent) / 100 * registered
            found["announced turnout of all registered voters"] = max(Fraction(0), cast - valid - null)
    return found


def run_missing(context: Context) -> Outcome:
    """The lead on the published sheets against the most votes that the missing ones can hold."""
    from scrutator.counting.protocols.missing import bounds_of_missing

    lead, missing, limits = limits_of(context)
    found = bounds_of_missing(lead, limits)
    names = list_names(context.case)
    ahead, behind = (names.get(_given(context, one), "") for one in ("ahead", "behind"))
    reversals = sum(one.still_ahead <= 0 for one in found)
    figures = [
        Figure("lead", lead, "votes", note=f"{ahead} less {behind}, on the published sheets"),
        Figure("missing", missing, "stations"),
        Figure("bounds", len(found), "bounds"),
        Figure("bounds_that_reverse", reversals, "bounds"),
    ]
    if missing:
        figures.append(Figure("needed_per_station", Fraction(lead, missing), "votes", note="net, to tie"))
    for one in found:
        at = {"bound": one.name}
        figures.append(Figure("votes_missing", one.missing, "votes", at))
        figures.append(
            Figure("still_ahead", one.still_ahead, "votes", at, note="all missing votes to one list")
        )
    rows: list[tuple[Value | None, ...]] = [(one.name, one.missing, one.still_ahead) for one in found]
    rows.append((NO_LIMIT, None, Unknown(Missing.NOT_APPLICABLE, "a reversal is not excluded")))
    columns = ("limit on the missing votes", "missing votes", "still ahead by")
    table = Table("bounds", "Could the missing sheets reverse the lead?", columns, tuple(rows))
    title = f"{ahead} stays ahead under {len(found) - reversals} of {len(found)} limits on the missing sheets"
    return Outcome(title, tuple(figures), (table,), (IF_GENUINE,))


def read_exclusion(context: Context) -> tuple[dict[int, int], int, int, int]:
    """The tally of the list, all stations, the stations counted and the announced votes. Raises N03."""
    from scrutator.counting.protocols.missing import counted_at_least

    published, announced = _contests(context)
    name, stage = _given(context, "list"), str(context.parameters.get("stage", "final"))
    tally, stations = tally_of(context, published, name), _total(context, announced, "stations")
    if sum(tally.values()) > stations:
        raise ScrutatorError("N03", "there are more sheets than stations", where="tallies.csv")
    counted = counted_at_least(stations, _percent(context, "coverage"))
    return tally, stations, counted, _votes(context, announced, name, stage)


def run_against(context: Context) -> Outcome:
    """Can the published sheets and an announced total both be right, and how many sheets would be false?"""
    from scrutator.counting.protocols.missing import chance_to_miss, exclusion, sample_that_finds

    tally, stations, counted, announced = read_exclusion(context)
    found, sheets = exclusion(tally, stations, counted, announced), sum(tally.values())
    name = list_names(context.case)[_given(context, "list")]
    at = {"list": name}
    figures = [
        Figure("counted", found.counted, "stations", note="at least, by the coverage announced"),
        Figure("left_out", found.left_out, "stations", note="at most"),
        Figure("announced", announced, "votes", at),
        Figure("least", found.least, "votes", at, note="in the total, if the sheets are right"),
        Figure("excess", found.excess, "votes", at, note="above 0: both cannot be right"),
        Figure("void", found.void, "sheets", note="false in every vote, at least, for both to stand"),
        Figure("void_share", Fraction(100 * found.void, sheets), "%", {}, None, found.void, sheets),
        Figure("breaks_at", found.breaks_at, "stations", note="at most so many counted: both can be right"),
        Figure("breaks_at_share", Fraction(100 * found.breaks_at, stations), "%", {}, None, found.breaks_at,
               stations),
    ]  # fmt: skip
    rows: list[tuple[Value | None, ...]] = []
    for risk in RISKS:
        drawn = sample_that_finds(sheets, found.void, risk)
        if drawn is not None:
            chance = 100 * chance_to_miss(sheets, found.void, drawn)
            where = {"risk": f"{float(100 * risk):g} %"}
            figures.append(
                Figure("sample", drawn, "sheets", where, note="drawn at random, one false among them")
            )
            figures.append(Figure("all_found_true", float(chance), "%", where, note="by chance"))
            rows.append((where["risk"], drawn, float(chance)))
    columns = ("risk", "sheets drawn at random", "chance to find none that is false, %")
    table = Table(
        "samples", "How many sheets to compare with the paper, were so many false", columns, tuple(rows)
    )
    word = "exclude" if found.excess > 0 else "do not exclude"
    title = f"The published sheets {word} the announced votes of {name}"
    return Outcome(title, tuple(figures), (table,), (IF_GENUINE,))


MISSING = Method(
    id="counting.missing",
    version="1",
    question="Could the sheets that are missing reverse the lead on those that are published?",
    run=run_missing,
    prepare=limits_of,
    reads=("tallies.csv", "results.csv", "totals.csv", "turnout.csv", "lists.csv", "places.csv"),
    parameters={
        **PUBLISHED,
        "ahead": "id of the list that is ahead on the sheets",
        "behind": "id of the list that all missing votes are given to",
        "coverage": "per cent of the stations that the announced total covers, as text",
    },
)
AGAINST = Method(
    id="counting.against",
    version="1",
    question="Can the published sheets and an announced total both be right?",
    run=run_against,
    prepare=read_exclusion,
    reads=("tallies.csv", "results.csv", "totals.csv", "lists.csv", "places.csv"),
    parameters={
        **PUBLISHED,
        "list": "id of the list",
        "stage": "preliminary or final (default)",
        "coverage": "the least per cent of stations that the announcement can mean, as text",
    },
)
