"""What all tests share: where the reference data are, and what happens when something is missing.

`SCRUTATOR_DATA` names the folder of reference data. Without it (or without a browser, a JDK,
PostgreSQL) the tests that need it skip and say why; with `SCRUTATOR_REQUIRE_ALL=1`, which CI sets,
the same lack is a failure.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from support.needs import lacking
from support.small_case import SMALL_CASE

# What a reader remembers must not come from, or go to, the person who runs the tests.
os.environ["SCRUTATOR_MEMORY"] = tempfile.mkdtemp(prefix="scrutator-memory-")

# The same examples in every run, and no clock: a busy machine must not fail a test.
settings.register_profile("scrutator", deadline=None, derandomize=True)
settings.load_profile("scrutator")


def reference_root() -> Path:
    """The folder of reference data: `results`, `law`, `protocols`, … beside `vectors`."""
    named = os.environ.get("SCRUTATOR_DATA")
    if not named or not Path(named).is_dir():
        lacking("SCRUTATOR_DATA does not name the folder of reference data")
    root = Path(str(named)).resolve()
    return root.parent if root.name == "results" else root


@pytest.fixture(scope="session")
def reference_data() -> Path:
    """The folder of reference data (elections, protocols, official seat results)."""
    return reference_root()


@pytest.fixture(scope="session")
def vectors() -> Path:
    """The folder of conformance vectors written by others."""
    return reference_root().parent / "vectors"


@pytest.fixture
def small_files() -> dict[str, bytes]:
    """The files of a small, faultless case; each test may spoil its own copy."""
    return {path: text.encode() for path, text in SMALL_CASE.items()}


@pytest.fixture(scope="session")
def kazakhstan_bundle() -> bytes:
    """The published bundle of the bundled case, signed with a fixed key."""
    from scrutator.publishing.build import build_bundle
    from scrutator.seal.keys.sign import key_from_seed

    return build_bundle("kazakhstan-2012", key_from_seed("test.example", bytes(range(32)))).bundle


@pytest.fixture(scope="session")
def kazakhstan_members(kazakhstan_bundle: bytes) -> dict[str, bytes]:
    from scrutator.seal.bundle.archive import read

    return {name: bytes(view) for name, view in read(kazakhstan_bundle).items()}


@pytest.fixture(scope="session")
def chromium() -> Iterator[object]:
    """A headless Chromium."""
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        lacking("there is no Chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        flags = [
            "--no-sandbox",
            "--disable-gpu",
            "--disable-background-networking",
            "--disable-component-update",
        ]
        browser = playwright.chromium.launch(executable_path=path, args=flags)
        yield browser
        browser.close()
