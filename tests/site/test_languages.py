"""Pages and statements in Russian and Kazakh say nothing in English by themselves."""

import pytest
from tests.site.english_left import english_left, record_of

from scrutator.publishing.sites.building import site_of
from scrutator.publishing.sources import case_files


@pytest.fixture(scope="module")
def venezuela_site() -> dict[str, bytes]:
    return site_of(["venezuela-2024"])


def left_in(site: dict[str, bytes], case: str, language: str) -> dict[str, str]:
    """The English that is left, each with the first page that says it."""
    record = record_of(case_files(case))
    found: dict[str, str] = {}
    for name, data in sorted(site.items()):
        of_language = name.startswith(f"{case}/{language}/") and name.endswith(".html")
        if of_language or name == f"{case}/statement.{language}.html":
            for text in english_left(data.decode(), record):
                found.setdefault(text[:200], name)
    return found


@pytest.mark.parametrize("language", ["ru", "kk"])
@pytest.mark.parametrize("case", ["kazakhstan-2012", "simulated-republic"])
def test_no_english_of_our_own_is_left_on_the_pages_of_a_case(
    bundled_site: dict[str, bytes], case: str, language: str
) -> None:
    assert left_in(bundled_site, case, language) == {}


@pytest.mark.parametrize("language", ["ru", "kk"])
def test_no_english_of_our_own_is_left_on_the_pages_of_venezuela(
    venezuela_site: dict[str, bytes], language: str
) -> None:
    assert left_in(venezuela_site, "venezuela-2024", language) == {}


@pytest.mark.parametrize(
    ("page", "left"),
    [
        ("<p>Turnout was reported late</p>", ["Turnout was reported late"]),
        ("<svg><text>votes of the list</text></svg>", ["votes of the list"]),
        ('<a aria-label="Link to the figure">1</a>', ["Link to the figure"]),
        ("<p>Явка: <i>they said so</i></p>", []),
        ("<p>lists <code>run the tests now</code></p>", []),
        ("<p>Free and Fair</p>", ["Free and Fair"]),
        ("<p>Nur Otan</p>", []),
    ],
)
def test_what_counts_as_english_left(page: str, left: list[str]) -> None:
    """Of the two sentences one is the record's; two words in a row may be a name."""
    assert list(english_left(page, "then they said so again")) == left
