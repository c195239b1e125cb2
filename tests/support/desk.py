"""The desk in tests: protocols that are sent, the worker's look at them, decisions over HTTP, what waits."""

from typing import Any

from support.field_server import Mission
from support.phone import INSTANCE

CLEAN = {
    "registered": 1200, "received": 1250, "inside": 640, "outside": 25, "absentee": 8, "unused": 580, "spoiled": 5,
    "stationary": 640, "mobile": 25, "invalid": 10, "valid": 655, "list_1": 401, "list_2": 200, "list_3": 0,
    "list_4": 0, "list_5": 0, "list_6": 0, "list_7": 0, "against_all": 54,
}  # fmt: skip


def protocol_xml(number: int, station: str = "S1", **lines: int | str) -> bytes:
    """A report of the form quickcount, in order unless lines are changed; "" leaves one out."""
    from scrutator.field.report_xml import report_xml
    from support.field_forms import bundled_published

    answers = {name: str(value) for name, value in {**CLEAN, **lines}.items()}
    head = {"station": station, "q_how": "read_out", "overall": "good"}
    return report_xml(bundled_published("quickcount"), head | answers, INSTANCE.format(number))


def worked(mission: Mission) -> None:
    """Let the worker look at all that waits."""
    from scrutator.web.intake.models import Job
    from scrutator.web.jobs import worker

    Job.objects.filter(state="waiting").exclude(submission__mission=mission.row).update(state="done")
    for _ in range(50):
        if not worker.work_once():
            return
    raise AssertionError("the worker makes no end")


def queue(mission: Mission, role: str = "desk") -> list[str]:
    """The codes of stations and the places of reports among all reports, in the queue's order."""
    import re

    page = mission.client(role).get(f"/m/{mission.slug}/queue")
    assert page.status_code == 200
    table = page.content.decode().split("<caption>")[-1]
    found = re.findall(r"<th[^>]*scope=\"row\"[^>]*><a [^>]*>(?:Report|Station) (\w+)<", table)
    places = {str(leaf.index): str(place) for place, leaf in enumerate(mission.report_leaves)}
    return [places.get(name, name) for name in found]


def post(mission: Mission, path: str, role: str = "desk", **fields: Any) -> int:
    """Post a form of the desk; the status of the answer."""
    fields = {"reason": "called them", **fields}
    return int(mission.client(role).post(f"/m/{mission.slug}/{path}", fields).status_code)


def report(mission: Mission, index: int = 0) -> Any:
    """The report that came in after so many others."""
    return mission.row.submissions.order_by("received__leaf__index")[index]


def numbered(mission: Mission, index: int = 0) -> str:
    """The number by which the desk calls it."""
    return str(report(mission, index).received.leaf.index)
