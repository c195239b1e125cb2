"""Every kind of page of the server, filled and empty: WCAG in three languages and two themes, 320 px, from right to
left, on paper, by keyboard. One look at a page for each thing that can differ: what does not depend on the language
is looked at in one."""

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from scrutator.web.own import plan, workspace
from scrutator.web.receipts import receipt
from support.field_server import Mission, new_mission, ready
from support.full_mission import full_mission
from support.incidents import event
from support.keyboard import served
from web.test_in_browser import HIDDEN, WCAG

ready()
pytestmark = [pytest.mark.system, pytest.mark.browser, pytest.mark.xdist_group("browser")]
PUBLIC = ("law/", "law/?seats=x", "own/", "OWN", "nowhere", "accounts/login/", "log/MISSION/", "night/MISSION/",
          "log/MISSION/leaf/wrong", "log/MISSION/leaf/LEAF", "demo/")  # fmt: skip
ACCOUNT = ("", "accounts/factors/", "accounts/password/", "accounts/again/", "accounts/sessions/")
DESK = ("", "?state=duplicate", "reports/REPORT", "coverage", "stations", "station?code=S9", "messages", "names",
        "events", "guide", "night", "night/rules", "keying", "published", "audit", "queue", "checks", "missing",
        "missing?by=operator", "bulk", "bulk/BULK", "exports", "observers-examined", "incidents", "incidents/INCIDENT", "incidents/new", "incidents/places",
        "incidents/kinds", "places", "observers", "deployment", "duties", "import-reports", "forms", "devices", "people",
        "sms", "sms/numbers")  # fmt: skip
EMPTY = ("", "coverage", "stations", "messages", "names", "events", "night", "keying", "published", "audit", "queue",
         "missing", "bulk", "observers-examined", "incidents", "people", "sms", "sms/numbers")  # fmt: skip
APPROVES = ("night", "names")
FILE = "Region,Station,Registered voters,Ballots cast,Valid ballots,Red,Blue\n" + "".join(
    f"R{i % 3},S{i},{200 + i},{100 + i},{90 + i},{50 + i},40\n" for i in range(12)
)
WIDE = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
STOPS = """() => [...document.querySelectorAll('a[href], button, input:not([type=hidden], [type=radio]), select, textarea, summary, [tabindex="0"]')]
  .filter(one => !one.disabled && one.checkVisibility({visibilityProperty: true}))"""
FOCUSED = """() => { const one = document.activeElement, inside = /date|time/.test(one.type);
  if (one === document.body || (one.dataset.reached && !inside)) return 'end';
  one.dataset.reached = 'yes';
  return getComputedStyle(one).outlineStyle === 'none' && !inside ? one.outerHTML.slice(0, 100) : '' }"""
"""What has the focus and does not show it; a field for a date shows it inside, on stops of its own."""
LEFT_OUT = f"() => ({STOPS})().filter(one => !one.dataset.reached).map(one => one.outerHTML.slice(0, 100))"
MOST_TABS = 400


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with served() as address:
        yield address


@pytest.fixture(scope="module")
def filled() -> Mission:
    return full_mission("Nida", "A-01", "S9")


@pytest.fixture(scope="module")
def empty() -> Mission:
    return new_mission(forms=())


@pytest.fixture(scope="module")
def own() -> tuple[str, str]:
    """A visitor's file that was understood: its address, and the key of their browser."""
    from django.core.files.uploadedfile import SimpleUploadedFile

    from web.own.test_own import work

    client = Client()
    answer = client.post("/own/", {"file": SimpleUploadedFile("results.csv", FILE.encode())})
    place = answer.headers["Location"]
    work(workspace.root() / place.split("/")[2])
    assert (workspace.root() / place.split("/")[2] / plan.UNDERSTOOD).exists()
    return place.removeprefix("/"), client.cookies["own"].value


def kinds(filled: Mission, empty: Mission, own: tuple[str, str]) -> Iterator[tuple[str, str]]:
    """Who asks for what."""
    from scrutator.web.outbox.models import Bulk

    report = filled.row.submissions.order_by("pk").first()
    known = {"BULK": str(Bulk.objects.get(mission=filled.row).pk), "MISSION": filled.slug, "OWN": own[0], "INCIDENT": str(event(filled).number),
             "REPORT": str(report.pk),
             "LEAF": receipt(report.received.leaf.index, bytes(report.received.leaf.hash))}  # fmt: skip
    paths = [("no one", one) for one in PUBLIC]
    paths += [("coordinator", one) for one in ACCOUNT]
    paths += [("coordinator", f"m/MISSION/{one}") for one in DESK]
    paths += [("approver", f"m/MISSION/{one}") for one in APPROVES]
    paths += [("empty", f"m/{empty.slug}/{one}") for one in EMPTY]
    for who, path in paths:
        for name, text in known.items():
            path = path.replace(name, text)
        yield who, path


class Look:
    """One role's browser, and what is wrong with what it shows."""

    def __init__(self, chromium: Any, address: str, language: str, cookies: dict[str, str]) -> None:
        self.context = chromium.new_context(bypass_csp=True)
        given = [{"name": name, "value": text, "url": address} for name, text in cookies.items()]
        self.context.add_cookies([{"name": "language", "value": language, "url": address}, *given])
        self.page, self.address, self.wrong = self.context.new_page(), address, list[tuple[str, ...]]()

    def opens(self, path: str, language: str) -> None:
        """By day on a wide screen."""
        import axe_playwright_python

        self.path = path
        self.page.set_viewport_size({"width": 1280, "height": 900})
        self.page.emulate_media(media="screen", color_scheme="light")
        self.page.goto(f"{self.address}/{path}")
        assert self.page.get_attribute("html", "lang") == language, path
        self.page.add_script_tag(path=str(Path(axe_playwright_python.__file__).parent / "axe.min.js"))

    def axe(self, look: str, *rules: str) -> None:
        """All rules, or some."""
        only = {"type": "rule", "values": list(rules)} if rules else {"type": "tag", "values": WCAG}
        found = self.page.evaluate("only => axe.run(document, {runOnly: only, preload: false})", only)
        self.wrong += [
            (self.path, look, one["id"], one["nodes"][0]["html"][:120]) for one in found["violations"]
        ]

    def narrow(self, direction: str, *widths: int) -> None:
        """Nothing scrolls sideways, and no column is hidden."""
        self.page.evaluate("way => { document.documentElement.dir = way }", direction)
        for width in widths:
            self.page.set_viewport_size({"width": width, "height": 900})
            if self.page.evaluate(WIDE):
                self.wrong.append((self.path, f"{direction} {width}", "scrolls sideways"))
            if hidden := self.page.evaluate(HIDDEN):
                self.wrong.append((self.path, f"{direction} {width}", f"hides columns of {hidden}"))

    def paper(self) -> None:
        """On paper text stands out, nothing is cut at the side, and nothing waits to be pressed."""
        self.page.set_viewport_size({"width": 672, "height": 900})
        self.page.emulate_media(media="print")
        self.axe("print", "color-contrast")
        if self.page.evaluate(WIDE):
            self.wrong.append((self.path, "print", "is cut at the side"))
        if self.page.locator("nav:visible, footer:visible, button:visible").count():
            self.wrong.append((self.path, "print", "has what is pressed"))

    def keyboard(self) -> None:
        """Every stop is reached by Tab in turn, is seen there, and none holds the focus."""
        for _ in range(MOST_TABS):
            self.page.keyboard.press("Tab")
            if (said := self.page.evaluate(FOCUSED)) == "end":
                break
            if said:
                self.wrong.append((self.path, "keyboard", f"unseen focus: {said}"))
        self.wrong += [(self.path, "keyboard", f"not reached: {one}") for one in self.page.evaluate(LEFT_OUT)]


@pytest.fixture
def demonstration(filled: Mission, monkeypatch: pytest.MonkeyPatch) -> None:
    """The server shows the filled mission to anyone at its computer."""
    from django.conf import settings

    monkeypatch.setattr(settings, "SERVER", replace(settings.SERVER, demo=filled.slug))


@pytest.mark.usefixtures("demonstration")
@pytest.mark.parametrize("language", ["en", "ru", "kk"])
def test_every_kind_of_page_in_every_look(
    chromium: Any, address: str, filled: Mission, empty: Mission, own: tuple[str, str], language: str
) -> None:
    clients = {"coordinator": filled.client("coordinator"), "approver": filled.client("approver"),
               "empty": empty.client("coordinator")}  # fmt: skip
    keys = {who: {"sessionid": client.cookies["sessionid"].value} for who, client in clients.items()}
    looks = {
        who: Look(chromium, address, language, key)
        for who, key in {"no one": {"own": own[1]}, **keys}.items()
    }
    pictures = os.environ.get("SCRUTATOR_PICTURES")
    for number, (who, path) in enumerate(kinds(filled, empty, own)):
        look = looks[who]
        look.opens(path, language)
        look.axe("light")
        if language == "en":
            look.keyboard()
            look.page.emulate_media(color_scheme="dark")
            look.axe("dark", "color-contrast")
            look.paper()
            look.page.emulate_media(media="screen", color_scheme="light")
        look.narrow("ltr", 390, 320)
        look.axe("320", "target-size", "scrollable-region-focusable")
        if pictures:
            look.page.set_viewport_size({"width": 390, "height": 900})
            look.page.screenshot(path=f"{pictures}/{number:02d}-390-{language}.png", full_page=True)
        look.narrow("rtl", 390, 320)
    wrong = [one for look in looks.values() for one in look.wrong]
    for look in looks.values():
        look.context.close()
    assert wrong == [], wrong
