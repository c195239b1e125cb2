"""Messages that must not go out: to an observer who may have lost their telephone since they were written."""

from collections.abc import Callable
from datetime import datetime

from django.db.models import Max

from scrutator.web.accounts.models import Membership
from scrutator.web.intake.models import Submission
from scrutator.web.missions.models import Mission
from scrutator.web.roles import Role

MayGo = Callable[[int, int, datetime], bool]


def may_go(mission: Mission) -> MayGo:
    """Answer: may a message to this observer, by this user, written then, be handed over now?

    To an observer with a hidden report goes only what the coordinator wrote after it had come in. The others
    wait until the coordinator releases the report.
    """
    hidden = Submission.objects.filter(mission=mission, unsafe=True, received__device__isnull=False)
    by_observer = hidden.values("received__device__observer").annotate(last=Max("received__at"))
    since = dict(by_observer.values_list("received__device__observer", "last"))
    asked = Membership.objects.filter(mission=mission, role=Role.COORDINATOR)
    coordinators = frozenset(asked.values_list("user", flat=True))

    def answer(observer: int, user: int, at: datetime) -> bool:
        last = since.get(observer)
        return last is None or (user in coordinators and at > last)

    return answer
