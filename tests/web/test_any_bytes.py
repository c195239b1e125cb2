"""Any bytes on any route: an answer with a code of the catalogue, and never 500."""

import re

import pytest
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from support.field_server import Mission, Phone, new_mission, ready
from support.phone import incident_xml, multipart, report_xml

ready()
METHODS = ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"]
TEXTS = st.text(max_size=30)
_KEPT: dict[str, object] = {}


def shared() -> tuple[Mission, Phone, Client]:
    if not _KEPT:
        mission = new_mission()
        _KEPT["all"] = (mission, Phone(mission), mission.client("coordinator"))
    return _KEPT["all"]  # type: ignore[return-value]


SAMPLES = {
    "<slug:mission>": "MISSION",
    "<str:name>": "stations.csv",
    "<str:code>": "0-0000-0000-0",
    "<str:table>": "places",
    "<str:language>": "en",
    "<str:role>": "analyst",
    "<path:path>": "index.html",
}


def routes() -> list[str]:
    """The address of every route, with something of the right kind in each of its places."""
    from scrutator.web.urls import urlpatterns

    def sample(place: re.Match[str]) -> str:
        return SAMPLES.get(place[0], "1" if place[1] == "int" else "t")

    return ["/" + re.sub(r"<(\w+):\w+>", sample, str(pattern.pattern)) for pattern in urlpatterns]


def test_every_route_is_among_those_that_are_asked() -> None:
    from django.urls import resolve

    from scrutator.web.urls import urlpatterns

    reached = {resolve(route).route for route in routes()}
    assert {str(pattern.pattern) for pattern in urlpatterns} - reached == set()


def answered(answer) -> None:
    assert answer.status_code < 500, (answer.status_code, answer.content[:300])


@pytest.mark.parametrize("route", routes())
@settings(max_examples=12)
@given(
    method=st.sampled_from(METHODS),
    body=st.binary(max_size=200),
    kind=st.sampled_from(
        [
            "",
            "text/xml",
            "application/json",
            "multipart/form-data",
            "multipart/form-data; boundary=b",
            "application/x-www-form-urlencoded",
        ]
    ),
    query=TEXTS,
)
def test_a_signed_in_person_s_bytes_are_answered(
    route: str, method: str, body: bytes, kind: str, query: str
) -> None:
    mission, _, client = shared()
    address = route.replace("MISSION", mission.slug)
    if "logout" in address:
        return
    answered(
        client.generic(
            method, address, body, kind, QUERY_STRING=query.encode("utf-8", "replace").decode("latin-1")
        )
    )


@settings(max_examples=60)
@given(path=TEXTS, header=TEXTS)
def test_any_path_and_authorization_are_answered(path: str, header: str) -> None:
    mission, _, _ = shared()
    plain = header.encode("utf-8", "replace").decode("latin-1")
    for address in (
        f"/{path}",
        f"/o/{mission.slug}/{path}",
        f"/log/{mission.slug}/leaf/{path}",
        f"/start/{path}",
    ):
        answered(
            Client().generic(
                "GET", address.replace("?", "%3F").replace("#", "%23"), headers={"Authorization": plain}
            )
        )


@settings(max_examples=80)
@given(st.binary(max_size=300), st.booleans())
def test_any_bytes_that_a_phone_posts_are_answered_and_refused_with_a_code(body: bytes, framed: bool) -> None:
    _, phone, _ = shared()
    content, kind = multipart(body) if framed else (body, "multipart/form-data; boundary=frontier")
    answer = phone.ask("POST", "submission", content, kind)
    answered(answer)
    assert answer.status_code == 201 or b"(D" in answer.content


@settings(max_examples=80)
@given(st.integers(0, 10**6), st.data())
def test_a_report_with_any_piece_replaced_is_answered(number: int, data: st.DataObject) -> None:
    _, phone, _ = shared()
    xml = data.draw(st.sampled_from([report_xml(number), incident_xml(number)]))
    start = data.draw(st.integers(0, len(xml)))
    end = data.draw(st.integers(start, min(len(xml), start + 20)))
    piece = data.draw(
        st.binary(max_size=12)
        | st.sampled_from([b"\x00", "é".encode(), b"&#0;", b"&amp;", b"]]>", b"<a>", b"'" * 9])
    )
    answered(phone.send(xml[:start] + piece + xml[end:]))


@settings(max_examples=12)
@given(
    st.dictionaries(
        st.sampled_from(
            [
                "code",
                "name",
                "kind",
                "parent",
                "registered",
                "time_zone",
                "form",
                "state",
                "before",
                "token",
                "username",
                "role",
                "observer",
                "version",
                "bundled",
                "reason",
            ]
        ),
        TEXTS,
    )
)
def test_any_fields_of_a_form_are_answered(fields: dict[str, str]) -> None:
    mission, _, client = shared()
    for page in ("", "places", "observers", "deployment", "forms", "devices", "people", "reports/1/decide"):
        answered(client.post(f"/m/{mission.slug}/{page}", fields))
        answered(client.get(f"/m/{mission.slug}/{page}", fields))
