"""The documentation says what the code does: generated pages are current, links lead somewhere,
commands in the pages run."""

import re
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tools"))

PAGES = sorted((ROOT / "docs").rglob("*.md")) + sorted(ROOT.glob("*.md"))


def test_the_generated_pages_are_current() -> None:
    from write_reference import generated

    stale = [
        name
        for name, text in generated().items()
        if not (ROOT / "docs" / "reference" / name).is_file()
        or (ROOT / "docs" / "reference" / name).read_text(encoding="utf-8") != text
    ]
    assert not stale, f"run `make docs`: {stale}"


@pytest.mark.parametrize("page", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    text = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.S)
    targets = [t.split("#")[0] for t in re.findall(r"\]\(([^)\s]+)\)", text) if "://" not in t]
    missing = [t for t in targets if t and not (page.parent / t).exists()]
    assert not missing


def test_no_page_names_a_path_of_some_machine_or_a_package_registry() -> None:
    forbidden = re.compile(r"/(work|root|home)/|https?://[^ )]*(pypi|npmjs|debian\.org|crates\.io)")
    found = [str(page) for page in PAGES if forbidden.search(page.read_text(encoding="utf-8"))]
    assert not found


def test_every_decision_has_a_date_and_says_why() -> None:
    decisions = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    assert decisions
    for page in decisions:
        text = page.read_text(encoding="utf-8")
        assert re.search(r"20\d\d-\d\d-\d\d", text[:300]), page.name
