"""What machines read: reviews of claims, data sets, feeds, and citations of figures."""

import json
import re
from xml.etree import ElementTree

from tests.site.conftest import subject

from scrutator.site.cells import Drawer
from scrutator.site.feeds import feeds
from scrutator.site.figures import figure_view
from scrutator.site.folder import site_files
from scrutator.site.metadata import claim_review
from scrutator.site.press import json_ld
from scrutator.site.subject import Subject
from scrutator.words.saying import Speech
from support.site_case import SITE_CASE

ATOM = "{http://www.w3.org/2005/Atom}"
ERRATA = """id,table,entry,field,was,now,reason,date,signed_by
X1,claims,C1,date,2012-01-15,2012-01-16,misread,2012-03-01,the editor
X2,claims,C2,text,Nobody <b>stayed</b>,Nobody stayed at home,misprint,2012-04-01,the editor
"""


def blocks(page: bytes) -> list[object]:
    found = re.findall(rb'<script type="application/ld\+json">(.*?)</script>', page, re.S)
    return [json.loads(one) for one in found]


def test_a_claims_review_is_whole_and_gives_words_and_no_number(small_site: dict[str, bytes]) -> None:
    (review,) = blocks(small_site["small/ru/claims/C1.html"])
    assert isinstance(review, dict)
    assert review["@type"] == "ClaimReview"
    assert review["reviewRating"] == {"@type": "Rating", "alternateName": "supported"}
    assert review["itemReviewed"]["name"].startswith("Turnout was reported </script><img")


def test_a_review_is_in_the_language_of_the_words_that_it_quotes_or_else_of_the_record() -> None:
    quoted = SITE_CASE["claims.csv"].replace("quotation,date", "quotation,quotation_language,date")
    quoted = quoted.replace("reported,2012-01-16", "reported,es,2012-01-16").replace(
        "home,,2012", "home,,,2012"
    )
    one = subject(**{"claims.csv": quoted})
    reviews = [claim_review(one, claim) for claim in one.case.claims]
    assert [review["inLanguage"] for review in reviews if review] == ["es", "en"]


def test_a_claim_that_no_finding_judges_is_not_called_reviewed() -> None:
    one = subject(**{"findings.toml": '[[finding]]\nid = "turnout"\nmethod = "official.turnout"\n'})
    assert claim_review(one, one.case.claims[0]) is None
    assert blocks(dict(site_files([one]))["small/en/claims/C1.html"]) == []


def test_every_review_says_what_schema_org_asks_of_one(bundled_site: dict[str, bytes]) -> None:
    reviews = [
        one
        for name, page in bundled_site.items()
        if "/claims/C" in name and "/en/" in name
        for one in blocks(page)
    ]
    assert len(reviews) > 40
    for review in reviews:
        assert isinstance(review, dict)
        assert {"@context", "@type", "claimReviewed", "datePublished", "author", "itemReviewed",
                "reviewRating"} <= set(review)  # fmt: skip
        assert review["reviewRating"]["alternateName"]
        assert review["itemReviewed"]["author"]


def test_data_for_machines_cannot_end_the_element_that_holds_it() -> None:
    assert "<" not in json_ld({"a": "</script><!--&"})
    assert json.loads(json_ld({"a": "</script><!--&"})) == {"a": "</script><!--&"}


def test_the_first_page_describes_the_case_as_a_data_set(bundled_site: dict[str, bytes]) -> None:
    (data,) = blocks(bundled_site["kazakhstan-2012/en/index.html"])
    assert isinstance(data, dict)
    assert data["license"] == "https://spdx.org/licenses/CC-BY-4.0.html"
    for one in data["distribution"]:
        assert f"kazakhstan-2012/{one['contentUrl'].removeprefix('../')}" in bundled_site


def test_the_feed_of_corrections_has_each_once_the_newest_first() -> None:
    one = subject(**{"errata.csv": ERRATA})
    feed = ElementTree.fromstring(dict(feeds(one))["errata.atom"])
    assert feed.findtext(f"{ATOM}updated") == "2012-04-01T00:00:00Z"
    entries = feed.findall(f"{ATOM}entry")
    assert [entry.findtext(f"{ATOM}title") for entry in entries] == ["claims/C2: text", "claims/C1: date"]
    assert "Nobody <b>stayed</b>" in str(entries[0].findtext(f"{ATOM}summary"))
    assert len({entry.findtext(f"{ATOM}id") for entry in entries}) == 2


def test_the_feed_of_releases_is_dated_by_the_case_and_by_no_clock(small_subject: Subject) -> None:
    feed = ElementTree.fromstring(dict(feeds(small_subject))["releases.atom"])
    (entry,) = feed.findall(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}updated") == "2012-01-20T00:00:00Z"


def test_a_citation_names_publisher_figure_value_method_and_licence(small_subject: Subject) -> None:
    finding = small_subject.findings[0]
    figure = next(
        one
        for one in finding.outcome.figures
        if dict(one.at) == {"region": "South"} and one.name == "turnout"
    )
    view = figure_view(small_subject, finding, figure, Drawer(Speech("ru"), {}))
    assert view.citation == (
        "Test mission, “A small election”, 2012-01-20: turnout/turnout(region=South) = 40.5\u202f%; "
        f"official.turnout@{finding.version}, case small, {small_subject.release}, CC-BY-4.0."
    )
    assert view.value.text == "40,5\u202f%"
