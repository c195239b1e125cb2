"""`make screenshots`: every statement of a bundled case as pictures, for a person to look at.

In light and dark at 390 and 1280 px, in print, and every page of the PDF. Long pages are taken in slices.
Arguments: the folder (default dist/screenshots), then languages (default: all of the case).
"""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from scrutator.findings.running import context_of, run_all
from scrutator.publishing.checks.check import faultless_case
from scrutator.publishing.sources import case_files
from scrutator.statement.document import build_document
from scrutator.statement.drawing import draw_svg
from scrutator.statement.page.html import render_page
from scrutator.statement.pdf import typeset

CASE = "kazakhstan-2012"
LOOKS = (("light", 390), ("light", 1280), ("dark", 390), ("dark", 1280), ("print", 672))
SLICE = 3_000  # px of height of one picture, and of the window it is taken in


def slices(height: int, most: int = SLICE) -> Iterator[tuple[int, int]]:
    """Top and height of every slice of a page so high: together they are the page, once."""
    for top in range(0, height, most):
        yield top, min(most, height - top)


def take(browser: Any, page_file: Path, folder: Path, language: str) -> None:
    """All looks of one page."""
    for look, width in LOOKS:
        scheme = "dark" if look == "dark" else "light"
        page = browser.new_page(viewport={"width": width, "height": SLICE}, color_scheme=scheme)
        page.emulate_media(media="print" if look == "print" else "screen", color_scheme=scheme)
        page.goto(page_file.as_uri())
        height = int(page.evaluate("document.documentElement.scrollHeight"))
        for number, (top, tall) in enumerate(slices(height), 1):
            scrolled = int(page.evaluate("top => { window.scrollTo(0, top); return window.scrollY }", top))
            clip = {"x": 0, "y": top - scrolled, "width": width, "height": tall}
            name = f"{language}-{look}-{width}-{number:02d}.png"
            page.screenshot(path=str(folder / name), clip=clip)
        page.close()


def main(arguments: list[str]) -> None:
    from playwright.sync_api import sync_playwright

    folder = Path(arguments[0] if arguments else "dist/screenshots").resolve()
    folder.mkdir(parents=True, exist_ok=True)
    case = faultless_case(case_files(CASE), CASE)
    findings = run_all(context_of(case))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        for language in arguments[1:] or list(case.statements):
            document = build_document(case, findings, language)
            drawings = {chart.name: draw_svg(chart.spec, chart.name) for chart in document.charts}
            page_file = folder / f"statement.{language}.html"
            page_file.write_text(render_page(case, document, drawings), encoding="utf-8")
            take(browser, page_file, folder, language)
            for number, picture in enumerate(typeset(case, document, drawings, format="png", ppi=70), 1):
                (folder / f"{language}-pdf-{number:02d}.png").write_bytes(picture)
        browser.close()
    print(f"{len(list(folder.glob('*.png')))} pictures in {folder}")


def chromium() -> str | None:
    """A browser of the system, else the one that playwright brought."""
    import shutil

    return shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


if __name__ == "__main__":
    main(sys.argv[1:])
