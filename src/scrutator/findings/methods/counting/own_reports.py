"""The method that examines a mission's own reports as far as a published case shows them."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scrutator.findings.context import Context
from scrutator.findings.method import Method
from scrutator.findings.methods.counting.answers import split_cell, visits_of
from scrutator.findings.methods.counting.files import rows_of
from scrutator.findings.model import Figure, Outcome, Table

if TYPE_CHECKING:
    from scrutator.record.case import Case

CAVEATS = (
    "“Resembles” is no finding that anything was invented: the mission asks its observers first.",
    "Who invents plausible answers is not found.",
    "Copied numbers, overlapping visits and invented votes cannot be examined in a case, which has neither "
    "the numbers nor precise times.",
)
Asked = Mapping[tuple[str, str], tuple[tuple[str, ...], frozenset[str]]]


@dataclass(frozen=True)
class Straight:
    """Of every team: its reports that could be looked at, true where they give one answer throughout."""

    looked: Mapping[str, tuple[bool, ...]]
    teams: int


def read_straight(context: Context) -> Straight:
    """The reports of each team that answer enough. Raises N03 for a case without visits or answers."""
    from scrutator.field.examining.straight import is_straight

    case = context.case
    visits, places = visits_of(case)
    asked = _asked(case)
    said: dict[int, list[tuple[tuple[str, ...], str, bool]]] = defaultdict(list)
    for row in rows_of(case, "answers", ("visit", "question", "value")):
        place = places[row["visit"]]
        found = asked.get((visits[place].form, row["question"]))
        if found is not None and row["value"] in found[0]:
            said[place].append((found[0], row["value"], row["value"] in found[1]))
    looked: dict[str, list[bool]] = defaultdict(list)
    for place, answers in sorted(said.items()):
        found_straight = is_straight(answers)
        if found_straight is not None:
            looked[visits[place].team].append(found_straight)
    return Straight({team: tuple(of) for team, of in looked.items()}, len({one.team for one in visits}))


def _asked(case: "Case") -> Asked:
    """The questions of one choice, by form and name: their choices, and which of these are a problem."""
    return {
        (row["form"], row["question"]): (
            tuple(split_cell(row["choices"])),
            frozenset(split_cell(row.get("problem", ""))),
        )
        for row in rows_of(case, "questions", ("choices",))
        if row.get("type") == "choice" and row.get("choices") and not row.get("group")
    }


def run_straight(context: Context) -> Outcome:
    """Of how many teams do reports resemble ones with one answer throughout?"""
    from scrutator.field.examining.examined import beyond_chance
    from scrutator.field.examining.rates import stored_rates
    from scrutator.field.examining.straight import straight_chances

    found = read_straight(context)
    chances = straight_chances(found.looked)
    named = beyond_chance({(team,): chance for team, chance in chances.items()})
    reports = [is_so for of in found.looked.values() for is_so in of]
    figures = (
        Figure("teams", found.teams, "teams"),
        Figure("teams_examined", len(chances), "teams"),
        Figure("teams_resembling", len(named), "teams"),
        Figure("reports_examined", len(reports), "reports"),
        Figure("reports_straight", sum(reports), "reports"),
    )
    rates = stored_rates().straight
    rows = tuple(
        (one.world, one.observers, one.named, f"{100 * one.low:.2f} to {100 * one.high:.2f} %")
        for one in rates
    )
    heading = ("honest mission", "teams", "named", "limits of the share")
    table = Table("error_rates", "How often honest teams are named, in rehearsed missions", heading, rows)
    headline = (
        f"The reports of {len(named)} of {len(chances)} teams resemble ones with one answer throughout"
        if chances
        else "No team has enough reports to be examined"
    )
    return Outcome(headline, figures, (table,), CAVEATS)


STRAIGHT = Method(
    id="observation.straight",
    version="1",
    question="Of how many teams do reports resemble ones with one answer throughout?",
    run=run_straight,
    prepare=read_straight,
    reads=("questions.csv", "visits.csv", "answers.csv"),
)
