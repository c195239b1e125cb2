"""Results by region: who is ahead in how many, and between which shares they lie."""

from collections.abc import Mapping
from fractions import Fraction

from scrutator.errors import ScrutatorError
from scrutator.findings.context import Context
from scrutator.findings.method import Method
from scrutator.findings.methods.official.published import cited, list_names
from scrutator.findings.model import Figure, Outcome, Table, Value
from scrutator.record.case import Case

Votes = Mapping[str, int]


def votes_by_place(context: Context) -> dict[str, Votes]:
    """The votes of every list by place, of the places of one level in which all lists have a known number.

    Of several sources with a number that counts whose id comes first in the alphabet. Raises N03 when there
    is no such place."""
    case, parameters = context.case, context.parameters
    contest, stage = (
        str(parameters.get("contest", case.header.contest)),
        str(parameters.get("stage", "final")),
    )
    level = str(parameters.get("level", "region"))
    places = {place.id for place in case.places if place.level == level}
    found: dict[str, dict[str, int]] = {}
    rows = [
        row for row in case.results if (row.contest, row.stage) == (contest, stage) and row.place in places
    ]
    for row in sorted(rows, key=lambda one: (one.place, one.list, cited(one))):
        if isinstance(row.votes, int):
            found.setdefault(row.place, {}).setdefault(row.list, row.votes)
    lists = {row.list for row in rows}
    whole: dict[str, Votes] = {
        place: {name: votes[name] for name in sorted(votes)}
        for place, votes in found.items()
        if set(votes) == lists and any(votes.values())
    }
    if not whole:
        raise ScrutatorError("N03", f"there are no votes of '{contest}' by {level}", where="results.csv")
    return whole


def run(context: Context) -> Outcome:
    """Share of each list in each place, the lists that are ahead, and the range of shares."""
    case = context.case
    votes = votes_by_place(context)
    names, places = list_names(case), {place.id: place.name for place in case.places}
    lists = sorted({name for one in votes.values() for name in one}, key=lambda name: -_sum(votes, name))
    figures = [Figure("regions", len(votes), "regions"), Figure("tied", len(_tied(votes)), "regions")]
    for name in lists:
        at = {"list": names[name]}
        shares = {place: Fraction(100 * one[name], sum(one.values())) for place, one in votes.items()}
        low, high = (pick(sorted(shares), key=lambda place: shares[place]) for pick in (min, max))
        figures += [
            Figure("regions_ahead", sum(_leads(one, name) for one in votes.values()), "regions", at),
            Figure("lowest", shares[low], "%", at, None, votes[low][name], sum(votes[low].values()),
                   note=places[low]),
            Figure("highest", shares[high], "%", at, None, votes[high][name], sum(votes[high].values()),
                   note=places[high]),
        ]  # fmt: skip
    figures += [
        Figure("share", Fraction(100 * number, sum(one.values())), "%",
               {"region": places[place], "list": names[name]}, None, number, sum(one.values()))
        for place, one in votes.items() if len(votes) <= MOST_SHOWN
        for name, number in one.items()
    ]  # fmt: skip
    leader = names[lists[0]]
    ahead = sum(_leads(one, lists[0]) for one in votes.values())
    title = f"{leader} is ahead in {ahead} of {len(votes)} units"
    return Outcome(title, tuple(figures), (_table(case, votes, lists),))


MOST_SHOWN = 60  # units of which every share is a figure of its own


def _table(case: Case, votes: Mapping[str, Votes], lists: list[str]) -> Table:
    names, places = list_names(case), {place.id: place.name for place in case.places}
    rows: list[tuple[Value | None, ...]] = []
    for place, one in sorted(votes.items(), key=lambda item: places[item[0]]):
        total = sum(one.values())
        rows.append((places[place], total, *(Fraction(100 * one[name], total) for name in lists)))
    columns = ("region", "valid votes", *(f"{names[name]}, %" for name in lists))
    return Table("regions", "Shares by region", columns, tuple(rows))


def _sum(votes: Mapping[str, Votes], name: str) -> int:
    return sum(one[name] for one in votes.values())


def _leads(votes: Votes, name: str) -> bool:
    """Has this list more votes than any other? A tie leads nowhere."""
    return all(votes[name] > other for key, other in votes.items() if key != name)


def _tied(votes: Mapping[str, Votes]) -> list[str]:
    return [place for place, one in votes.items() if not any(_leads(one, name) for name in one)]


REGIONS = Method(
    id="official.regions",
    version="1",
    question="Who is ahead in which regions, and between which shares do the regions lie?",
    run=run,
    prepare=votes_by_place,
    reads=("results.csv", "lists.csv", "places.csv"),
    parameters={
        "contest": "id of the contest (default: the case's main contest)",
        "stage": "preliminary or final (default)",
        "level": "level of places.csv (default region)",
    },
)
