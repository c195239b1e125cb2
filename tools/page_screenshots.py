"""`make screenshots`: a page of each kind as pictures, for a person to look at.

Pages of the sites of all bundled cases, and those that the server has for anyone, in every language, in
light and dark at 320 and 1280 px, and in print: the law, as it is, turned and refused; one's own election,
where a file is given, understood, refused, computed and gone; signing in; an address with nothing.
Arguments: the folder (default dist/screenshots), then languages (default: all of readers).
"""

import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tools")]

from screenshots import chromium  # noqa: E402 (the folders come first)

CASES = ("kazakhstan-2012", "simulated-republic", "venezuela-2024")
LOOKS = (("light", 320), ("light", 1280), ("dark", 320), ("dark", 1280), ("print", 672))
TALLEST = 6_000  # px of a page that one picture shows; the rest is like it
OF_SERVER = {
    "law": "/law/",
    "law-turned": "/law/?law=kazakhstan%2Felections&day=2012-01-15&threshold=1%25&votes=VOTES",
    "law-refused": "/law/?seats=x",
    "own": "/own/",
    "own-gone": f"/own/{'a' * 22}/",
    "sign-in": "/accounts/login/",
    "nothing": "/nowhere",
}
ROWS = (f"R{i % 4},S{i},{900 + i % 97},{500 + i % 89},{480 + i % 89},{240 + i % 89},240" for i in range(300))
FILE = "\n".join(["Region,Station,Registered voters,Ballots cast,Valid ballots,Red,Blue", *ROWS])


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


def take(
    browser: Any, address: str, file: str, folder: Path, language: str, cookies: Sequence[Any] = ()
) -> None:
    """All looks of one page."""
    for look, width in LOOKS:
        scheme = "dark" if look == "dark" else "light"
        page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
        page.context.add_cookies(
            [*cookies, {"name": "language", "value": language, "url": "http://127.0.0.1"}]
        )
        page.emulate_media(media="print" if look == "print" else "screen", color_scheme=scheme)
        page.goto(address)
        height = min(TALLEST, int(page.evaluate("document.documentElement.scrollHeight")))
        clip = {"x": 0, "y": 0, "width": width, "height": height}
        page.screenshot(path=str(folder / f"{file}-{look}-{width}.png"), clip=clip, full_page=True)
        page.close()


def addresses(base: str) -> dict[str, str]:
    """The pages that the server has for anyone, by the names of their pictures."""
    from urllib.parse import quote

    from scrutator.web.law.asked import example

    return {name: base + path.replace("VOTES", quote(example())) for name, path in OF_SERVER.items()}


def own_pages(browser: Any, base: str) -> tuple[dict[str, str], list[dict[str, str]]]:
    """A visitor's files as they stand after each step, with the key of their browser."""
    page, found = browser.new_page(), {}
    for name, content in (("understood", FILE), ("refused", "%PDF-1.7"), ("results", FILE)):
        page.goto(f"{base}/own/")
        file = {"name": f"{name}.csv", "mimeType": "text/csv", "buffer": content.encode()}
        page.set_input_files("input[type=file]", file)
        page.click("form[action='/own/'] button")
        page.wait_for_selector("form[action$='/delete']", timeout=120_000)
        if name == "results":
            page.fill("input[name=day]", "2012-01-15")
            page.click("form[action$='/compute'] button")
            page.wait_for_selector("form[action$='/cancel']", timeout=120_000)
            page.wait_for_selector("form[action$='/delete']", timeout=120_000)
        found[f"own-{name}"] = page.url
    return found, page.context.cookies()


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
        base = f"http://127.0.0.1:{server.port}"
        own, cookies = own_pages(browser, base)
        for language in arguments[1:] or READERS_LANGUAGES:
            for case in CASES:
                for kind, name in kinds_of(site, case, language):
                    file = f"{case}-{kind.replace('/', '-')}-{language}"
                    take(browser, (Path(place) / "pages" / name).as_uri(), file, folder, language)
            for name, address in (addresses(base) | own).items():
                take(browser, address, f"server-{name}-{language}", folder, language, cookies)
        server.stop()
        browser.close()
    print(f"{len(list(folder.glob('*.png')))} pictures in {folder}")


if __name__ == "__main__":
    main(sys.argv[1:])
