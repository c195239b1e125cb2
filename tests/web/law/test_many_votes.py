"""Votes too long for an address: the knobs go on turning, and what cannot be done is said."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from scrutator.web.law.asked import LONGEST, MOST_BYTES, Asked
from support.live_server import LiveServer

PAGE = "/law/"
MANY = "district,list,votes\n" + "".join(
    f"District {number % 2500},List {number // 2500},{number}\n" for number in range(5_000)
)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server of its own, and where its law page is."""
    place = tmp_path_factory.mktemp("many")
    server = LiveServer(place / "server", place / "log")
    server.start()
    yield f"http://127.0.0.1:{server.port}/law/"
    server.stop()


@pytest.mark.browser
@pytest.mark.xdist_group("browser")
@pytest.mark.parametrize("scripts", [True, False])
def test_after_a_file_of_five_thousand_rows_a_turned_knob_is_answered(
    chromium: Any, address: str, tmp_path: Path, scripts: bool
) -> None:
    (tmp_path / "votes.csv").write_text(MANY)
    context = chromium.new_context(java_script_enabled=scripts)
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(address)
    page.select_option("select[name=law]", "israel-knesset")
    page.get_by_label("As of the day").fill("")
    page.get_by_text("Votes from a file").click()
    page.set_input_files("input[type=file]", tmp_path / "votes.csv")
    page.get_by_role("button", name="Read", exact=True).click()
    page.wait_for_selector("text=this state has no link")
    said.clear()  # a law without days was refused while the day still stood there
    page.get_by_label("Seats, if other").fill("50")
    page.get_by_label("Seats, if other").press("Tab")
    if not scripts:
        page.click("text=Show")
    page.wait_for_selector("#answer >> text=Seats: 50, whatever the law says.")
    assert "they are gone when the page is loaded again" in page.inner_text("#answer")
    assert page.input_value("#votes") == MANY
    assert page.url == address  # which claims no state
    assert said == []
    context.close()


@pytest.mark.browser
@pytest.mark.xdist_group("browser")
def test_more_votes_than_a_request_holds_are_refused_in_words_and_the_page_goes_on(
    chromium: Any, address: str
) -> None:
    page = chromium.new_page()
    page.goto(address)
    few = page.input_value("#votes")
    page.evaluate(
        "many => { document.getElementById('votes').value = 'A,1\\n'.repeat(many); }", MOST_BYTES // 3
    )
    page.get_by_label("Seats, if other").fill("50")
    page.get_by_label("Seats, if other").press("Tab")
    page.wait_for_selector("#answer >> text=the request is too large")
    page.evaluate("few => { document.getElementById('votes').value = few; }", few)
    page.get_by_label("Seats, if other").fill("60")
    page.get_by_label("Seats, if other").press("Tab")
    page.wait_for_selector("#answer >> text=Seats: 60, whatever the law says.")
    page.close()


@pytest.mark.parametrize("name", ["A", "Ә", "党"])
def test_an_address_is_never_longer_than_proxies_pass_on_whatever_the_letters(name: str) -> None:
    lengths = [len(Asked(votes="list,votes\n" + f"{name * 50},1\n" * rows).address) for rows in range(200)]
    assert max(lengths) <= LONGEST
    assert lengths[-1] == 0
    assert sorted(lengths[: lengths.index(0)]) == lengths[: lengths.index(0)]


def test_a_workbook_whose_text_is_longer_than_a_request_is_refused() -> None:
    import io

    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["list", "votes"], *([f"L{number} " + "a" * 1_000, number] for number in range(2_100))):
        sheet.append(row)
    packed = io.BytesIO()
    book.save(packed)
    file = SimpleUploadedFile("votes.xlsx", packed.getvalue())
    answer = Client().post(PAGE, {"law": "israel-knesset", "file": file})
    assert answer.status_code == 400
    assert "more than 2,000,000 bytes" in answer.content.decode()
