"""`make screenshots`: a page of each kind as pictures, for a person to look at.

Pages of the sites of all bundled cases, and those that the server has for readers, in every language, in
light and dark at 320 and 1280 px, and in print. Arguments: the folder (default dist/screenshots), then
languages (default: all of readers).
"""

import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tools")]

from screenshots import chromium  # noqa: E402 (the folders come first)

CASES = ("kazakhstan-2012", "simulated-republic", "venezuela-2024")
LOOKS = (("light", 320), ("light", 1280), ("dark", 320), ("dark", 1280), ("print", 672))
TALLEST = 6_000  # px of a page that one picture shows; the rest is like it
OF_SERVER = ("/law/", "/own/")


def kinds_of(names: Iterable[str], case: str, language: str) -> Iterator[tuple[str, str]]:
    """Each kind of page that a case has in a language, and the first page of it: a folder's index is one
    kind, what else lies in the folder another."""
    found: dict[str, str] = {}
    start = f"{case}/{language}/"
    for name in sorted(names):
        if name.startswith(start) and name.endswith(".html"):
            folder, _, page = name.removeprefix(start).rpartition("/")
            found.setdefault(f"{folder or 'front'}{'' if page == 'index.html' else '-one'}", name)
    yield from found.items()


def take(browser: Any, address: str, file: str, folder: Path, language: str) -> None:
    """All looks of one page."""
    for look, width in LOOKS:
        scheme = "dark" if look == "dark" else "light"
        page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
        page.context.add_cookies([{"name": "language", "value": language, "url": "http://127.0.0.1"}])
        page.emulate_media(media="print" if look == "print" else "screen", color_scheme=scheme)
        page.goto(address)
        height = min(TALLEST, int(page.evaluate("document.documentElement.scrollHeight")))
        clip = {"x": 0, "y": 0, "width": width, "height": height}
        page.screenshot(path=str(folder / f"{file}-{look}-{width}.png"), clip=clip, full_page=True)
        page.close()


def main(arguments: list[str]) -> None:
    """Build the sites, start a server, and take every picture."""
    from playwright.sync_api import sync_playwright

    from scrutator.publishing.sites.building import site_of
    from scrutator.words.server import READERS_LANGUAGES
    from support.live_server import LiveServer

    folder = Path(arguments[0] if arguments else "dist/screenshots").resolve()
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as place, sync_playwright() as playwright:
        site, server = site_of(CASES), LiveServer(Path(place) / "server", Path(place) / "log")
        for name, data in site.items():
            (Path(place) / "pages" / name).parent.mkdir(parents=True, exist_ok=True)
            (Path(place) / "pages" / name).write_bytes(data)
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        server.start()
        for language in arguments[1:] or READERS_LANGUAGES:
            for case in CASES:
                for kind, name in kinds_of(site, case, language):
                    file = f"{case}-{kind.replace('/', '-')}-{language}"
                    take(browser, (Path(place) / "pages" / name).as_uri(), file, folder, language)
            for path in OF_SERVER:
                address = f"http://127.0.0.1:{server.port}{path}"
                take(browser, address, f"server{path.replace('/', '-')}{language}", folder, language)
        server.stop()
        browser.close()
    print(f"{len(list(folder.glob('*.png')))} pictures in {folder}")


if __name__ == "__main__":
    main(sys.argv[1:])
