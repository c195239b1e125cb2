"""Sites that the tests look at: one of a small case with nasty texts, and those of the bundled cases."""

from pathlib import Path

import pytest

from scrutator.publishing.checks.check import faultless_case
from scrutator.publishing.checks.shown import Prepared
from scrutator.publishing.sites.building import computed_of, site_of, subject_of
from scrutator.publishing.withholding.public import Public
from scrutator.site.folder import site_files
from scrutator.site.subject import Subject
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
def bundled_folder(bundled_site: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pages")
    for name, data in bundled_site.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return folder
