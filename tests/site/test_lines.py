"""Every line of the ledger is on a page of claims, those on conditions too; what is counted there is there."""

import re

import pytest
from tests.site.conftest import subject

from scrutator.publishing.checks.check import faultless_case
from scrutator.publishing.sources import all_cases, case_files
from scrutator.record.nouns.claims import EvidenceLine
from scrutator.site.cells import Drawer
from scrutator.site.claims.conditions import conditions_alone
from scrutator.site.claims.pages import proposition_view
from scrutator.site.folder import site_files
from scrutator.words.saying import Speech
from scrutator.words.site import LANGUAGES, site_words
from support.site_case import SITE_CASE

Pages = dict[str, dict[str, bytes]]

TURNOUT_ALONE = '[[finding]]\nid = "turnout"\nmethod = "official.turnout"\n'
WITH_CONDITIONS = {
    "norms.csv": "id,document,paragraph,text,certainty,source\nN1,A convention,7,Votes are secret,sourced,A\n",
    "conditions.csv": "id,contest,text,stage,norms\nK1,vote,Votes were secret,voting,N1\n",
    "propositions.csv": SITE_CASE["propositions.csv"]
    .replace("verdict,missing", "contest,assessment,verdict,missing")
    .replace("results,supported", "results,,,supported")
    .replace("voting,cannot_be", "voting,,,cannot_be"),
    "evidence.csv": """id,proposition,condition,direction,covers,method,strength,text,source
E1,C1a,,supports,whole,official figure,strong,The protocol prints it,A#3
X1,,K1,supports,part,document,moderate,Booths stood,A#4
X2,,K1,contradicts,whole,document,strong,The booths had no curtain,A#5
X3,,K1,neutral,part,document,weak,The booths were blue,A#6
""",
    "findings.toml": SITE_CASE["findings.toml"]
    + '[[finding]]\nid = "conditions"\nmethod = "ledger.conditions"\n',
}
ASSESSED = {
    **WITH_CONDITIONS,
    "propositions.csv": WITH_CONDITIONS["propositions.csv"]
    + "C2b,C2,It was an honest vote,overall assessment,whole process,vote,met,,,,\n",
}


def lines_of(case: str) -> tuple[EvidenceLine, ...]:
    return faultless_case(case_files(case), case).evidence


def parts_of(page: bytes) -> list[str]:
    """Each proposition or condition of a page, without what stands under another one inside it."""
    return re.split(r'<section class="(?:proposition|condition)"', page.decode())[1:]


def shown(part: str, heading: str) -> list[str]:
    """The lines that a part shows under a heading."""
    listed = re.search(rf'<h[46]>{heading}</h[46]>\s*<ul class="lines">(.*?)</ul>', part, re.S)
    return re.findall(r'<li id="([^"]*)">.*?<a href="[^"]*#source-', listed[1]) if listed else []


def counted(part: str, verb: str) -> int:
    """How many lines a part says point one way."""
    found = re.findall(rf"(\d+) (?:weak )?lines? from (?:\d+|one) (?:roots? |root would ){verb}", part)
    return sum(map(int, found))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_line_of_each_bundled_ledger_is_on_a_page_of_claims_once(
    claims_of_cases: Pages, language: str
) -> None:
    """Those on a proposition on its claim's page; those on a condition once for each claim judged by it."""
    seen = 0
    for case in all_cases():
        pages = [data for name, data in claims_of_cases.get(case, {}).items() if name.startswith(language)]
        for line in lines_of(case):
            name = f'[^":]*:{line.condition}:{line.id}' if line.condition else line.id
            item = re.compile(rf'<li id="({name})"><span[^>]*>[^<]+</span>.*#source-'.encode())
            found = [item.findall(data) for data in pages]
            assert any(found), (case, line.id)
            assert all(len(one) == len(set(one)) for one in found), (case, line.id)
            seen += 1
    assert seen > 280


def test_as_many_lines_are_shown_under_a_part_as_its_reason_counts(claims_of_cases: Pages) -> None:
    checked = 0
    for case, pages in claims_of_cases.items():
        for name, data in pages.items():
            for part in parts_of(data) if name.startswith("en/") else ():
                for heading, verb in (("Speaks for it", "support"), ("Speaks against it", "contradict")):
                    if number := counted(part, verb):
                        assert len(shown(part, heading)) == number, (case, name, part[:80])
                        checked += 1
    assert checked > 150


def test_the_page_of_an_assessment_shows_for_each_condition_who_says_so(claims_of_cases: Pages) -> None:
    page = claims_of_cases["kazakhstan-2012"]["en/claims/C22.html"]
    late = next(one for one in parts_of(page) if "struck off so late" in one)
    assert counted(late, "contradict") == 6
    assert [one.rpartition(":")[2] for one in shown(late, "Speaks against it")] == [
        f"K02-{number}" for number in range(1, 7)
    ]
    assert page.decode().count('<section class="condition"') == 13


@pytest.mark.parametrize("asked", [True, False])
def test_lines_on_a_condition_stand_for_against_and_aside_under_it(asked: bool) -> None:
    """Also where the case asks for no finding: then they stand where the record puts them."""
    changes = ASSESSED if asked else {**ASSESSED, "findings.toml": TURNOUT_ALONE}
    one = subject(**changes)
    drawer = Drawer(Speech("en"), {})
    (view,) = proposition_view(one, drawer, one.case.propositions[-1]).conditions
    sides = (view.lines.supports, view.lines.contradicts, view.lines.aside)
    assert [[line.id for line in side] for side in sides] == [
        ["C2b:K1:X1"],
        ["C2b:K1:X2"],
        ["C2b:K1:X3"],
    ]
    assert (view.state.text if view.state else None) == ("not met" if asked else None)
    assert conditions_alone(one, drawer) == ()


def test_conditions_that_no_claim_assesses_stand_with_the_table_of_claims() -> None:
    site = dict(site_files([subject(**WITH_CONDITIONS)]))
    for language in LANGUAGES:
        page = site[f"small/{language}/claims/index.html"].decode()
        assert site_words(language)["conditions_heading"] in page
        assert '<li id="condition:K1:X2">' in page
    assert b'class="condition"' not in site["small/en/claims/C2.html"]
