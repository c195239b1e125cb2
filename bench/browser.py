"""How long verify.html takes in Chromium on the bundled case: processor seconds of the page's own thread."""

import shutil
import sys
import tempfile
from pathlib import Path
from statistics import median
from typing import Any

from bench import measure
from bench.measure import Row

ROOT = Path(__file__).parents[1]
WHAT = "verify.html, Kazakhstan 2012, the page's thread"


def busy(session: Any) -> float:
    """The processor seconds of the page's thread so far."""
    metrics = session.send("Performance.getMetrics")["metrics"]
    return next(float(one["value"]) for one in metrics if one["name"] == "TaskDuration")


def once(browser: Any, page_file: Path, bundle: Path) -> float:
    """One verification, from the file chosen to the verdict."""
    page = browser.new_page()
    page.goto(page_file.as_uri())
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    before = busy(session)
    page.set_input_files("#bundle", bundle)
    page.wait_for_selector("#result:not([hidden])")
    if page.inner_text("#verdict") != "SIGNER UNKNOWN":
        raise RuntimeError(page.inner_text("#sentence"))
    took = busy(session) - before
    page.close()
    return took


def in_chromium(path: str) -> float:
    """The median over the runs."""
    from playwright.sync_api import sync_playwright

    from scrutator.publishing.build import build_bundle
    from scrutator.seal.keys.sign import key_from_seed

    sys.path.insert(0, str(ROOT / "tools"))
    from make_verify_page import page_bytes

    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        page_file, bundle = Path(name) / "verify.html", Path(name) / "bundle.zip"
        page_file.write_bytes(page_bytes())
        bundle.write_bytes(
            build_bundle("kazakhstan-2012", key_from_seed("mission.example", bytes(range(32)))).bundle
        )
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        return median(once(browser, page_file, bundle) for _ in range(1 if measure.QUICK else measure.RUNS))


def rows() -> list[Row]:
    """One row, or the remark that there is no Chromium."""
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        return [Row(WHAT, None, target="3 s", remark="there is no Chromium")]
    return [Row(WHAT, in_chromium(path), target="3 s")]
