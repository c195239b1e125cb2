"""A live server with a mission whose phones use the web form, and a browser's page of such a phone.

As a program (`python -m support.web_form FOLDER COUNT`) it makes the mission and prints its tokens.
"""

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from support.live_server import LiveServer

SLUG, PIN = "m-1", "246813"
PERSON, PASSWORD = "anna", "correct horse battery"  # of the desk
TESTS = Path(__file__).parent.parent


def make(folder: Path, count: int) -> list[str]:
    """The mission with every bundled form and one of every kind; the tokens of `count` observers."""
    from datetime import UTC, date, datetime
    from hashlib import md5

    from scrutator.web.serving import migrate, set_up

    set_up(folder)
    migrate()
    from scrutator.field.forms import bundled, bundled_form
    from scrutator.web.accounts.people import give_role, new_user
    from scrutator.web.evidence import new_secret, public_text
    from scrutator.web.missions import making, tokens
    from scrutator.web.missions.forms import publish_form
    from scrutator.web.roles import Role
    from support.all_kinds import all_kinds
    from support.corpus import workbook
    from support.field_server import take_stock

    row = making.new_mission(SLUG, "Hill and Vale", date(2026, 11, 29), "UTC", public_text(new_secret()))
    row.places.create(code="R1", name="North", kind="region")
    for code in ("ST-6", "ST-7"):
        row.places.create(code=code, name=f"School {code}")
    for name in bundled():
        publish_form(row, bundled_form(name), "1")
    publish_form(row, workbook(), "1")
    xform = all_kinds()
    row.forms.create(
        form_id="kinds", version="1", title="Every kind", languages=["English (en)", "العربية (ar)"],
        xform=xform, md5=md5(xform, usedforsecurity=False).hexdigest(), questions=[], workbook=b"",
    )  # fmt: skip
    give_role(new_user(PERSON, PASSWORD), row, Role.COORDINATOR)
    made = []
    for number in range(count):
        observer = row.observers.create(code=f"A-{number:02d}", opaque=f"{number:032x}", team="T1")
        token = tokens.new_token(row, observer, (), datetime.now(UTC))
        made.append(f"{token.device.username}.{token.password}")
    take_stock(row)
    return made


@dataclass
class Place:
    """The running server: its address, tokens that no test has used yet, and what it has stored."""

    server: LiveServer
    tokens: list[str] = field(default_factory=list)

    @property
    def page(self) -> str:
        return f"http://127.0.0.1:{self.server.port}/m/{SLUG}/form/"

    def link(self) -> str:
        """The link of a phone that is new."""
        return f"{self.page}#{self.tokens.pop()}"

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """What the server's database says."""
        address = f"file:{self.server.folder / 'mission.sqlite3'}?mode=ro"
        with closing(sqlite3.connect(address, uri=True)) as database:
            return database.execute(query).fetchall()

    def reports(self) -> list[bytes]:
        """Every report as it was stored, in the order of the log."""
        query = "SELECT content FROM intake_received WHERE length(content) > 0 ORDER BY id"
        return [row[0] for row in self.rows(query)]


def running(folder: Path, count: int = 12) -> Place:
    """The server, made and started."""
    environment = {**os.environ, "PYTHONPATH": str(TESTS)}
    command = [sys.executable, "-m", "support.web_form", str(folder / "server"), str(count)]
    made = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    server = LiveServer(folder / "server", folder / "log")
    server.start()
    return Place(server, json.loads(made.stdout))


class FormPage:
    """One phone's browser on the web form; what its console says and whom it asks is kept."""

    def __init__(self, place: Place, context: Any) -> None:
        self.place, self.context = place, context
        self.page = context.new_page()
        self.said: list[str] = []
        self.asked: list[str] = []
        self.watch(self.page)

    def watch(self, page: Any) -> None:
        """Keep what this page says on its console, and whom it asks."""
        page.on(
            "console", lambda one: self.said.append(one.text) if one.type in ("error", "warning") else None
        )
        page.on("pageerror", lambda error: self.said.append(str(error)))
        page.on("request", lambda one: self.asked.append(one.url))

    def sign_in(self, link: str | None = None) -> None:
        """Open the phone's link and choose a PIN; ends when the page needs no network any more."""
        self.page.goto(link or self.place.link())
        self.unlock()
        self.page.evaluate("() => navigator.serviceWorker.ready.then(() => null)")

    def unlock(self, pin: str = PIN) -> None:
        """Type the PIN, and wait for the list."""
        self.page.fill("#pin", pin)
        self.page.click("form button")
        self.page.wait_for_selector("main h2")

    def open(self, title: str) -> None:
        """Begin a report."""
        self.page.click(f"main button.strong:text-is('{title}')")
        self.page.wait_for_selector(".form .question")

    def field(self, name: str, inside: str = "input") -> Any:
        """A part of a question by the last part of its path."""
        return self.page.locator(f"[data-question$='/{name}'] {inside}")

    def answer(self, answers: dict[str, str]) -> list[str]:
        """Answer what is shown, again and again until nothing new is shown; the questions that were asked."""
        return list(self.page.evaluate(FILL, answers))

    def language(self, name: str) -> None:
        """Ask in another language of the form."""
        self.page.select_option("#form-language", label=name)

    def finish(self) -> None:
        """Finish the report; fails with what the page says is wrong."""
        self.page.click(".row button.strong")
        self.page.wait_for_function(
            "() => !document.querySelector('.form') || document.querySelector('.problems:not([hidden])')"
        )
        if self.page.locator(".problems").count():
            raise AssertionError(self.page.inner_text(".problems"))

    def receipts(self, count: int) -> list[str]:
        """The receipts of the list, once there are so many."""
        self.page.click(".row button >> nth=0")
        self.page.wait_for_function("n => document.querySelectorAll('.report code').length >= n", arg=count)
        return list(self.page.locator(".report code").all_inner_texts())


# Answers as a person does: clicks, and changes of fields. Answers may open further questions.
FILL = """async (answers) => {
  const done = new Set();
  const pause = () => new Promise((go) => setTimeout(go, 0));
  async function put(field, value) { field.value = value; field.dispatchEvent(new Event("change")); }
  async function picture() {
    const canvas = document.createElement("canvas");
    canvas.width = 2000; canvas.height = 1000;
    const blob = await new Promise((go) => canvas.toBlob(go, "image/png"));
    const files = new DataTransfer();
    files.items.add(new File([blob], "IMG_20261129_Astana.png", { type: "image/png" }));
    return files.files;
  }
  async function one(box, value) {
    const search = box.querySelector("input[type=search]");
    if (search) { search.value = value; search.dispatchEvent(new Event("input")); }
    const choices = [...box.querySelectorAll("input[type=radio], input[type=checkbox]")];
    const file = box.querySelector("input[type=file]");
    if (file) {
      file.files = await picture();
      file.dispatchEvent(new Event("change"));
      while (!box.querySelector("canvas")) await pause();
    } else if (choices.length) {
      for (const choice of value.split(" ")) choices.find((c) => c.value === choice || c.value === "on").click();
    } else {
      const field = box.querySelector("input, textarea");
      const lengths = { "datetime-local": 16, time: 5 };
      await put(field, value.slice(0, lengths[field.type]));
    }
  }
  for (let found = true; found;) {
    found = false;
    for (const box of document.querySelectorAll("[data-question]")) {
      const name = box.dataset.question.split("/").pop();
      if (done.has(box) || box.closest("[hidden]")) continue;
      done.add(box);
      found = true;
      if (name in answers) await one(box, answers[name]);
      await pause();
    }
  }
  return [...done].filter((box) => !box.closest("[hidden]")).map((box) => box.dataset.question.split("/").pop());
}"""

if __name__ == "__main__":
    print(json.dumps(make(Path(sys.argv[1]), int(sys.argv[2]))))
