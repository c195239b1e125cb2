"""Voters counted at the door, hour by hour by two people, against the ballots of the protocols."""

from typing import TYPE_CHECKING

from scrutator.errors import ScrutatorError
from scrutator.findings.context import Context
from scrutator.findings.method import Method
from scrutator.findings.methods.counting.files import rows_of
from scrutator.findings.model import Figure, Interval, Outcome, Table, Value
from scrutator.record.unknown import Missing, Unknown

if TYPE_CHECKING:
    from scrutator.counting.visits.voters import Compared, Doors

PROTOCOLS = ("copies", "stations")
LEVEL = 0.95
COLUMNS = ("station", "says", "voters seen", "ballots cast", "difference", "counters' error")
CAVEATS = (
    "What all counters miss alike (a second door, voters before opening) is in no margin.",
    "More ballots than voters seen is a fact about two counts: it does not say how the ballots came there.",
)


def compared_doors(context: Context) -> "Compared":
    """The counts against the protocols. Raises N03, C11 and C14 for what cannot be used."""
    from scrutator.counting.visits.door_counts import ballots_here, read_hours
    from scrutator.counting.visits.voters import compare_voters

    asked = {name: str(value) for name, value in context.parameters.items()}
    hours = tuple(hour.strip() for hour in asked.get("hours", "").split(",") if hour.strip())
    table = asked.get("protocols", PROTOCOLS[0])
    if not hours or table not in PROTOCOLS:
        what = f"protocols = {table!r}" if hours else "the parameter hours is missing"
        remedy = 'Write hours = "7,8,9" as in voters.csv, and protocols = "copies" or "stations".'
        raise ScrutatorError("N03", what, remedy=remedy)
    ballots, elsewhere = asked.get("ballots", "ballots_cast"), asked.get("elsewhere", "")
    needed = (ballots, elsewhere) if elsewhere else (ballots,)
    cast = ballots_here(rows_of(context.case, table, needed), "station", ballots, elsewhere)
    counted = read_hours(rows_of(context.case, "voters"), "station", cast, "voters.csv")
    return compare_voters(counted, cast, hours, LEVEL)


def run_voters(context: Context) -> Outcome:
    """Where the protocol has more ballots than voters seen, beyond what counters miss."""
    from scrutator.counting.visits.voters import Seen

    found = compared_doors(context)
    says = [one.says for one in found.stations]
    unknown = Unknown(Missing.NOT_APPLICABLE, "fewer than ten hours were counted twice")
    error: Value = unknown if found.dispersion is None else found.dispersion
    more = says.count(Seen.MORE_BALLOTS)
    judged = len(says) - says.count(Seen.NOT_ALL_DAY) - says.count(Seen.NOT_MEASURED)
    figures = [
        Figure("stations", len(says), "stations"),
        Figure("judged", judged, "stations"),
        Figure("more_ballots", more, "stations"),
        Figure("fewer_ballots", says.count(Seen.FEWER_BALLOTS), "stations"),
        Figure("not_counted_all_day", says.count(Seen.NOT_ALL_DAY), "stations"),
        Figure("hours_counted_twice", found.pairs, "hours"),
        Figure("counter_error", error, "", note="variance of one person's count, per voter"),
    ]
    figures += [_beyond(one) for one in found.stations if one.says is not Seen.NOT_ALL_DAY]
    rows = tuple(
        (one.station, str(one.says), one.seen, one.ballots, one.above, one.margin)
        for one in sorted(found.stations, key=lambda one: (-one.above, one.station))
    )
    table = Table("doors", "Voters seen and ballots cast", COLUMNS, rows)
    title = f"{more} of {judged} stations have more ballots than voters seen"
    if judged == 0:
        title = "No station can be judged: two people must count ten hours, and each station all day"
    return Outcome(title, tuple(figures), (table,), CAVEATS)


def _beyond(one: "Doors") -> Figure:
    interval = None
    if one.margin is not None:
        kind = "95 % for all stations at once, Student's law with the counters' measured error"
        interval = Interval(one.above - one.margin, one.above + one.margin, kind)
    return Figure("ballots_beyond_voters", one.above, "ballots", {"station": one.station}, interval)


VOTERS = Method(
    id="counting.voters",
    version="1",
    question="At which stations has the protocol more ballots than voters were seen at the door?",
    run=run_voters,
    prepare=lambda context: compared_doors(context),
    reads=("voters.csv", "copies.csv", "stations.csv"),
    parameters={
        "hours": "the hours of voting, separated by commas, as voters.csv writes them",
        "protocols": "copies (default) or stations: the table with the ballots cast",
        "ballots": "its column of ballots cast (default ballots_cast)",
        "elsewhere": "its column of ballots cast elsewhere (mobile boxes, by post); none by default",
    },
)
