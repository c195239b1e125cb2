"""Who answers for the server, sends links, carries files, or holds the phone: what each of them cannot do."""

import base64
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from support.web_form import PIN, FormPage, Place

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("web form")]
NewPhone = Callable[..., FormPage]
VISIT = {"station": "ST-7", "admitted": "at_once", "v_queue": "none", "overall": "good", "comment": "көрдім"}
ANSWERS: list[dict[str, Any]] = [
    {"status": 201, "json": {"receipt": "7-AAAA-BBBB-C"}},
    {"status": 201, "json": {"receipt": "7-AAAA-BBBB-C", "signature": base64.b64encode(bytes(64)).decode()}},
    {"status": 201, "body": "<html>sign in to this network</html>"},
    {"status": 200, "body": "<html>sign in to this network</html>"},
    {"status": 403, "body": "<html>sign in to this network</html>"},
    {"status": 404, "json": {"error": "no such page"}},
    {"status": 511, "json": {"code": "D51"}},
]


def send(phone: FormPage, **other: str) -> None:
    phone.open("Voting")
    phone.answer(VISIT | other)
    phone.finish()


KEPT = """() => new Promise((done) => {
  const asked = indexedDB.open(`notebook ${location.pathname}`);
  asked.onsuccess = () => {
    const got = asked.result.transaction("outbox").objectStore("outbox").getAll();
    got.onsuccess = () => done(got.result.map((one) => Object.fromEntries(
      Object.entries(one).map(([name, value]) => [name, value instanceof Uint8Array ? value.length : value]))));
  };
})"""


def test_whoever_answers_for_the_server_a_report_is_received_only_with_its_signature(
    new_phone: NewPhone, form_place: Place
) -> None:
    before = len(form_place.reports())
    phone = new_phone()
    phone.sign_in()
    given = list(ANSWERS)
    phone.context.route("**/form/reports", lambda one: one.fulfill(**given[0]))
    send(phone)
    while given:
        with phone.page.expect_response("**/form/reports"):
            phone.page.click(".row button >> nth=0")
        phone.page.wait_for_selector(".report.waiting")
        assert phone.page.locator(".report code").count() == 0
        assert all("sealed" in one for one in phone.page.evaluate(KEPT))
        given = given[1:] or given
        if len(given) == 1:
            break
    assert len(form_place.reports()) == before
    phone.context.unroute("**/form/reports")
    phone.receipts(1)
    assert len(form_place.reports()) == before + 1


def another(name: str) -> Callable[[Any], None]:
    """A server that is the mission's but for one key."""

    def answered(route: Any) -> None:
        answer = route.fetch()
        said = answer.json()
        said |= {name: said["signer" if name == "key" else "key"], "mission": "Another"}
        route.fulfill(response=answer, json=said)

    return answered


def test_another_server_s_keys_are_not_taken_and_nothing_is_sealed_to_them(
    new_phone: NewPhone, form_place: Place
) -> None:
    before = len(form_place.reports())
    phone = new_phone()
    phone.sign_in()
    for name in ("key", "signer"):
        phone.context.route("**/form/list", another(name), times=1)
        with phone.page.expect_response("**/form/list"):
            phone.page.click("text=Fetch forms again")
        phone.page.wait_for_selector("text=This server shows other keys than before")
        phone.page.evaluate("() => document.querySelector('p.message').replaceChildren()")
        assert phone.page.inner_text("h1") == "Hill and Vale"
    send(phone)
    phone.receipts(1)
    assert len(form_place.reports()) == before + 1


def test_a_phone_s_own_link_opened_again_asks_for_the_pin_and_nothing_more_even_without_a_network(
    new_phone: NewPhone, form_place: Place
) -> None:
    link = form_place.link()
    phone = new_phone()
    phone.sign_in(link)
    for offline in (False, True):
        phone.context.set_offline(offline)
        phone.page.goto("about:blank")
        phone.page.goto(link)
        phone.unlock()
        assert phone.page.locator("button.strong:text-is('Voting')").count() == 1


def test_someone_else_s_link_takes_the_phone_over_only_when_its_owner_says_so(
    new_phone: NewPhone, form_place: Place
) -> None:
    phone = new_phone()
    phone.sign_in()
    other = form_place.link()
    for words in ("Keep the access of this phone", "Use the new link"):
        phone.page.goto("about:blank")
        phone.page.goto(other)
        phone.page.fill("#pin", PIN)
        phone.page.click("form button")
        phone.page.click(f"text={words}")
        phone.page.wait_for_selector("main h2")
        send(phone)
        phone.receipts(1 if words.startswith("Keep") else 2)
    observers = form_place.rows(
        "SELECT device_id FROM intake_received WHERE channel = 'web form' ORDER BY id DESC LIMIT 2"
    )
    assert len(set(observers)) == 2
    phone.page.goto("about:blank")
    phone.page.goto(f"{form_place.page}#nobody.{'A' * 24}")
    phone.page.fill("#pin", PIN)
    phone.page.click("form button")
    phone.page.click("text=Use the new link")
    phone.page.wait_for_selector("[role=alert]:not([hidden])")
    phone.page.reload()
    phone.unlock()  # the access that was there still opens
    with phone.page.expect_response(lambda one: one.url.endswith("/form/list")) as waiting:
        phone.page.click("text=Fetch forms again")
    assert waiting.value.status == 200


def test_a_page_killed_while_its_link_was_exchanged_goes_on_with_its_pin(
    new_phone: NewPhone, form_place: Place
) -> None:
    link = form_place.link()
    phone = new_phone()
    phone.context.route("**/form/list", lambda one: one.abort())
    phone.page.goto(link)
    phone.page.fill("#pin", PIN)
    phone.page.click("form button")
    phone.page.wait_for_selector("#pin-error:not([hidden])")
    phone.page.close()
    phone.context.unroute("**/form/list")
    phone.page = phone.context.new_page()
    phone.page.goto(link)
    phone.unlock()
    assert phone.page.locator("button.strong:text-is('Voting')").count() == 1


@pytest.mark.parametrize("hash_", ["#%", "#a.b%E0%A4%A", "#", "#x"])
def test_a_link_that_was_cut_says_that_there_is_no_access(
    new_phone: NewPhone, form_place: Place, hash_: str
) -> None:
    phone = new_phone()
    phone.page.goto(form_place.page + hash_)
    phone.page.wait_for_selector("h1:text-is('Open your link')")
    assert phone.page.url == form_place.page or hash_ == "#"
    assert phone.said == []


def test_a_courier_cannot_forge_a_receipt_nor_write_on_the_screen_and_keeps_nothing_readable(
    new_phone: NewPhone, form_place: Place, tmp_path: Path
) -> None:
    phone, courier = new_phone(), new_phone()
    phone.sign_in()
    courier.sign_in()
    phone.context.set_offline(True)
    for comment in ("one", "two"):
        send(phone, comment=comment)
    out = tmp_path / "notes.json"
    phone.page.click("summary")
    with phone.page.expect_download() as waiting:
        phone.page.click("button:text-is('Save sealed reports')")
    waiting.value.save_as(str(out))
    courier.page.click("summary")
    courier.page.set_input_files("#courier", str(out))
    courier.page.wait_for_selector("text=Sealed reports taken: 2")
    courier.page.click(".row button >> nth=0")
    courier.page.wait_for_function(
        "() => document.querySelector('details').textContent.match(/-[0-9A-Z]{4}-[0-9A-Z]{4}-/g)?.length === 2"
    )
    assert all(list(one) == ["label"] for one in courier.page.evaluate(KEPT))
    back = tmp_path / "notes-back.json"
    with courier.page.expect_download() as waiting:
        courier.page.click("button:text-is('Save their receipts')")
    waiting.value.save_as(str(back))
    true = json.loads(back.read_text(encoding="utf-8"))["notes"]
    swapped = [{**one, "id": two["id"]} for one, two in zip(true, reversed(true), strict=True)]
    forged = [
        swapped,
        [{"id": one["id"], "receipt": "1-FAKE-FAKE-0"} for one in true],
        [{**one, "receipt": "1-FAKE-FAKE-0"} for one in true],
        [{"id": one["id"], "why": "Call this number", "code": "Call this number"} for one in true],
    ]
    for notes in forged:
        back.write_text(json.dumps({"format": "notes back 1", "notes": notes}), encoding="utf-8")
        phone.page.set_input_files("#courier", str(back))
        phone.page.wait_for_selector("text=Receipts taken: 0; of other phones: 2.")
        assert phone.page.locator(".report.waiting").count() == 2
        assert "FAKE" not in phone.page.inner_text("main")
        assert "Call" not in phone.page.inner_text("main")
        phone.page.evaluate("() => document.querySelector('p.message').replaceChildren()")
    back.write_text(json.dumps({"format": "notes back 1", "notes": true}), encoding="utf-8")
    phone.page.set_input_files("#courier", str(back))
    phone.page.wait_for_selector(".report.received >> nth=1")


def test_what_is_typed_is_offered_to_no_store_of_passwords_or_answers_and_sent_to_no_speller(
    new_phone: NewPhone, form_place: Place
) -> None:
    phone = new_phone()
    page = phone.page
    page.goto(form_place.link())
    page.wait_for_selector("#pin")
    assert page.get_attribute("#pin", "autocomplete") == "one-time-code"
    assert page.evaluate("() => document.documentElement.translate") is False
    phone.unlock()
    for title in ("Every kind", "Voting"):
        phone.open(title)
        found = page.evaluate(
            "() => [...document.querySelectorAll('.form input, .form textarea')]"
            ".filter((one) => !['radio', 'checkbox', 'file'].includes(one.type))"
            ".map((one) => [one.autocomplete, one.spellcheck])"
        )
        assert found
        assert set(map(tuple, found)) == {("off", False)}
        page.click("text=Back to the list")
        page.wait_for_selector("main h2:text-is('Drafts')")


def test_a_phone_that_slept_asks_for_the_pin_when_it_wakes_and_not_before(
    new_phone: NewPhone, form_place: Place
) -> None:
    woken = "() => document.dispatchEvent(new Event('visibilitychange'))"
    phone = new_phone()
    phone.page.clock.set_fixed_time("2026-11-29T10:00:00")  # it stands, however long this machine takes
    phone.sign_in()
    phone.page.mouse.click(300, 600)
    phone.page.clock.set_fixed_time("2026-11-29T10:09:59")
    phone.page.evaluate(woken)
    assert phone.page.locator("main h2").count() > 0
    phone.page.clock.set_fixed_time("2026-11-29T10:10:01")
    phone.page.evaluate(woken)
    phone.page.wait_for_selector("#pin")
    assert phone.page.locator("main h2").count() == 0


def test_what_a_browser_shows_of_a_page_that_was_left_is_nothing(new_phone: NewPhone) -> None:
    phone = new_phone()
    phone.sign_in()
    hide = "(on) => { Object.defineProperty(document, 'hidden', { configurable: true, value: on }); document.dispatchEvent(new Event('visibilitychange')); }"
    seen = "() => getComputedStyle(document.querySelector('h1')).visibility"
    phone.page.evaluate(hide, True)
    assert phone.page.evaluate(seen) == "hidden"
    phone.page.evaluate(hide, False)
    assert phone.page.evaluate(seen) == "visible"


def test_erasing_in_one_tab_leaves_nothing_in_another(new_phone: NewPhone, form_place: Place) -> None:
    phone = new_phone()
    phone.sign_in()
    other = FormPage(form_place, phone.context)
    other.page.goto(form_place.page)
    other.unlock()
    other.open("Incident")
    phone.page.click("#bar button >> nth=1")
    phone.page.wait_for_timeout(700)
    phone.page.click("#bar button.danger")
    other.page.wait_for_url("about:blank")
    assert other.page.inner_text("body") == ""
