"""`scrutator site`: write, check, and say which file is not what the case gives."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from support.small_case import SMALL_CASE

Scrutator = Callable[..., Any]


def test_a_site_is_written_checked_and_a_changed_page_is_named(scrutator: Scrutator, tmp_path: Path) -> None:
    (tmp_path / "small").mkdir()
    for name, text in SMALL_CASE.items():
        (tmp_path / "small" / name).write_text(text, encoding="utf-8")
    done = scrutator("site", "small", "-o", "pages")
    assert (done.returncode, "Open pages/index.html" in done.stdout) == (0, True)
    done = scrutator("site", "small", "--check", "pages")
    assert done.returncode == 0
    assert "files are those of the site of small, and no others." in done.stdout
    page = tmp_path / "pages" / "small" / "ru" / "results" / "index.html"
    page.write_bytes(page.read_bytes().replace(b"60,5", b"69,5"))
    done = scrutator("site", "small", "--check", "pages")
    assert done.returncode == 1
    assert "small/ru/results/index.html: not what the case gives" in done.stdout
    answer = json.loads(scrutator("site", "small", "--check", "pages", "--json").stdout)
    assert answer["differ"] == ["small/ru/results/index.html: not what the case gives"]


def test_where_to_write_or_what_to_check_is_asked_for_and_not_both(scrutator: Scrutator) -> None:
    for options in ((), ("-o", "a", "--check", "b"), ("--check", "b", "--force")):
        done = scrutator("site", "kazakhstan-2012", *options)
        assert (done.returncode, "X03" in done.stderr) == (2, True)


def test_a_case_that_is_not_there_is_an_error_with_a_remedy(scrutator: Scrutator) -> None:
    done = scrutator("site", "nowhere", "-o", "pages")
    assert (done.returncode, "R31" in done.stderr, "Traceback" in done.stderr) == (2, True, False)
