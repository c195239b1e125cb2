"""The statement of the case with known truth: every method's answer stands beside what was done."""

import re
from html.parser import HTMLParser

import pytest

from scrutator.publishing.build import build_bundle
from scrutator.seal.bundle.archive import read
from scrutator.seal.keys.sign import key_from_seed
from scrutator.seal.verifier.verify import verify_bundle

pytestmark = pytest.mark.slow
KEY = key_from_seed("test.example", bytes(range(32)))
# What a method found, and the truth that must stand in the same paragraph or list item.
BESIDE = [
    ("peaks/observed", "truth/stations"),
    ("battery/statistic", "truth/stations"),
    ("window/low", "truth/gained"),
    ("window/high", "truth/gained"),
    ("observers/votes", "truth/gained"),
    ("model/stuffed", "truth/all_ballots_added"),
    ("model/stolen", "truth/all_votes_moved"),
    ("levels/found_of_altered", "levels/truly_altered"),
    ("visits/modelled", "visits/true_rate"),
]


class Paragraphs(HTMLParser):
    """Every paragraph and list item of the text: its figures, and its words without the figures."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[set[str], str]] = []
        self.reading, self.drawing, self.inside, self.depth = False, False, False, 0

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        named = dict(attributes)
        if tag == "main":
            self.reading = True
        if tag == "h2" and named.get("id") == "methods":
            self.reading = False
        if tag == "figure":  # titles and captions of charts are computed by their methods
            self.drawing = True
        if tag in ("p", "li") and self.reading and not self.drawing:
            self.inside = True
            self.found.append((set(), ""))
        if tag == "span" and (self.depth or named.get("class") == "fig"):
            self.depth += 1
        if self.inside and named.get("data-figure"):
            self.found[-1][0].add(str(named["data-figure"]).partition("(")[0].partition("#")[0])

    def handle_endtag(self, tag: str) -> None:
        if tag == "figure":
            self.drawing = False
        if tag in ("p", "li"):
            self.inside = False
        if tag == "span" and self.depth:
            self.depth -= 1

    def handle_data(self, data: str) -> None:
        if self.inside and not self.depth:
            figures, words = self.found[-1]
            self.found[-1] = (figures, words + data)


@pytest.fixture(scope="module")
def bundle() -> bytes:
    return build_bundle("simulated-republic", KEY).bundle


@pytest.fixture(scope="module")
def paragraphs(bundle: bytes) -> list[tuple[set[str], str]]:
    page = Paragraphs()
    page.feed(bytes(read(bundle)["statement.en.html"]).decode())
    return page.found


def test_the_bundle_verifies(bundle: bytes) -> None:
    checks = verify_bundle(bundle, key=str(KEY.key)).checks
    assert {check.outcome.value for check in checks} <= {"PASS", "NOT CHECKED"}
    passed = {check.id for check in checks if check.outcome.value == "PASS"}
    assert {"C1", "C2", "C3", "C4", "C5", "C8", "C12", "C14"} <= passed


@pytest.mark.parametrize(("method", "truth"), BESIDE)
def test_what_a_method_found_stands_beside_the_truth(
    paragraphs: list[tuple[set[str], str]], method: str, truth: str
) -> None:
    assert [figures for figures, _ in paragraphs if {method, truth} <= figures]


def test_no_number_on_the_page_is_bare(paragraphs: list[tuple[set[str], str]]) -> None:
    assert sum(len(figures) for figures, _ in paragraphs) > 30
    times = "At 21:30, "  # the one number in the source's prose: a moment of the night
    assert sum(times in words for _, words in paragraphs) == 1
    bare = [words for _, words in paragraphs if re.search(r"[0-9]", words.replace(times, ""))]
    assert bare == []
