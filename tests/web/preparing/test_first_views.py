"""After a start pages of many reports say that they are being prepared until they are, and never longer."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from scrutator.web import urls
from scrutator.web.missions.models import Mission as Row
from scrutator.web.preparing import first_views
from scrutator.web.preparing.first_views import HOW, FirstViews, Part, prepared
from support.field_server import Mission, Phone
from support.phone import report_xml


class Held:
    """Parts whose computing waits until it is let go; `begun` are those that were asked for."""

    def __init__(self) -> None:
        self.go, self.begun = threading.Event(), list[tuple[int, Part]]()

    def how(self, *, fails: bool = False) -> dict[Part, Callable[[Row], object]]:
        def compute(part: Part) -> Callable[[Row], object]:
            def held(mission: Row) -> None:
                self.begun.append((mission.pk, part))
                self.go.wait(20)
                if fails:
                    raise ValueError("a secret answer")

            return held

        return {part: compute(part) for part in Part}


def asked(mission: Mission, views: FirstViews, part: Part, method: str = "GET") -> HttpResponse:
    request: Any = getattr(RequestFactory(), method.lower())("/")
    request.mission, request.user, request.role = mission.row, mission.user("desk"), None
    return prepared(part, lambda request: HttpResponse("figures"), views)(request)


def test_a_page_shows_nothing_but_that_it_is_being_prepared_until_it_is(mission: Mission) -> None:
    held = Held()
    views = FirstViews(held.how(), 0.01)
    assert asked(mission, views, Part.NIGHT).content == b"figures", "before anything is prepared"
    views.start()
    answer = asked(mission, views, Part.NIGHT)
    assert (answer.status_code, answer.headers["Refresh"], answer.headers["Retry-After"]) == (503, "3", "3")
    assert b"Being prepared" in answer.content
    assert b"figures" not in answer.content
    assert asked(mission, views, Part.NIGHT, "POST").content == b"figures", "what is sent is taken"
    held.go.set()
    views._seconds = 20
    for part in Part:
        assert asked(mission, views, part).content == b"figures"


def test_one_who_asks_waits_a_moment_and_the_newest_mission_comes_first(mission: Mission) -> None:
    held = Held()
    views = FirstViews(held.how(), 20)
    views.start()
    threading.Timer(0.05, held.go.set).start()
    assert views.has(mission.row.pk, Part.INCIDENTS)
    assert held.begun[0] == (Row.objects.latest("pk").pk, next(iter(Part)))


def test_a_part_that_cannot_be_prepared_is_left_to_the_page_and_others_go_on(mission: Mission) -> None:
    held = Held()
    held.go.set()
    views = FirstViews(held.how(fails=True), 20)
    views.start()
    for part in Part:
        assert views.has(mission.row.pk, part)
    for thread in threading.enumerate():
        if thread.name == "first views":  # it still writes to the log, of other missions
            thread.join(20)
        assert asked(mission, views, part).content == b"figures"


def test_everything_that_is_prepared_can_be_for_a_mission_and_the_first_view_reads_no_report(
    mission: Mission, phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    from support.night import new_night, registered

    assert set(HOW) == set(Part)
    phone.send(report_xml(1))
    night = new_night(register=False)
    registered(night)
    client = mission.client("coordinator")
    for one in (mission, night):
        for compute in HOW.values():
            compute(one.row)
    from scrutator.web.incidents import gathering

    monkeypatch.setattr(gathering, "events_of", lambda mission: pytest.fail("computed again"))
    assert client.get(f"/m/{mission.slug}/incidents").status_code == 200


@pytest.mark.parametrize(
    ("route", "part"),
    [
        ("night", Part.NIGHT),
        ("night_inputs", Part.NIGHT),
        ("keying", Part.SHEETS),
        ("keying_table", Part.SHEETS),
        ("published", Part.PUBLISHED),
        ("missing", Part.MISSING),
        ("incidents", Part.INCIDENTS),
        ("incidents_map", Part.INCIDENTS),
        ("coverage", Part.COVERAGE),
    ],
)
def test_pages_of_many_reports_wait_for_the_part_that_they_rest_on(
    mission: Mission, route: str, part: Part, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(first_views.FIRST_VIEWS, "_seconds", 0.01)
    (pattern,) = [one for one in urls.urlpatterns if one.name == route]
    path = "/" + str(pattern.pattern).replace("<slug:mission>", mission.slug)
    client = mission.client("coordinator")
    waiting = {(mission.row.pk, part): threading.Event()}
    monkeypatch.setattr(first_views.FIRST_VIEWS, "_left", waiting)
    assert client.get(path).status_code == 503
    waiting.clear()
    assert client.get(path).status_code != 503
