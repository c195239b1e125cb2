"""Sites that the tests look at: one of a small case with nasty texts, and those of the bundled cases."""

from pathlib import Path

import pytest

from scrutator.publishing.checks.check import faultless_case
from scrutator.publishing.checks.shown import Prepared
from scrutator.publishing.sites.building import computed_of, site_of, subject_of
from scrutator.publishing.sources import case_files
from scrutator.publishing.withholding.public import Public
from scrutator.site.claims.pages import claim_pages
from scrutator.site.folder import site_files
from scrutator.site.press import Press
from scrutator.site.subject import Subject
from scrutator.words.site import LANGUAGES
from support.site_case import SITE_CASE


def subject(**changes: str) -> Subject:
    """The small case, or a changed one, computed and drawn."""
    files = {name: text.encode() for name, text in {**SITE_CASE, **changes}.items()}
    return subject_of(computed_of(Prepared(faultless_case(files, "small"), Public(), ())))


@pytest.fixture(scope="session")
def small_subject() -> Subject:
    return subject()


@pytest.fixture(scope="session")
def small_site(small_subject: Subject) -> dict[str, bytes]:
    return dict(site_files([small_subject]))


@pytest.fixture(scope="session")
def bundled_site() -> dict[str, bytes]:
    """The site of both bundled cases."""
    return site_of(["kazakhstan-2012", "simulated-republic"])


@pytest.fixture(scope="session")
def claims_of_cases(bundled_site: dict[str, bytes]) -> dict[str, dict[str, bytes]]:
    """The pages about claims of each bundled case, by language and path. Of Venezuela no more than these."""
    found = {"venezuela-2024": claims_of_case("venezuela-2024")}
    for name, data in bundled_site.items():
        case, _, rest = name.partition("/")
        if "/claims/" in name and name.endswith(".html"):
            found.setdefault(case, {})[rest] = data
    return found


def claims_of_case(name: str) -> dict[str, bytes]:
    """The pages about the claims of a bundled case, without the rest of its site."""
    case = faultless_case(case_files(name), name)
    one = subject_of(computed_of(Prepared(case, Public(), ())))
    found = {}
    for language in LANGUAGES:
        press = Press(one, language)
        for page in claim_pages(one, press.drawer, press.words):
            found[f"{language}/{page.path}"] = press.printed(page)
    return found


@pytest.fixture(scope="session")
def bundled_folder(bundled_site: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pages")
    for name, data in bundled_site.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return folder
