"""The page, opened in a browser from its file."""

import sys
from base64 import b64encode
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from verify_page.cases import Case

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tools"))

VERIFY = """async ([file, typed, notices, openings]) => {
  const bytes = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  return scrutator.verify(bytes(file), { typed, notices: notices.map(bytes), openings: openings === null ? null : bytes(openings), today: "2026-11-26" });
}"""


@pytest.fixture(scope="session")
def page_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from make_verify_page import page_bytes

    path = tmp_path_factory.mktemp("page") / "verify.html"
    path.write_bytes(page_bytes())
    return path


@pytest.fixture
def opened(chromium: Any, page_file: Path) -> Iterator[Any]:
    """The page, with what it says on the console and asks of the network in `said` and `asked`."""
    page = chromium.new_page(viewport={"width": 390, "height": 800})
    page.said, page.asked = [], []
    page.on("console", lambda message: page.said.append(message.text))
    page.on("pageerror", lambda error: page.said.append(str(error)))
    page.on("request", lambda request: page.asked.append(request.url))
    page.goto(page_file.as_uri())
    yield page
    page.close()


@pytest.fixture
def answer(opened: Any) -> Callable[[Case], Any]:
    """What the page answers to a case."""

    def answered(case: Case) -> Any:
        notices = [b64encode(notice).decode() for notice in case.notices]
        given = b64encode(case.openings).decode() if case.openings else None
        return opened.evaluate(VERIFY, [b64encode(case.file).decode(), case.root or case.key, notices, given])

    return answered
