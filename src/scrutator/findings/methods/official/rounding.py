"""Announced counts against percentages: were the votes computed from rounded shares?"""

from fractions import Fraction
from math import comb

from scrutator.errors import ScrutatorError
from scrutator.findings.context import Context
from scrutator.findings.method import Method, ParameterKind
from scrutator.findings.methods.official.published import cited, list_names, results_of
from scrutator.findings.model import Figure, Outcome
from scrutator.findings.tabulate import table_of
from scrutator.record.nouns.contests import ListResult

THREE = 3
EXACT = 2**53 - 1  # the largest number that a publication holds as one
CAVEATS = (
    "That counts are the nearest whole numbers to round shares shows how they were made, not who made them "
    "or why: an office that had shares and a total and filled in the votes would leave the same numbers, "
    "and the shares could still be right.",
    "Where few numbers of votes print as one share, counts are at the nearest number anyway: only the chance "
    "says whether that is remarkable.",
    "The chance assumes that counts which print as the same shares are equally likely. Contest, stage and "
    "number of decimals were chosen by someone who had seen the numbers; each choice multiplies the chance.",
)


def counts_of(context: Context) -> tuple[dict[str, ListResult], list[int], int]:
    """The country's results, their votes and the number of decimals. Raises N03 for what cannot be asked."""
    from scrutator.forensics.rounded_shares import MOST_COUNTS, MOST_VOTES

    case, parameters = context.case, context.parameters
    contest, stage = (
        str(parameters.get("contest", case.header.contest)),
        str(parameters.get("stage", "final")),
    )
    rows = results_of(case, contest, stage)
    votes = [row.votes for row in rows.values() if isinstance(row.votes, int)]
    digits = parameters.get("digits", 1)
    if len(votes) < len(rows) or not 2 <= len(votes) <= MOST_COUNTS or not 0 < sum(votes) <= MOST_VOTES:
        what = f"'{contest}', {stage}: two to {MOST_COUNTS} lists, each with its votes, are needed"
        raise ScrutatorError("N03", what, where="results.csv")
    if digits not in (0, 1, 2):
        raise ScrutatorError("N03", "`digits` is 0, 1 or 2", where="findings.toml")
    return rows, votes, int(str(digits))


def run(context: Context) -> Outcome:
    """How many counts are the nearest whole number to a share with so many decimals, and the chance of it."""
    from scrutator.forensics.rounded_shares import rounded_shares, totals_that_add_up

    rows, votes, digits = counts_of(context)
    found = rounded_shares(votes, digits)
    sources = tuple(dict.fromkeys(source for row in rows.values() for source in cited(row)))
    names = list_names(context.case)
    every = found.at_nearest == len(votes)
    figures = [
        Figure("at_nearest", found.at_nearest, "numbers", sources=sources),
        Figure("tested", len(votes), "numbers", sources=sources),
        Figure("total", found.total, "votes", sources=sources, note="the sum of the counts"),
        Figure("widest_cell", max(found.cells), "", note="numbers of votes that print as one share"),
        Figure("nearest_distance", min(map(abs, found.distances)), "votes"),
        Figure("totals_that_add_up", totals_that_add_up(found.shares, found.steps, found.total), "",
               note=f"of {found.steps:,} totals, those of which the rounded counts add up"),
    ]  # fmt: skip
    if found.alike <= EXACT:
        figures += [
            Figure("alike", found.alike, "", note="sets of counts with this sum that print as these shares"),
            Figure("hits", found.hits, "", note="those with every count at the nearest whole number"),
        ]
        if every:
            figures.append(Figure("one_in", found.alike // found.hits, "sets"))
    if every:
        figures.append(Figure("chance", float(found.chance), "", note="of all counts at the nearest number"))
    if found.totals is not None:
        low, high = found.totals
        figures += [Figure("lowest_total", low, "votes"), Figure("highest_total", high, "votes")]
    figures += _lattice(len(votes), found.total, found.steps)
    table = table_of(
        "counts",
        "Counts beside the nearest round shares",
        list(zip(rows.items(), found.shares, found.distances, found.cells, strict=True)),
        {
            "list": lambda one: names[one[0][0]],
            "votes": lambda one: one[0][1].votes,
            "round share, %": lambda one: Fraction(100 * one[1], found.steps),
            "votes less exact share": lambda one: one[2],
            "counts that print alike": lambda one: one[3],
        },
    )
    return Outcome(_title(found.at_nearest, len(votes), digits), tuple(figures), (table,), CAVEATS)


def _lattice(counts: int, total: int, steps: int) -> list[Figure]:
    """For three counts: the chance among all counts with this sum, whatever shares they print as."""
    from scrutator.forensics.rounded_shares import lattice_of_three

    if counts != THREE or steps > 1_000:
        return []
    triples, hits = lattice_of_three(total, steps)
    return [
        Figure("round_triples", triples, "", note="round shares of three lists that add up to a hundred"),
        Figure("round_triples_that_add_up", hits, "", note="those whose nearest counts add up to the total"),
        Figure("chance_of_any", hits / comb(total + 2, 2), "", note="among all counts with this sum"),
    ]


def _title(near: int, counts: int, digits: int) -> str:
    decimals = "one decimal" if digits == 1 else f"{digits} decimals"
    return f"{near} of {counts} counts are the whole number nearest to a share with {decimals}"


ROUNDING = Method(
    id="official.rounding",
    version="1",
    question="Were announced counts computed from rounded percentages, and how likely is it by chance?",
    run=run,
    prepare=counts_of,
    reads=("results.csv", "lists.csv", "places.csv", "contests.csv"),
    parameters={
        "contest": "id of the contest (default: the case's main contest)",
        "stage": "preliminary or final (default)",
        "digits": "decimals of a percentage: 0, 1 (default) or 2",
    },
    kinds={"digits": ParameterKind.NUMBER},
)
