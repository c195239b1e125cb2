"""A phone's day with the web form: exactly once on the server, a receipt in the list, whatever happens between."""

import base64
import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from scrutator.field.submission import parse
from support.other_version import next_version
from support.web_form import FormPage, Place

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("web form")]
NewPhone = Callable[..., FormPage]
VISIT = {"station": "ST-7", "admitted": "at_once", "v_queue": "none", "overall": "good", "comment": "көрдім"}


@pytest.fixture
def quiet() -> Iterator[list[FormPage]]:
    """Phones that said nothing on their console and asked no one else."""
    phones: list[FormPage] = []
    yield phones
    for phone in phones:
        assert [one for one in phone.said if "net::ERR" not in one and "503" not in one] == []
        assert {one.split("/m/")[0] for one in phone.asked if not one.startswith(("blob:", "data:"))} == {
            phone.place.page.split("/m/")[0]
        }


def stored(place: Place, before: int) -> list[dict[str, str]]:
    """What arrived since there were `before` reports, by the last part of each path."""
    return [
        {path.rpartition("/")[2]: value for path, value in parse(one).answers}
        for one in place.reports()[before:]
    ]


def test_a_draft_outlives_its_page_and_is_sent_once(
    new_phone: NewPhone, form_place: Place, quiet: list[FormPage]
) -> None:
    before = len(form_place.reports())
    phone = new_phone()
    quiet.append(phone)
    phone.sign_in()
    phone.open("Voting")
    phone.answer(VISIT)
    phone.page.wait_for_timeout(900)  # the draft is written 400 ms after the last change
    phone.page.close()
    phone.page = phone.context.new_page()
    phone.watch(phone.page)
    phone.page.goto(form_place.page)
    phone.unlock()
    phone.page.click(".list button.wide:not(.strong)")
    phone.page.wait_for_selector(".form .question")
    assert phone.field("comment", "input, textarea").input_value() == "көрдім"
    assert phone.field("admitted", "input:checked").get_attribute("value") == "at_once"
    phone.finish()
    phone.receipts(1)
    assert phone.page.locator(".list button.wide:not(.strong)").count() == 0
    (one,) = stored(form_place, before)
    assert {key: one[key] for key in VISIT} == VISIT


def test_every_kind_of_question_is_answered_and_arrives(
    new_phone: NewPhone, form_place: Place, quiet: list[FormPage]
) -> None:
    before = len(form_place.reports())
    phone = new_phone()
    quiet.append(phone)
    phone.sign_in()
    phone.open("Every kind")
    given = {"word": "слово", "whole": "٤٢", "part": "0,5", "day": "2026-11-29", "hour": "09:05", "level": "4",
             "moment": "2026-11-29T09:05", "one": "b", "some": "a b", "agree": "on", "where": "51.16 71.44",
             "picture": "x", "age": "31"}  # fmt: skip
    phone.answer(given)
    phone.page.click(".repeat .row button >> nth=0")
    phone.page.locator("[data-question$='/age'] input").nth(1).fill("32")
    phone.page.locator("[data-question$='/age'] input").nth(1).dispatch_event("change")
    assert phone.page.locator(".note").inner_text() == "Read this"
    phone.finish()
    phone.receipts(1)
    report = parse(form_place.reports()[before])
    found = dict(report.answers)
    picture = found.pop("picture")
    assert picture.endswith(".jpg")
    assert not set("Astana20261129") <= set(picture)
    assert found == {
        "word": "слово", "whole": "42", "part": "0.5", "day": "2026-11-29", "hour": "09:05:00.000+05:00",
        "moment": "2026-11-29T09:05:00.000+05:00", "one": "b", "some": "a b", "note": "", "level": "4", "agree": "OK",
        "where": "51.16 71.44 0.0 0.0", "people[1]/age": "31", "people[2]/age": "32", "twice": "84",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("name", "typed", "error"),
    [("whole", "101", "At most 100"), ("whole", "4x", "Write a whole number."), ("level", "6", "Write a number from 1 to 5 in steps of 1."), ("level", "2.5", "Write a number from 1 to 5 in steps of 1."),
     ("part", "1/2", "Write a number."), ("where", "here", "Write latitude and longitude in degrees.")],
)  # fmt: skip
def test_what_does_not_fit_is_said_beside_the_field_and_at_the_top_and_not_sent(
    new_phone: NewPhone, name: str, typed: str, error: str
) -> None:
    phone = new_phone()
    phone.sign_in()
    phone.open("Every kind")
    phone.answer({"whole": "1"} | {name: typed})
    with pytest.raises(AssertionError, match=error.replace(".", r"\.")):
        phone.finish()
    assert phone.field(name, ".error").inner_text() == error
    assert phone.field(name).get_attribute("aria-invalid") == "true"
    phone.page.click(".problems a")
    assert phone.page.evaluate(
        "() => document.activeElement.closest('[data-question]').dataset.question"
    ).endswith(name)


def test_reports_wait_while_the_server_is_down_and_arrive_once_from_two_tabs(
    new_phone: NewPhone, form_place: Place, quiet: list[FormPage]
) -> None:
    before = len(form_place.reports())
    phone = new_phone()
    quiet.append(phone)
    phone.page.clock.set_system_time("2031-01-01T00:00:00")  # a phone whose clock is wrong
    phone.sign_in()
    form_place.server.stop()
    for _ in range(2):
        phone.open("Voting")
        phone.answer(VISIT)
        phone.finish()
    other = phone.context.new_page()
    phone.watch(other)
    other.goto(form_place.page)
    other.fill("#pin", "246813")
    other.click("form button")
    other.wait_for_selector(".report.waiting >> nth=1")
    form_place.server.start()
    other.click(".row button >> nth=0")
    phone.receipts(2)
    other.wait_for_selector(".report.received >> nth=1")
    assert len(stored(form_place, before)) == 2
    assert form_place.rows("SELECT max(repeats) FROM intake_received WHERE channel = 'web form'")[0][0] <= 1


def test_a_report_that_is_refused_stays_with_its_reason_and_goes_when_that_is_put_right(
    new_phone: NewPhone, form_place: Place
) -> None:
    phone = new_phone()
    phone.sign_in()
    phone.context.route(
        "**/form/reports",
        lambda one: one.fulfill(status=401, json={"code": "D51", "what": "Not known", "remedy": "Ask."}),
    )
    phone.open("Voting")
    phone.answer(VISIT)
    phone.finish()
    phone.page.wait_for_selector(".report.refused")
    assert "(D51)" in phone.page.inner_text(".report.refused")
    assert "Not known" not in phone.page.inner_text(
        ".report.refused"
    )  # the server's English, or anyone else's words
    phone.context.unroute("**/form/reports")
    phone.page.click(".report.refused button")
    phone.page.wait_for_selector(".report.received code")


def test_a_courier_takes_sealed_reports_out_and_brings_receipts_back(
    new_phone: NewPhone, form_place: Place, tmp_path: Path, quiet: list[FormPage]
) -> None:
    before = len(form_place.reports())
    phone, courier = new_phone(), new_phone()
    quiet += [phone, courier]
    phone.sign_in()
    courier.sign_in()
    phone.context.set_offline(True)
    for comment in ("алма", "алмұрт"):
        phone.open("Voting")
        phone.answer(VISIT | {"comment": comment})
        phone.finish()
    out = saved(phone, "Save sealed reports", tmp_path / "notes.json")
    carried = out.read_text(encoding="utf-8")
    assert len(json.loads(carried)["notes"]) == 2
    named = (
        "алма",
        "overall",
        "ST-7",
        "uuid",
        "A-0",
        "scrutator",
        "report",
        base64.b64encode(b"scrutator")[:11].decode(),
    )
    assert not any(word in carried.lower() for word in named)
    unfold(courier)
    courier.page.set_input_files("#courier", str(out))
    courier.page.wait_for_selector("text=Sealed reports taken: 2; here already: 0.")
    courier.page.click(".row button >> nth=0")
    courier.page.wait_for_function(
        "() => document.querySelector('details').textContent.match(/-[0-9A-Z]{4}-[0-9A-Z]{4}-/g)?.length === 2"
    )
    back = saved(courier, "Save their receipts", tmp_path / "notes-back.json")
    receipts = [one["receipt"] for one in json.loads(back.read_text(encoding="utf-8"))["notes"]]
    unfold(phone)
    phone.page.set_input_files("#courier", str(back))
    phone.page.wait_for_selector("text=Receipts taken: 2; of other phones: 0.")
    assert phone.page.locator(".report.received code").count() == 2  # still without a network
    assert sorted(phone.page.locator(".report code").all_inner_texts()) == sorted(receipts)
    assert sorted(one["comment"] for one in stored(form_place, before)) == ["алма", "алмұрт"]


def unfold(phone: FormPage) -> None:
    """Open the courier's part of the list; it stays open when the list is drawn anew."""
    if not phone.page.locator("details[open]").count():
        phone.page.click("summary")


def saved(phone: FormPage, words: str, target: Path) -> Path:
    """The file that a button offers."""
    unfold(phone)
    with phone.page.expect_download() as waiting:
        phone.page.click(f"button:text-is('{words}')")
    waiting.value.save_as(str(target))
    return target


def test_a_file_that_is_neither_is_refused(new_phone: NewPhone, tmp_path: Path) -> None:
    phone = new_phone()
    phone.sign_in()
    for content in (
        "{}",
        "x",
        '{"format": "notes back 1"}',
        '{"format": "notes 1", "notes": [1]}',
        '{"format": "notes 1", "notes": [{"id": "1", "sealed": "eA=="}]}',
        '{"format": "other", "notes": []}',
    ):
        (tmp_path / "f.json").write_text(content, encoding="utf-8")
        unfold(phone)
        phone.page.set_input_files("#courier", str(tmp_path / "f.json"))
        phone.page.wait_for_selector("p.message:not([hidden])")
    assert phone.page.locator(".report").count() == 0


def test_a_new_version_takes_over_and_drafts_reports_and_old_forms_stay(
    new_phone: NewPhone, form_place: Place, tmp_path: Path
) -> None:
    before = len(form_place.reports())
    phone = new_phone()
    phone.sign_in()
    first = phone.page.evaluate("() => document.querySelector('script').src")
    phone.open("Voting")
    phone.answer(VISIT)
    phone.page.click(".row button >> nth=-1")
    phone.page.wait_for_selector(".list button.wide:not(.strong)")
    server = form_place.server
    server.stop()
    usual = dict(server._environment)
    server._environment["PYTHONPATH"] = str(next_version(tmp_path))
    try:
        server.start()
        offer(form_place, "voting", 0)
        phone.page.evaluate(
            "() => navigator.serviceWorker.getRegistration().then((one) => one.update()).then(() => null)"
        )
        phone.page.evaluate(UNTIL.format("one.waiting"), form_place.page)
        assert phone.page.locator(".list button.wide:not(.strong)").count() == 1  # the page goes on meanwhile
        phone.page.goto(f"{form_place.page.split('/m/')[0]}/accounts/login/")  # the page is left
        phone.page.evaluate(
            UNTIL.format("one.active?.state === 'activated' && !one.waiting && !one.installing"),
            form_place.page,
        )
        phone.page.goto(form_place.page)
        phone.unlock()
        phone.page.wait_for_function(
            "() => ![...document.querySelectorAll('button.strong')].some((one) => one.textContent === 'Voting')"
        )
        assert phone.page.evaluate("() => document.querySelector('script').src") != first
        phone.page.click(".list button.wide:not(.strong)")
        phone.page.wait_for_selector(".form .question")
        phone.finish()
        phone.receipts(1)
    finally:
        offer(form_place, "voting", 1)
        server.stop()
        server._environment.clear()
        server._environment.update(usual)
        server.start()
    (one,) = stored(form_place, before)
    assert {key: one[key] for key in VISIT} == VISIT


UNTIL = """async (scope) => {{
  const one = await navigator.serviceWorker.getRegistration(scope);
  while (!({})) await new Promise((go) => setTimeout(go, 50));
}}"""


def offer(place: Place, form: str, current: int) -> None:
    """Whether phones are given a form; reports of it are taken in any case."""
    with closing(sqlite3.connect(place.server.folder / "mission.sqlite3", timeout=20)) as database, database:
        database.execute("UPDATE missions_formversion SET current = ? WHERE form_id = ?", (current, form))


def test_erasing_takes_two_touches_and_leaves_nothing(new_phone: NewPhone, form_place: Place) -> None:
    phone = new_phone()
    phone.sign_in()
    phone.page.select_option("#bar select", "kk")
    phone.open("Incident")
    phone.page.click("#bar button >> nth=1")
    phone.page.wait_for_timeout(700)
    phone.page.click("#bar button.danger")
    phone.page.wait_for_url("about:blank")
    phone.page.goto(f"{form_place.page}list")  # of the same origin, and no page of the form
    left = phone.page.evaluate(
        "async () => [await indexedDB.databases(), await caches.keys(), await navigator.serviceWorker.getRegistrations(), localStorage.length]"
    )
    assert left == [[], [], [], 0]


def test_over_plain_http_the_page_says_what_cannot_work_and_what_can(
    new_phone: NewPhone, form_place: Place
) -> None:
    phone = new_phone()
    there = f"http://127.0.0.1:{form_place.server.port}"

    def through(route: Any) -> None:
        route.fulfill(
            response=phone.context.request.get(route.request.url.replace("http://mission.test", there))
        )

    phone.context.route("http://mission.test/**", through)
    phone.page.goto(form_place.page.replace(there, "http://mission.test") + "#name.password")
    phone.page.wait_for_selector("h1:text-is('This page needs https')")
    assert "ODK Collect" in phone.page.inner_text("main")
    assert phone.page.locator("#pin").count() == 0


FULL = """() => {
  window.kept = IDBObjectStore.prototype.put;
  IDBObjectStore.prototype.put = () => { throw new DOMException("full", "QuotaExceededError"); };
}"""


def test_a_full_phone_says_that_the_draft_is_not_kept(new_phone: NewPhone, form_place: Place) -> None:
    phone = new_phone()
    phone.sign_in()
    phone.open("Voting")
    phone.page.evaluate(FULL)
    phone.answer(VISIT)
    phone.page.wait_for_selector("#notkept")
    phone.page.click(".row button.strong")
    phone.page.wait_for_timeout(300)
    assert phone.page.locator(".form").count() == 1  # it is not left as if it were sent
    phone.page.evaluate("() => { IDBObjectStore.prototype.put = window.kept; }")
    phone.finish()
    phone.receipts(1)


def test_another_pin_opens_nothing(new_phone: NewPhone) -> None:
    phone = new_phone()
    phone.sign_in()
    phone.page.click("#bar button >> nth=0")
    phone.page.fill("#pin", "246814")
    phone.page.click("form button")
    phone.page.wait_for_selector("#pin-error:not([hidden])")
    assert phone.page.locator("main h2").count() == 0
    phone.unlock()


@pytest.mark.parametrize("pin", ["12345", "😀😀😀😀😀"])
def test_a_pin_of_five_characters_is_too_short(new_phone: NewPhone, form_place: Place, pin: str) -> None:
    phone = new_phone()
    phone.page.goto(f"{form_place.page}#name.password")
    phone.page.fill("#pin", pin)
    phone.page.click("form button")
    phone.page.wait_for_selector("#pin-error:not([hidden])")
    assert "6" in phone.page.inner_text("#pin-error")


def test_a_token_that_is_not_known_is_said_and_leaves_no_vault(
    new_phone: NewPhone, form_place: Place
) -> None:
    phone = new_phone()
    phone.page.goto(f"{form_place.page}#nobody.{'A' * 24}")
    phone.page.fill("#pin", "246813")
    phone.page.click("form button")
    phone.page.wait_for_selector("#pin-error:not([hidden])")
    assert "(D51)" in phone.page.inner_text("#pin-error")
    assert phone.page.url == form_place.page  # the token is not in the address any more
    phone.page.reload()
    phone.page.wait_for_selector("h1:text-is('Open your link')")


def test_a_draft_is_thrown_away_at_the_second_touch_and_an_empty_one_is_not_kept(
    new_phone: NewPhone, form_place: Place
) -> None:
    phone = new_phone()
    phone.sign_in()
    phone.open("Voting")
    phone.page.click("text=Back to the list")
    phone.page.wait_for_selector("main h2")
    assert phone.page.locator(DRAFTS).count() == 0
    phone.open("Voting")
    phone.answer(VISIT)
    phone.page.click("text=Back to the list")
    phone.page.click(DRAFTS)
    phone.page.click("text=Throw this report away")
    phone.page.wait_for_timeout(700)
    phone.page.click("text=Throw it away, for good")
    phone.page.wait_for_selector("main h2:text-is('Drafts')")
    assert phone.page.locator(DRAFTS).count() == 0


DRAFTS = ".list button.wide:not(.strong)"


def test_a_locked_phone_sends_too_and_its_receipt_comes_with_the_pin(
    new_phone: NewPhone, form_place: Place
) -> None:
    before = len(form_place.reports())
    phone = new_phone()
    phone.sign_in()
    phone.context.set_offline(True)
    phone.open("Voting")
    phone.answer(VISIT)
    phone.finish()
    phone.page.click("#bar button >> nth=0")
    phone.page.wait_for_selector("#pin")
    with phone.page.expect_response("**/form/reports") as sent:
        phone.context.set_offline(False)
    assert sent.value.status == 201
    phone.unlock()
    phone.receipts(1)
    assert len(stored(form_place, before)) == 1


def test_a_photo_leaves_the_phone_small_and_as_a_picture_alone(new_phone: NewPhone) -> None:
    phone = new_phone()
    phone.sign_in()
    assert phone.page.evaluate(SCALED, [3000, 1500, None]) == [1600, 800, 0xFF, 0xD8, False]
    assert phone.page.evaluate(SCALED, [3000, 1500, 1024]) == [1024, 512, 0xFF, 0xD8, False]
    assert phone.page.evaluate(SCALED, [30, 15, 1024]) == [30, 15, 0xFF, 0xD8, False]


SCALED = """async ([width, height, edge]) => {
  const { scaled } = await import(document.querySelector("script").src.replace("app.js", "photos.js"));
  const canvas = document.createElement("canvas");
  canvas.width = width; canvas.height = height;
  const blob = await new Promise((go) => canvas.toBlob(go, "image/jpeg"));
  const camera = new TextEncoder().encode("GPS 51.1605N");
  const marker = new Uint8Array([0xff, 0xfe, 0, camera.length + 2, ...camera]);
  const file = new File([blob.slice(0, 2), marker, blob.slice(2)], "IMG.jpg", { type: "image/jpeg" });
  const small = await scaled(file, edge);
  const picture = await createImageBitmap(small);
  const bytes = new Uint8Array(await small.arrayBuffer());
  return [picture.width, picture.height, bytes[0], bytes[1], new TextDecoder("latin1").decode(bytes).includes("GPS")];
}"""
