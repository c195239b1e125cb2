"""The page as people meet it: quiet, accessible, narrow, by keyboard; names from a bundle as text."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from verify_page.cases import LOG, RECORDS, Case, content, good
from verify_page.forge import Key, archive, sealed

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def choose(page: Any, data: bytes, name: str = "bundle.zip", key: str = "") -> str:
    """Give the page a bundle as a reader does, and wait for the verdict."""
    if key:
        page.fill("#expected", key)
    page.set_input_files("#bundle", {"name": name, "mimeType": "application/zip", "buffer": data})
    page.wait_for_selector("#result:not([hidden])")
    return str(page.inner_text("#verdict"))


def test_a_chosen_bundle_shows_17_checks_and_its_verdict_and_asks_nothing_of_the_network(opened: Any) -> None:
    assert choose(opened, archive(good()), key=LOG.text) == "SIGNED, NOT REBUILT"
    items = opened.locator("#checks li")
    assert [items.nth(n).locator(".id").inner_text() for n in range(items.count())] == [
        f"C{n}" for n in range(1, 18)
    ]
    assert opened.said == []
    assert [url for url in opened.asked if not url.startswith("file:")] == ["data:,"] * len(opened.asked[1:])


def test_a_dropped_bundle_is_checked(opened: Any) -> None:
    transfer = opened.evaluate_handle(
        "(bytes) => { const t = new DataTransfer(); t.items.add(new File([Uint8Array.from(bytes)], 'b.zip')); return t; }",
        list(archive(good())),
    )
    opened.dispatch_event("#drop", "drop", {"dataTransfer": transfer})
    opened.wait_for_selector("#result:not([hidden])")
    assert opened.inner_text("#verdict") == "SIGNER UNKNOWN"


def test_a_key_typed_afterwards_changes_the_verdict(opened: Any) -> None:
    assert choose(opened, archive(good())) == "SIGNER UNKNOWN"
    opened.fill("#expected", LOG.text)
    opened.press("#expected", "Tab")
    expect(opened.locator("#verdict")).to_have_text("SIGNED, NOT REBUILT")


def test_a_value_opened_to_the_reader_is_shown_as_text_when_it_is_what_was_committed(opened: Any) -> None:
    from verify_page.corpus import corpus

    for name, shown in (("right", "o/1/name: Anna"), ("another value", "")):
        case = corpus()[f"opened to the reader: {name}"]
        opened.set_input_files(
            "#openings", {"name": "o.json", "mimeType": "application/json", "buffer": case.openings}
        )
        choose(opened, case.file, key=case.key)
        expect(opened.locator("#verdict")).to_have_text("SIGNED, NOT REBUILT" if shown else "NOT VERIFIED")
        assert opened.inner_text("#opened") == shown


@pytest.mark.parametrize(
    "text", [b"{}", b'{"allowed":[],"opened":[]}', b'{"allowed":[],"opened":[{}]}', b"x"]
)
def test_a_file_that_opens_nothing_is_no_opening_and_says_so(answer: Any, text: bytes) -> None:
    found = answer(Case(archive(good()), LOG.text, openings=text))
    assert (found["word"], found["opened"]) == ("NOT CHECKED", [])


def test_a_key_that_is_none_is_a_fault_beside_it_and_no_verdict(opened: Any) -> None:
    opened.fill("#expected", "mission.example")
    opened.set_input_files(
        "#bundle", {"name": "b.zip", "mimeType": "application/zip", "buffer": archive(good())}
    )
    expect(opened.locator("#expected-fault")).not_to_be_empty()
    assert opened.get_attribute("#expected", "aria-invalid") == "true"
    assert not opened.is_visible("#result")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_before_and_after_a_verdict(chromium: Any, page_file: Path, scheme: str) -> None:
    import axe_playwright_python

    page = chromium.new_context(bypass_csp=True, color_scheme=scheme).new_page()
    page.goto(page_file.as_uri())
    page.add_script_tag(path=str(Path(axe_playwright_python.__file__).parent / "axe.min.js"))
    run = "async tags => (await axe.run(document, {runOnly: tags})).violations.map(one => [one.id, one.nodes[0].html])"
    assert page.evaluate(run, WCAG) == []
    choose(page, archive({**good(), "data/a.csv": b"x"}), key=LOG.text)
    assert page.evaluate(run, WCAG) == []
    page.close()


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_the_page_never_scrolls_sideways(opened: Any, width: int) -> None:
    opened.set_viewport_size({"width": width, "height": 800})
    choose(opened, archive(good()), name="a" * 300 + ".zip")
    assert opened.evaluate("document.documentElement.scrollWidth") <= width


def test_the_keyboard_reaches_every_field_and_the_verdict_takes_the_focus(opened: Any) -> None:
    reached = []
    for _ in range(3):
        opened.keyboard.press("Tab")
        reached.append(opened.evaluate("document.activeElement.id"))
    assert reached == ["expected", "bundle", "notices"]
    choose(opened, archive(good()))
    expect(opened.locator("#verdict")).to_be_focused()


def test_a_name_from_a_bundle_is_quoted_text_and_its_strange_letters_are_named(opened: Any) -> None:
    key = Key("<img/src=x>\u202emissiоn", bytes(range(32)))
    choose(opened, archive(sealed(content(), key, records=RECORDS)))
    said = opened.inner_text("#sentence")
    assert "calls itself “<img/src=x>\\u{202e}missiоn”" in said
    assert "U+202E" in said
    assert "U+043E" in said
    assert "\u202e" not in opened.inner_text("body")
    assert opened.locator("img").count() == 0
    assert opened.said == []


def test_a_file_name_is_text_too(opened: Any) -> None:
    choose(opened, archive(good()), name="<b>x</b>\u202ea\u00a0b c.zip")
    assert opened.inner_text("#file").startswith("“<b>x</b>\\u{202e}a\\u{a0}b c.zip”")


def test_a_notice_file_is_read(opened: Any) -> None:
    from verify_page.corpus import corpus

    case = corpus()["notice: withdrawn"]
    opened.fill("#expected", case.root)
    opened.set_input_files("#notices", {"name": "n", "mimeType": "text/plain", "buffer": case.notices[0]})
    assert choose(opened, case.file) == "WITHDRAWN"
    assert "a wrong total" in opened.inner_text("#sentence")


def test_an_expired_root_document_is_said_in_the_line_and_refuses_nothing(answer: Any) -> None:
    from verify_page.corpus import corpus

    expired, current = answer(corpus()["root: expired"]), answer(corpus()["root: right"])
    assert expired["word"] == current["word"] == "SIGNED, NOT REBUILT"
    assert "expired on 2026-01-02" in expired["sentence"]
    assert "expired" not in current["sentence"]


def test_a_bundle_given_as_a_notice_does_not_look_checked(opened: Any) -> None:
    opened.set_input_files(
        "#notices", {"name": "b.zip", "mimeType": "application/zip", "buffer": archive(good())}
    )
    expect(opened.locator("#state")).to_have_text("Nothing is checked yet: choose the bundle.")
    assert not opened.is_visible("#result")
