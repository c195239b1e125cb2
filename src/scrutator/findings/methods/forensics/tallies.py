"""Method on tallies of sheets: last digits, without any station being named."""

from scrutator.errors import ScrutatorError
from scrutator.findings.context import Context
from scrutator.findings.method import Method, ParameterKind
from scrutator.findings.model import Figure, Outcome
from scrutator.findings.tabulate import table_of

LEAST, MOST_LEAST = 10, 1_000  # the cut-off by default, and the highest that can be asked for
LEVEL = 0.05  # shared among the lists tried
MOST_SMALL = 0.05  # share of sheets with fewer than ten votes up to which a list can be tested
CAVEATS = (
    "Last digits are not diagnostic: undisputed elections fail this test where counts are small, and made-up "
    "numbers can pass it. Counts below ten are left out; a higher cut-off bends the digits by itself.",
)
MOVED = (
    "The cut-off was given. Where it cuts into the counts of a list, the decade that it begins with weighs "
    "most, and digits are uneven without anyone's doing: compare cut-offs that end in other digits."
)


def read_tallies(context: Context) -> dict[str, dict[int, int]]:
    """Votes -> sheets by quantity, of one contest. Raises N03 when there is none."""
    case = context.case
    contest = str(context.parameters.get("contest", case.header.contest))
    if "tallies" not in case.columns:
        raise ScrutatorError("N03", "the case has no tallies.csv")
    names = {row.id for row in case.lists}
    found: dict[str, dict[int, int]] = {}
    for row in case.columns["tallies"].records():
        if row["contest"] == contest and row["quantity"] in names:
            found.setdefault(row["quantity"], {})[int(row["votes"])] = int(row["stations"])
    if not found:
        raise ScrutatorError("N03", f"there is no tally of a list in '{contest}'", where="tallies.csv")
    return found


def least_of(context: Context) -> int:
    """The smallest count that is looked at. Raises N03."""
    least = context.parameters.get("least", LEAST)
    if not isinstance(least, int) or not 1 <= least <= MOST_LEAST:
        what = f"`least` is a whole number from 1 to {MOST_LEAST}"
        raise ScrutatorError("N03", what, where="findings.toml")
    return least


def read_all(context: Context) -> tuple[dict[str, dict[int, int]], int]:
    """The tallies, and the smallest count that is looked at. Raises N03."""
    return read_tallies(context), least_of(context)


def run(context: Context) -> Outcome:
    """Chi-square of last digits for every list of the contest, with nine degrees of freedom."""
    from scrutator.forensics.battery.digits import last_digits

    found, least = read_all(context)
    names = {row.id: row.name for row in context.case.lists}
    tallies = {names[name]: tally for name, tally in sorted(found.items())}
    tried = {
        name: last_digits({votes: sheets for votes, sheets in tally.items() if votes >= least})
        for name, tally in tallies.items()
        if _small(tally) <= MOST_SMALL and max(tally) >= least
    }
    figures = [Figure("tried", len(tried), "tests"), Figure("not_run", len(tallies) - len(tried), "tests")]
    for name, one in tried.items():
        at = {"list": name}
        figures.append(Figure("chi_square", one.value, "", at, note="nine degrees of freedom"))
        figures.append(Figure("p", one.p, "", at))
        figures.append(Figure("sheets", one.n, "sheets", at))
    table = table_of(
        "digits",
        "Last digits of counts of ten or more" if least == LEAST else f"Last digits of counts from {least}",
        list(tried.items()),
        {
            "list": lambda one: one[0],
            "sheets": lambda one: one[1].n,
            "chi-square": lambda one: one[1].value,
            "p": lambda one: one[1].p,
        },
    )
    left = [
        f"Not run for {name}: no sheet has {least} votes."
        if max(tally) < least
        else f"Not run for {name}: {100 * _small(tally):.0f} % of sheets have fewer than ten votes."
        for name, tally in tallies.items()
        if name not in tried
    ]
    beyond = sum(one.p <= LEVEL / len(tried) for one in tried.values())
    title = f"Last digits of {beyond} of {len(tried)} lists are not explained by chance"
    if least != LEAST:
        title = (
            f"Last digits of counts from {least} are uneven in {beyond} of {len(tried)} lists, "
            "which the cut alone can do"
        )
    moved = () if least == LEAST else (MOVED,)
    return Outcome(title, tuple(figures), (table,), (*CAVEATS, *moved, *left))


def _small(tally: dict[int, int]) -> float:
    """The share of the sheets on which the list has fewer than ten votes."""
    return sum(sheets for votes, sheets in tally.items() if votes < LEAST) / max(1, sum(tally.values()))


DIGITS = Method(
    id="forensics.last_digits",
    version="2",
    question="Are the last digits of counts on sheets as chance would have them?",
    run=run,
    prepare=read_all,
    reads=("tallies.csv", "lists.csv"),
    parameters={
        "contest": "id of the contest (default: the case's main contest)",
        "least": "the smallest count that is looked at (default 10)",
    },
    kinds={"least": ParameterKind.NUMBER},
)
METHODS: tuple[Method, ...] = (DIGITS,)
