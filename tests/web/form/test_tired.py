"""An observer at the end of a long day: a killed page, two tabs, two touches, a full phone, no network."""

from collections.abc import Callable

import pytest

from support.web_form import FormPage, Place

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("web form")]
NewPhone = Callable[..., FormPage]
VISIT = {"station": "ST-7", "admitted": "at_once", "v_queue": "none", "overall": "good", "comment": "көрдім"}
DRAFTS = ".list button.wide:not(.strong)"


def send(phone: FormPage, **other: str) -> None:
    phone.open("Voting")
    phone.answer(VISIT | other)
    phone.finish()


def test_what_is_being_typed_when_the_page_is_killed_is_in_the_draft(
    new_phone: NewPhone, form_place: Place
) -> None:
    phone = new_phone()
    phone.sign_in()
    phone.open("Incident")
    phone.field("i_text", ":is(textarea, input)").click()
    phone.page.keyboard.type("what was seen")
    phone.page.wait_for_timeout(900)  # the draft is written 400 ms after the last change
    phone.page.close()
    phone.page = phone.context.new_page()
    phone.page.goto(form_place.page)
    phone.unlock()
    phone.page.click(DRAFTS)
    phone.page.wait_for_selector(".form .question")
    assert phone.field("i_text", ":is(textarea, input)").input_value() == "what was seen"


def test_a_number_being_typed_when_the_page_locks_is_in_the_draft(new_phone: NewPhone) -> None:
    phone = new_phone()
    phone.sign_in()
    phone.open("Every kind")
    phone.field("whole").click()
    phone.page.keyboard.type("42")
    phone.page.evaluate(
        "() => { Object.defineProperty(document, 'hidden', { configurable: true, value: true }); document.dispatchEvent(new Event('visibilitychange')); }"
    )
    phone.page.wait_for_timeout(300)
    phone.page.reload()
    phone.unlock()
    phone.page.click(DRAFTS)
    phone.page.wait_for_selector(".form .question")
    assert phone.field("whole").input_value() == "42"


def test_a_draft_is_open_in_one_tab_at_a_time(new_phone: NewPhone, form_place: Place) -> None:
    before = len(form_place.reports())
    phone = new_phone()
    phone.sign_in()
    phone.open("Voting")
    phone.answer(VISIT)
    phone.page.click("text=Back to the list")
    phone.page.click(DRAFTS)
    phone.page.wait_for_selector(".form .question")
    other = FormPage(form_place, phone.context)
    other.page.goto(form_place.page)
    other.unlock()
    other.page.click(DRAFTS)
    other.page.wait_for_selector("text=This report is open in another tab.")
    phone.page.click("text=Back to the list")
    phone.page.wait_for_selector("main h2:text-is('Drafts')")
    other.page.click(DRAFTS)
    other.page.wait_for_selector(".form .question")
    other.finish()
    other.receipts(1)
    assert len(form_place.reports()) == before + 1


def test_two_touches_at_once_send_one_report_and_erase_nothing(
    new_phone: NewPhone, form_place: Place
) -> None:
    before = len(form_place.reports())
    phone = new_phone()
    phone.sign_in()
    phone.open("Voting")
    phone.answer(VISIT)
    phone.page.dblclick(".row button.strong")
    phone.receipts(1)
    assert phone.page.locator(".report").count() == 1
    assert len(form_place.reports()) == before + 1
    phone.page.dblclick("#bar button >> nth=1")
    phone.page.wait_for_timeout(300)
    assert phone.page.locator(".report.received").count() == 1
    focused = phone.page.evaluate("() => document.activeElement.className")
    assert focused == "danger"  # for those who have a keyboard alone


def test_a_locked_phone_tries_again_by_itself(new_phone: NewPhone, form_place: Place) -> None:
    before = len(form_place.reports())
    phone = new_phone()
    phone.sign_in()
    phone.page.clock.install()
    tries: list[str] = []
    phone.context.route("**/form/reports", lambda one: (tries.append(one.request.url), one.abort()))
    send(phone)
    phone.page.clock.run_for(1_000)
    phone.page.click("#bar button >> nth=0")
    phone.page.wait_for_selector("#pin")
    phone.page.clock.run_for(1_000)
    failed = len(tries)
    phone.context.unroute("**/form/reports")
    with phone.page.expect_response("**/form/reports") as waiting:
        phone.page.clock.run_for(30_000)
    assert waiting.value.status == 201
    assert failed >= 1
    assert len(form_place.reports()) == before + 1


def test_a_full_phone_goes_on_when_there_is_room_again(new_phone: NewPhone, form_place: Place) -> None:
    before = len(form_place.reports())
    phone = new_phone()
    phone.sign_in()
    phone.context.set_offline(True)
    send(phone, comment="one")
    send(phone, comment="two")
    full = "() => { window.kept = IDBObjectStore.prototype.put; IDBObjectStore.prototype.put = () => { throw new DOMException('full', 'QuotaExceededError'); }; }"
    phone.page.evaluate(full)
    phone.context.set_offline(False)
    phone.page.click(".row button >> nth=0")
    phone.page.wait_for_selector("text=This phone is full")
    assert phone.page.locator(".report.waiting").count() == 2
    phone.page.evaluate("() => { IDBObjectStore.prototype.put = window.kept; }")
    phone.receipts(2)
    assert len(form_place.reports()) == before + 2


@pytest.mark.parametrize("answered", [False, True])
def test_another_language_half_way_keeps_the_form_and_its_answers(
    new_phone: NewPhone, answered: bool
) -> None:
    phone = new_phone()
    phone.sign_in()
    phone.open("Every kind")
    if answered:
        phone.answer({"word": "слово", "whole": "4x"})
    phone.page.select_option("#bar select", "ar")
    phone.page.wait_for_selector("label[for=form-language]:text-is('لغة الأسئلة')")
    assert phone.field("word").input_value() == ("слово" if answered else "")
    assert phone.field("whole").input_value() == ("4x" if answered else "")
    assert phone.said == []


NOISE = """async (edge) => {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = edge;
  const drawing = canvas.getContext("2d");
  const noise = drawing.createImageData(edge, edge);
  for (let at = 0; at < noise.data.length; at += 1) noise.data[at] = at % 4 === 3 ? 255 : (at * 2654435761 >>> 13) % 256;
  drawing.putImageData(noise, 0, 0);
  const blob = await new Promise((go) => canvas.toBlob(go, "image/png"));
  const files = new DataTransfer();
  files.items.add(new File([blob], "noise.png", { type: "image/png" }));
  const field = document.querySelector("input[type=file]");
  field.files = files.files;
  field.dispatchEvent(new Event("change"));
  while (!document.querySelector(".photo canvas")) await new Promise((go) => setTimeout(go, 20));
}"""


def test_a_photo_that_would_be_large_is_made_small_enough_for_twelve_in_a_report(
    new_phone: NewPhone, form_place: Place
) -> None:
    phone = new_phone()
    phone.sign_in()
    phone.open("Every kind")
    phone.answer({"whole": "1"})
    phone.page.evaluate(NOISE, 1600)
    phone.finish()
    phone.receipts(1)
    ((size,),) = form_place.rows("SELECT size FROM intake_attachment ORDER BY id DESC LIMIT 1")
    assert 100_000 < size <= 900_000


def test_a_report_larger_than_the_server_takes_is_not_sealed_but_said(
    new_phone: NewPhone, form_place: Place
) -> None:
    phone = new_phone()
    phone.sign_in()
    phone.open("Every kind")
    phone.answer({"whole": "1", "picture": "x"})
    phone.page.evaluate(
        "() => { window.was = Response.prototype.arrayBuffer; Response.prototype.arrayBuffer = async () => new ArrayBuffer(11_900_000); }"
    )
    phone.page.click(".row button.strong")
    phone.page.wait_for_selector(".problems:not([hidden])")
    assert "larger than the server takes" in phone.page.inner_text(".problems")
    phone.page.evaluate("() => { Response.prototype.arrayBuffer = window.was; }")
    phone.finish()
    phone.receipts(1)
