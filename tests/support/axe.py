"""A page held to WCAG by axe, to its width, and its tables to be whole on a small screen."""

from pathlib import Path
from typing import Any

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SMALL = 640
HIDDEN = """() => [...document.querySelectorAll('.scroll')].filter(one => one.scrollWidth > one.clientWidth + 1)
    .map(one => one.querySelector('caption').innerText)"""


def faults_of(page: Any, width: int) -> list[tuple[str, ...]]:
    """What axe and the width say against the page that is open; its context bypasses the policy of scripts."""
    import axe_playwright_python

    found: list[tuple[str, ...]] = []
    if page.evaluate("document.documentElement.scrollWidth") > width:
        found.append(("scrolls sideways",))
    if width < SMALL and (hidden := page.evaluate(HIDDEN)):
        found.append((f"hides columns of {hidden}",))
    page.add_script_tag(path=str(Path(axe_playwright_python.__file__).parent / "axe.min.js"))
    result = page.evaluate("tags => axe.run(document, {runOnly: tags})", WCAG)
    return found + [(one["id"], one["nodes"][0]["html"][:160]) for one in result["violations"]]
