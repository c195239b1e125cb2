"""From the mission's database to the night's reports: what came, what a station's reports say together."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from scrutator.field.checks.mission import said_by
from scrutator.field.deciding.standing import Act, in_force
from scrutator.field.merging import Merged, merge_station
from scrutator.field.mission import State
from scrutator.web.desk.acts import decided
from scrutator.web.desk.checking.filed import filed, with_origin
from scrutator.web.desk.models import Standing
from scrutator.web.desk.records import APART, state_of
from scrutator.web.intake.models import Decision, Flag, Submission
from scrutator.web.missions.models import Mission
from scrutator.web.night.arrivals import Came, Line

Said = Mapping[str, Mapping[str, Line]]
NO_MORE = "its content was deleted at the end of the mission"


def reports_of(mission: Mission, form_id: str, before: int | None = None) -> tuple[list[Came], Said]:
    """Answer: which protocols came, and what do those that count say, by station?

    `before` is the size of the log that is looked at, with the desk's decisions of this moment; None: all.
    """
    found = Submission.objects.filter(mission=mission, form_id=form_id)
    if before is not None:
        found = found.filter(received__leaf__index__lt=before)
    marked = Flag.objects.filter(submission__in=found, kind=Flag.Kind.UNASKED)
    unasked = frozenset(marked.values_list("submission_id", flat=True))
    apart = frozenset(
        Standing.objects.filter(submission__in=found, results_apart=True).values_list(
            "submission_id", flat=True
        )
    )
    rows = list(with_origin(found).select_related("received__leaf").order_by("pk"))
    whole = {one.pk for one in rows}
    others = list(found.exclude(pk__in=whole).select_related("received__leaf", "place").order_by("pk"))
    if before is not None:
        _not_yet_replaced([*rows, *others])
    came, counted = [], []
    for one in (*rows, *others):
        reason = _set_aside(one, unasked, apart, whole)
        station = one.place.code if one.place and one.place.kind == "station" else ""
        came.append(Came(str(one.pk), station, one.received.at, one.received.leaf.index, reason))
        if not reason and station:
            counted.append(one)
    return came, _said(mission, form_id, counted)


def _not_yet_replaced(rows: Sequence[Submission]) -> None:
    """Reports that only what came later replaces stand as they stood then."""
    replaced = {one.replaces for one in rows if one.replaces}
    for one in rows:
        one.superseded = one.superseded and one.instance_id in replaced


def _set_aside(one: Submission, unasked: frozenset[int], apart: frozenset[int], whole: set[int]) -> str:
    """Why a report does not count on the night; "" when it does."""
    state, reason = state_of(one, one.pk in unasked)
    if state is not State.ACCEPTED:
        return reason
    if one.pk in apart:
        return APART
    return "" if one.pk in whole else NO_MORE


def _said(mission: Mission, form_id: str, counted: Sequence[Submission]) -> Said:
    """What the reports of each station say together; what the desk chose, as long as a report gives it."""
    read = filed(counted)
    at_station = defaultdict(list)
    for one in counted:
        at_station[one.place.code].append(said_by(read[one.pk]))
    chosen = _chosen(mission, form_id)
    return {
        station: {one.question: _line(one, chosen.get(station, {})) for one in merge_station(said)}
        for station, said in at_station.items()
    }


def _line(one: Merged, chosen: Mapping[str, str]) -> Line:
    value = chosen.get(one.question)
    if value is not None and value in {version.value for version in one.versions}:
        return Line(value, len(one.versions))
    return Line(one.agreed, len(one.versions))


def _chosen(mission: Mission, form_id: str) -> Mapping[str, Mapping[str, str]]:
    """The answers that the desk chose, by station and question."""
    rows = defaultdict(list)
    for row in Decision.objects.filter(place__mission=mission).select_related("place"):
        rows[row.place.code].append(row)
    return {
        station: {
            one.content["question"]: one.content["value"]
            for one in in_force(decided(of_station))
            if one.act is Act.SETTLE and one.content["form"] == form_id
        }
        for station, of_station in rows.items()
    }
