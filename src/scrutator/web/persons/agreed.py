"""What two persons agreed on, and doing it: while both still may, for an hour, and once where it can be
undone by no one."""

from datetime import datetime, timedelta
from typing import Any

from scrutator.errors import ScrutatorError
from scrutator.web.audit.events import What
from scrutator.web.audit.writing import Log, note, written
from scrutator.web.desk.models import NameRequest, NameShown
from scrutator.web.missions.models import Mission, Observer
from scrutator.web.persons.two import Party, both_still_may, makers_of, why_one

OPEN_FOR = timedelta(hours=1)
STATES, WANTED = NameRequest.State, NameRequest.Wanted
OF_ALL = (WANTED.NAMES, WANTED.REPORTS)
ONCE = (WANTED.ERASE, WANTED.NAMES, WANTED.REPORTS)


def is_open(one: NameRequest, at: datetime) -> bool:
    """Whether what was agreed on can be done now: not longer than an hour ago, by two who both still may."""
    if one.state != STATES.AGREED or one.answered_at is None or one.second_id is None:
        return False
    in_time = at - one.answered_at <= OPEN_FOR
    return (
        in_time and one.asker_id != one.second_id and both_still_may(one.mission, one.asker_id, one.second_id)
    )


def answer(log: Log, number: int, state: str, second: int, browser: str, at: datetime) -> None:
    """Write the second person's answer, within the writer's transaction. Raises D56 when the two cannot be
    taken for two persons or one may not any more, D65 when there is an answer already."""
    one = NameRequest.objects.select_related("mission", "observer").get(pk=number)
    why = why_one(
        Party(one.asker_id, makers_of(one.asker_id), one.browser), Party(second, makers_of(second), browser)
    )
    if not why and not both_still_may(one.mission, one.asker_id, second):
        why = "the one who asked is no coordinator any more, or you no second person"
    if why:
        raise ScrutatorError(
            "D56", why, remedy="Let another second person answer, or a coordinator ask anew."
        )
    if one.state != STATES.ASKED:
        raise ScrutatorError("D65", "this request has an answer already")
    one.state, one.second_id, one.answered_at = state, second, at
    one.save(update_fields=["state", "second", "answered_at"])
    about = {**about_of(one), "answer": state}
    note(log, one.mission_id, What.NAME_ANSWERED, one.second.username, about, written(one))


def take(log: Log, number: int, at: datetime) -> None:
    """Write that it is done now, within the writer's transaction; what is done once cannot be taken again.
    Raises D56 when it is not open."""
    one = NameRequest.objects.select_related("mission", "observer", "asker").get(pk=number)
    if not is_open(one, at):
        raise ScrutatorError("D56", "this is open to the one who asked, in the hour after another agreed")
    shown = NameShown.objects.create(request=one, at=at)
    if one.wanted in ONCE:
        one.state = STATES.DONE
        one.save(update_fields=["state"])
    note(log, one.mission_id, What.NAME_SHOWN, one.asker.username, about_of(one), written(shown, one))


def about_of(one: NameRequest) -> dict[str, str]:
    """What an event says of a request: what was wanted, and of whom."""
    return {"wanted": one.wanted, "observer": one.observer.code if one.observer else "all"}


def agreed_request(mission: Mission, wanted: str, observer: Observer | None, at: datetime) -> int:
    """The number of the newest request that two persons agreed on and that can be done now, for a command.
    Raises D56 without one."""
    listed = NameRequest.objects.filter(
        mission=mission, wanted=wanted, observer=observer, state=STATES.AGREED
    ).select_related("mission")
    for one in listed.order_by("-pk"):
        if is_open(one, at):
            return int(one.pk)
    what = f"two persons have not agreed within the last hour: {wanted}"
    remedy = "A coordinator asks on the page Names, and an approver or key-holder agrees there."
    raise ScrutatorError("D56", what, remedy=remedy)


def request_of(request: Any, number: int) -> NameRequest:
    """A request of the mission that is asked about. Raises D54 for another's, or none."""
    listed = NameRequest.objects.filter(mission=request.mission, pk=number)
    found = listed.select_related("mission", "observer").first()
    if found is None:
        raise ScrutatorError("D54", "no one asked for this")
    return found
