"""What lies on the phone: nothing readable without the PIN, and what the PIN is worth against a copy of it."""

import base64
import hashlib
import os
import re
import shutil
import signal
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from scrutator.web.form import parts
from support.needs import lacking
from support.web_form import PIN, FormPage, Place

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("web form")]
SECRET, DRAFT, CONTROL = "zhasyryn-alma-4711", "zhoba-almurt-0815", "control-shabdaly-2222"
NewPhone = Callable[..., FormPage]


@pytest.fixture
def profiles(chromium: Any, form_place: Place, tmp_path: Path) -> Iterator[Callable[[], FormPage]]:
    """Opens the same profile on the disk, again and again."""
    from playwright.sync_api import BrowserType

    path = shutil.which("chromium") or lacking("there is no Chromium")
    kind: BrowserType = chromium.browser_type
    contexts: list[Any] = []

    def opened() -> FormPage:
        flags = ["--no-sandbox", "--disable-gpu"]
        contexts.append(
            kind.launch_persistent_context(str(tmp_path / "profile"), executable_path=path, args=flags)
        )
        return FormPage(form_place, contexts[-1])

    yield opened
    contexts[-1].close()  # the first was killed


def test_nothing_of_a_report_is_readable_in_the_profile_and_a_killed_browser_loses_nothing(
    profiles: Callable[[], FormPage], form_place: Place, tmp_path: Path
) -> None:
    before = len(form_place.reports())
    phone = profiles()
    link = form_place.link()
    phone.sign_in(link)
    phone.context.set_offline(True)
    phone.open("Voting")
    phone.answer({"station": "ST-7", "overall": "good", "comment": SECRET})
    phone.finish()
    phone.open("Incident")
    phone.answer({"i_text": DRAFT})
    phone.page.evaluate(CONTROLLED, CONTROL)
    phone.page.wait_for_timeout(900)
    killed(tmp_path / "profile")
    found = {word: seen(tmp_path / "profile", word) for word in (SECRET, DRAFT, "Hill and Vale", CONTROL)}
    assert found == {SECRET: False, DRAFT: False, "Hill and Vale": False, CONTROL: True}
    assert opens_with(form_place, link) == 401  # the link is in the browser's history, and opens nothing more
    phone = profiles()
    phone.page.goto(form_place.page)
    phone.unlock()
    phone.receipts(1)
    phone.page.click(".list button.wide:not(.strong)")
    phone.page.wait_for_selector(".form .question")
    assert DRAFT in [one.input_value() for one in phone.page.locator("textarea, input[type=text]").all()]
    assert sum(SECRET.encode() in one for one in form_place.reports()[before:]) == 1


def opens_with(place: Place, link: str) -> int:
    """The status that the token of a link is answered with."""
    asked = urllib.request.Request(
        f"{place.page}list", headers={"Authorization": f"Bearer {link.split('#')[1]}"}
    )
    try:
        with urllib.request.urlopen(asked) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code


CONTROLLED = """(text) => new Promise((done) => {
  const asked = indexedDB.open("control", 1);
  asked.onupgradeneeded = () => asked.result.createObjectStore("kept");
  asked.onsuccess = () => {
    const work = asked.result.transaction("kept", "readwrite", { durability: "strict" });
    work.objectStore("kept").put(text, "text");
    work.objectStore("kept").put(new TextEncoder().encode(text), "bytes");
    work.oncomplete = () => done(null);
  };
})"""


def killed(profile: Path) -> None:
    """End the browser of this profile at once, every process of it."""
    named = f"--user-data-dir={profile}".encode()
    found = [one for one in Path("/proc").glob("[0-9]*") if named in command(one)]
    assert found
    for one in found:
        os.kill(int(one.name), signal.SIGKILL)
    (profile / "SingletonLock").unlink(missing_ok=True)


def command(process: Path) -> bytes:
    try:
        return (process / "cmdline").read_bytes()
    except OSError:
        return b""


def seen(profile: Path, word: str) -> bool:
    """Whether any file holds the word as bytes or as the 16-bit letters of a browser's storage."""
    forms = (word.encode(), word.encode("utf-16-le"), base64.b64encode(word.encode())[:-4])
    return any(
        any(form in file.read_bytes() for form in forms) for file in profile.rglob("*") if file.is_file()
    )


KEPT = """() => new Promise((done) => {
  const asked = indexedDB.open(`notebook ${location.pathname}`);
  asked.onsuccess = () => {
    const got = asked.result.transaction("settings").objectStore("settings").get("vault");
    got.onsuccess = () => done({ ...got.result, salt: [...got.result.salt], proof: [...got.result.proof] });
  };
})"""


def test_a_search_for_the_pin_on_a_copy_is_slowed_and_the_page_says_how_little_six_digits_are(
    new_phone: NewPhone, form_place: Place
) -> None:
    phone = new_phone()
    phone.page.goto(form_place.link())
    phone.page.wait_for_selector("#pin")
    said = phone.page.inner_text("main")
    assert "within minutes" in said
    assert "does not protect from someone who makes you say it" in said
    phone.unlock()
    kept = phone.page.evaluate(KEPT)
    assert kept["iterations"] == 600_000
    begin = time.process_time()
    guesses = [str(int(PIN) + step) for step in (-2, -1, 0)]
    assert [pin for pin in guesses if opens(kept, pin)] == [PIN]
    each = (time.process_time() - begin) / len(guesses)
    print(f"{each:.3f} CPU-seconds a guess here: {each * 1e6 / 3600:.0f} CPU-hours for all of six digits")
    assert each > 0.02


def opens(kept: dict[str, Any], pin: str) -> bool:
    """What one who copied the phone's storage would do for one PIN."""
    key = hashlib.pbkdf2_hmac("sha256", pin.encode(), bytes(kept["salt"]), kept["iterations"])
    proof = bytes(kept["proof"])
    try:
        return AESGCM(key).decrypt(proof[:12], proof[12:], None) == b'"open"'
    except InvalidTag:
        return False


def test_the_page_asks_for_storage_that_is_not_cleared(new_phone: NewPhone) -> None:
    phone = new_phone()
    phone.page.add_init_script(
        "navigator.storage.persist = () => { window.asked = true; return Promise.resolve(true); }"
    )
    phone.sign_in()
    assert phone.page.evaluate("() => window.asked") is True


def test_nothing_on_the_page_names_what_it_is_for_before_the_pin(
    new_phone: NewPhone, form_place: Place
) -> None:
    phone = new_phone()
    phone.sign_in()
    phone.page.click("#bar button >> nth=0")
    phone.page.wait_for_selector("#pin")
    shown = (
        phone.page.title()
        + phone.page.inner_text("body")
        + parts.parts()["notebook.webmanifest"].content.decode()
    )
    assert re.search("election|observ|vot|scrutator|mission|Hill", shown, re.I) is None
