"""What a web form is given: its page to anyone, forms to a token that holds."""

import base64
import re
from datetime import timedelta

import pytest
from django.test import Client

from scrutator.web.clock import now
from scrutator.web.form import parts
from scrutator.web.form.sealed import key_of, point_of
from support.field_server import Mission, Phone
from support.phone import report_xml


def ask(mission: Mission, path: str, shown: str | None = None):
    shown = f"Bearer {mission.device.username}.{mission.password}" if shown is None else shown
    return Client().get(f"/m/{mission.slug}/form/{path}", headers={"Authorization": shown} if shown else {})


def test_the_list_names_the_forms_of_the_token_and_the_key_to_seal_to(mission: Mission) -> None:
    mission.device.forms = ["voting"]
    mission.device.save()
    listed = ask(mission, "list").json()
    assert listed["mission"] == mission.row.name
    assert base64.b64decode(listed["key"]) == point_of(key_of(mission.slug))
    (form,) = listed["forms"]
    assert (form["id"], form["files"]) == ("voting", ["stations.csv"])
    xform = mission.row.forms.get(form_id="voting")
    assert ask(mission, f"forms/{form['number']}").content == bytes(xform.xform)
    assert b"S1" in ask(mission, f"forms/{form['number']}/stations.csv").content
    other = mission.row.forms.get(form_id="incident").pk
    assert ask(mission, f"forms/{other}").status_code == 404


@pytest.mark.parametrize(
    "shown", ["", "Bearer", "Bearer x", "Bearer NAME.", "Bearer NAME.wrong", "Basic NAME.PASSWORD"]
)
def test_what_is_no_token_opens_nothing(mission: Mission, shown: str) -> None:
    given = shown.replace("NAME", mission.device.username).replace("PASSWORD", mission.password)
    answer = ask(mission, "list", given)
    assert (answer.status_code, answer.json()["code"]) == (401, "D51")
    assert "WWW-Authenticate" not in answer.headers  # a browser would ask for a password of its own


@pytest.mark.parametrize("days", [0, 1])
def test_a_token_opens_until_its_end_and_not_after(mission: Mission, days: int) -> None:
    mission.device.expires = now() + timedelta(days=days)
    mission.device.save()
    assert ask(mission, "list").status_code == (200 if days else 401)


def test_a_revoked_token_opens_nothing(mission: Mission) -> None:
    mission.device.revoked = now()
    mission.device.save()
    assert ask(mission, "list").status_code == 401


def test_the_page_names_its_files_which_are_kept_for_good_and_sent_small(mission: Mission) -> None:
    page = ask(mission, "", "")
    assert f"app/{parts.build()}/app.js".encode() in page.content
    assert b"BUILD" not in page.content
    answer = Client().get(
        f"/m/{mission.slug}/form/app/{parts.build()}/engine.js", headers={"Accept-Encoding": "gzip"}
    )
    assert (answer.status_code, answer.headers["Content-Encoding"]) == (200, "gzip")
    assert "immutable" in answer.headers["Cache-Control"]
    assert ask(mission, f"app/{parts.build()}/engine.js", "").content == parts.parts()["engine.js"].content


@pytest.mark.parametrize(
    "path", ["app/0123456789abcdef/app.js", "app/{build}/VENDORED.toml", "app/{build}/x.js"]
)
def test_a_file_of_another_version_or_name_is_not_found(mission: Mission, path: str) -> None:
    assert ask(mission, path.format(build=parts.build()), "").status_code == 404


def test_only_the_page_of_the_form_may_compile_and_no_page_may_do_more(mission: Mission) -> None:
    own = ask(mission, "", "").headers["Content-Security-Policy"]
    assert "script-src 'self' 'wasm-unsafe-eval';" in own
    assert not any(word in own for word in ("'unsafe-eval'", "unsafe-inline", "data:", "blob:", "*", "http"))
    elsewhere = [
        ask(mission, "list"),
        Client().get("/accounts/login/"),
        mission.client("desk").get(f"/m/{mission.slug}/"),
    ]
    assert not any("wasm" in one.headers["Content-Security-Policy"] for one in elsewhere)


def test_the_first_load_is_under_320_kilobytes() -> None:
    small = sum(len(part.small) for part in parts.parts().values())
    assert small + len(parts.page()) + len(parts.worker()) < 320_000


def test_the_worker_asks_anew_for_the_page_alone() -> None:
    """What the page loaded a moment ago under the name of its hash comes from the browser's own cache: with
    another mode the first load is two."""
    text = parts.worker().decode()
    assert re.findall(r'cache: "(\w+)"', text) == ["reload"]
    assert 'url === "./" ? { cache: "reload" } : {}' in text


def test_another_version_is_another_worker() -> None:
    assert parts.worker().startswith(f'const BUILD = "{parts.build()}";'.encode())
    assert b'"engine.js"' in parts.worker()


def test_the_link_stands_on_the_page_of_a_new_phone_behind_a_hash_sign(mission: Mission) -> None:
    page = mission.client("coordinator").post(f"/m/{mission.slug}/devices", {"observer": "A-01"})
    text = page.content.decode()
    made = mission.row.devices.order_by("-pk").first()
    assert f"http://testserver/m/{mission.slug}/form/#{made.username}." in text


def start(mission: Mission, body: object):
    shown = {"Authorization": f"Bearer {mission.device.username}.{mission.password}"}
    return Client().post(f"/m/{mission.slug}/form/start", body, "application/json", headers=shown)


def test_a_link_opens_once_and_its_phone_goes_on_with_a_password_of_its_own(mission: Mission) -> None:
    fresh = "A" * 24
    assert start(mission, {"password": fresh, "device": "one"}).status_code == 200
    assert ask(mission, "list").status_code == 401
    assert start(mission, {"password": "B" * 24, "device": "two"}).status_code == 401
    assert ask(mission, "list", f"Bearer {mission.device.username}.{fresh}").status_code == 200


def test_a_token_that_a_phone_with_collect_uses_is_not_taken_from_it(mission: Mission, phone: Phone) -> None:
    phone.send(report_xml(1))
    answer = start(mission, {"password": "A" * 24, "device": "one"})
    assert (answer.status_code, answer.json()["code"]) == (401, "D51")
    assert phone.send(report_xml(2)).status_code == 201


@pytest.mark.parametrize(
    "body",
    [{}, {"password": "A" * 23, "device": "x"}, {"password": "A" * 25, "device": "x"}, {"password": "a" * 24, "device": "x"},
     {"password": "A" * 24, "device": ""}, {"password": "A" * 24, "device": "x" * 65}, [], "x", "[" * 10_000],
)  # fmt: skip
def test_a_link_is_not_exchanged_for_a_password_that_is_none(mission: Mission, body: object) -> None:
    assert start(mission, body).status_code == 400
    assert ask(mission, "list").status_code == 200
