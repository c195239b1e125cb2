"""The documentation site builds without a warning, holds every page, and needs no other server."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import scrutator

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tools"))

from notebooks import as_markdown, read_notebook, run_notebook  # noqa: E402

NOTEBOOKS = sorted((ROOT / "docs" / "notebooks").glob("*.ipynb"))
pytestmark = pytest.mark.xdist_group("site")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, built as `make site` builds it: a warning ends the build."""
    out = tmp_path_factory.mktemp("site")
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", str(out)],
        cwd=ROOT, env={**os.environ, "NO_MKDOCS_2_WARNING": "1"}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return out


def test_every_page_of_the_documentation_and_every_public_name_is_in_the_site(site: Path) -> None:
    pages = [path.relative_to(ROOT / "docs").with_suffix(".html") for path in (ROOT / "docs").rglob("*.md")]
    assert [page for page in pages if not (site / page).is_file()] == []
    for name in scrutator.__all__:
        if name.startswith("__"):
            continue
        folder = site / "reference" / "api" / ("" if name.islower() else "types")
        text = (folder / f"{name}.html").read_text(encoding="utf-8")
        assert 'class="doc ' in text, f"mkdocstrings drew nothing for {name}"


def test_the_notebooks_are_pages_with_what_their_cells_give(site: Path) -> None:
    assert "settled" in (site / "notebooks" / "seats.html").read_text(encoding="utf-8")
    assert "<svg" in (site / "notebooks" / "forensics.html").read_text(encoding="utf-8")
    assert "stations drawn" in (site / "notebooks" / "quick_count.html").read_text(encoding="utf-8")


def test_no_page_loads_anything_from_another_server(site: Path) -> None:
    loads = re.compile(r'<(?:script|link|img|iframe)\b[^>]*\b(?:src|href)="(?:https?:)?//[^"]*"')
    found = {m for page in site.rglob("*.html") for m in loads.findall(page.read_text(encoding="utf-8"))}
    assert not found
    styles = [path.read_text(encoding="utf-8") for path in site.rglob("*.css")]
    assert not [text for text in styles if re.search(r"url\(\s*['\"]?(?:https?:)?//", text)]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_holds_no_outputs_and_is_written_as_its_own_bytes(path: Path) -> None:
    body = json.loads(path.read_text(encoding="utf-8"))
    assert (
        path.read_text(encoding="utf-8")
        == json.dumps(body, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    )
    assert all(cell.get("execution_count") is None for cell in body["cells"])
    assert read_notebook(path)


def write(path: Path, *sources: str) -> Path:
    cells = [{"cell_type": "code", "source": [source], "outputs": []} for source in sources]
    path.write_text(json.dumps({"cells": cells}), encoding="utf-8")
    return path


def test_cells_share_their_names_and_show_prints_values_and_html(tmp_path: Path) -> None:
    html = "class Bold:\n    def _repr_html_(self): return '<b>bold</b>'\nBold()"
    path = write(tmp_path / "n.ipynb", "a = 20", "print('hello')\na + 1", html, "None")
    page = as_markdown(run_notebook(path))
    assert "```text\nhello\n```" in page
    assert "```text\n21\n```" in page
    assert "<b>bold</b>" in page
    assert page.rstrip().endswith("```python\nNone\n```")


def test_a_cell_that_fails_ends_the_run_and_stored_outputs_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError):
        run_notebook(write(tmp_path / "n.ipynb", "1 / 0"))
    stored = {"cells": [{"cell_type": "code", "source": ["1"], "outputs": [{"text": "1"}]}]}
    (tmp_path / "o.ipynb").write_text(json.dumps(stored), encoding="utf-8")
    with pytest.raises(ValueError, match="without outputs"):
        read_notebook(tmp_path / "o.ipynb")
