"""The site as a folder: complete, whole, the same every time, and safe whatever its texts hold."""

import csv
import gzip
import hashlib
import io
import json
import re
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from tests.site.conftest import subject
from tests.site.pages import POLICY, Seen, pages_of
from tests.statement.pdf_text import pdf_pages

from scrutator.publishing.sites.building import site_of
from scrutator.seal.writing.pyz import verifier_bytes
from scrutator.site.actors import actor_pages
from scrutator.site.folder import SUMS, site_files
from scrutator.site.press import Press
from scrutator.site.questions import Question
from scrutator.site.subject import Subject
from scrutator.words.site import LANGUAGES
from support.site_case import NASTY, SITE_CASE


@pytest.fixture(scope="module")
def small(small_site: dict[str, bytes]) -> dict[str, Seen]:
    return pages_of(small_site)


@pytest.fixture(scope="module")
def bundled(bundled_site: dict[str, bytes]) -> dict[str, Seen]:
    return pages_of(bundled_site)


def stations_of(site: dict[str, bytes], name: str) -> set[str]:
    """The addresses by which the script of a region's page shows a single station."""
    found = re.fullmatch(r"([^/]+)/[a-z]+/results/(region-\d+)\.html", name)
    rows = site[f"{found[1]}/stations/{found[2]}.csv"].decode() if found else ""
    return {f"station={row['station']}" for row in csv.DictReader(io.StringIO(rows))}


def dead_ends(site: dict[str, bytes]) -> list[tuple[str, str, str]]:
    pages = pages_of(site)
    ids = {name: set(page.ids) for name, page in pages.items()}
    statements = {
        name: set(re.findall(rb'id="([^"]+)"', data)) for name, data in site.items() if "/statement." in name
    }
    ids |= {name: {one.decode() for one in found} for name, found in statements.items()}
    for name in pages:
        ids[name] |= stations_of(site, name)
    return [
        (name, path, fragment)
        for name, page in pages.items()
        for path, fragment in page.targets()
        if path not in site or (fragment and fragment not in ids[path])
    ]


def test_every_link_leads_to_a_file_and_an_entry_of_the_site(
    small_site: dict[str, bytes], bundled_site: dict[str, bytes]
) -> None:
    assert dead_ends(small_site) == []
    assert dead_ends(bundled_site) == []


def test_no_page_names_two_entries_alike(bundled: dict[str, Seen], small: dict[str, Seen]) -> None:
    for name, page in [*bundled.items(), *small.items()]:
        assert len(page.ids) == len(set(page.ids)), name


def test_no_page_has_a_script_or_a_style_of_its_own_and_each_has_the_policy(
    bundled: dict[str, Seen], small: dict[str, Seen]
) -> None:
    for name, page in [*bundled.items(), *small.items()]:
        assert page.policy == POLICY, name
        assert page.inline == [], name
        assert "style" not in page.tags, name
        assert {one for one in page.attributes if one == "style" or one.startswith("on")} == set(), name


def test_no_page_leads_or_asks_out_of_the_site(bundled: dict[str, Seen]) -> None:
    for name, page in bundled.items():
        assert [one for one in page.addresses if re.match(r"[a-z]+:|//", one)] == [], name


def test_texts_of_the_record_are_texts_on_every_page(
    small: dict[str, Seen], small_site: dict[str, bytes]
) -> None:
    claim = small["small/en/claims/C1.html"]
    assert NASTY in claim.text
    for name, page in small.items():
        assert "img" not in page.tags, name
        assert page.tags.count("html") == 1
    for name, data in small_site.items():
        if name.endswith((".html", ".atom")) and "/statement." not in name:
            assert NASTY.encode() not in data, name


def test_the_same_case_gives_the_same_bytes_in_any_order_of_its_files(small_site: dict[str, bytes]) -> None:
    from support.site_case import SITE_CASE

    again = dict(site_files([subject(**dict(reversed(SITE_CASE.items())))]))
    assert again == small_site


def test_the_list_of_hashes_names_every_other_file_with_its_own(small_site: dict[str, bytes]) -> None:
    lines = small_site[SUMS].decode().splitlines()
    assert lines == [
        f"{hashlib.sha256(data).hexdigest()}  {name}"
        for name, data in sorted(small_site.items())
        if name != SUMS
    ]


def test_pages_are_there_in_three_languages_and_only_for_what_the_case_holds(small: dict[str, Seen]) -> None:
    found = {
        lang: {n.split("/", 2)[2] for n in small if n.startswith(f"small/{lang}/")}
        for lang in ("en", "ru", "kk")
    }
    assert found["en"] == found["ru"] == found["kk"]
    there = {question for question in Question if question.path in found["en"]}
    assert there == set(Question) - {
        Question.MISSIONS,
        Question.LAW,
        Question.FORENSICS,
        Question.COUNT,
        Question.OBSERVATION,
        Question.EVENTS,
    }


def test_every_finding_table_and_figure_of_a_case_has_its_place_once(
    bundled_site: dict[str, bytes], bundled: dict[str, Seen]
) -> None:
    for case in ("kazakhstan-2012", "simulated-republic"):
        findings = json.loads(bundled_site[f"{case}/findings.json"])
        ids = [one for name, page in bundled.items() if name.startswith(f"{case}/ru/") for one in page.ids]
        wanted = [f"finding-{one['id']}" for one in findings]
        wanted += [f"table-{one['id']}-{table['name']}" for one in findings for table in one["tables"]]
        wanted += [re.sub(r"\s+", "_", figure["id"]) for one in findings for figure in one["figures"]]
        assert sorted(set(wanted)) == sorted(set(wanted) & set(ids))
        assert [one for one in wanted if ids.count(one) != 1] == []


def test_every_chart_of_a_case_stands_on_the_page_of_its_finding(
    bundled_site: dict[str, bytes], bundled: dict[str, Seen]
) -> None:
    for case in ("kazakhstan-2012", "simulated-republic"):
        charts = {
            name.split("/")[2].split(".")[0]
            for name in bundled_site
            if re.match(rf"{case}/charts/.*\.svg$", name)
        }
        ids = [
            i
            for name, page in bundled.items()
            if name.startswith(f"{case}/en/") and not name.endswith("en/index.html")
            for i in page.ids
        ]
        assert charts
        assert {chart: ids.count(f"chart-{chart}") for chart in charts} == dict.fromkeys(charts, 1)


def test_a_long_table_is_cut_says_so_and_leads_to_all_of_it(bundled: dict[str, Seen]) -> None:
    text = " ".join(bundled["simulated-republic/en/forensics/index.html"].text.split())
    assert "250 of 628 rows are shown; the file has all." in text


def test_key_figures_are_numbers_and_one_without_an_interval_is_not_called_exact(
    bundled: dict[str, Seen], bundled_site: dict[str, bytes]
) -> None:
    page = bundled_site["kazakhstan-2012/en/index.html"].decode()
    table = page.split('<section id="figures">')[1].split("</table>")[0]
    assert table.count("<tr>") == 9
    assert 'class="mark' not in table
    assert "no interval is given" in table
    first = table.split("<tbody>")[1].split("</tr>")[0]
    assert "no interval is given" not in first


def test_every_table_of_a_finding_has_its_json_beside_its_csv(small_site: dict[str, bytes]) -> None:
    tables = [name[:-4] for name in small_site if "/data/" in name and name.endswith(".csv")]
    assert tables
    for name in tables:
        rows = json.loads(small_site[f"{name}.json"])["rows"]
        assert len(rows) == len(list(csv.reader(small_site[f"{name}.csv"].decode().splitlines()))) - 1


def test_a_reader_with_a_pdf_in_hand_finds_its_fingerprint_on_the_page_and_a_changed_one_not(
    small_site: dict[str, bytes],
) -> None:
    papers = [data for name, data in small_site.items() if name.endswith(".pdf")]
    assert papers
    for language in LANGUAGES:
        (page,) = [
            data.decode()
            for name, data in small_site.items()
            if name.endswith(f"/{language}/verify/index.html")
        ]
        for paper in papers:
            assert hashlib.sha256(paper).hexdigest() in page
            assert hashlib.sha256(paper + b" ").hexdigest() not in page


def test_a_hub_of_three_hundred_is_drawn_and_ways_lead_through_it_on_pages_that_stay_small() -> None:
    actors = "".join(f"x{n},Organisation {n},organisation,,A\n" for n in range(300))
    links = "".join(f"H{n},state,payment,x{n},The state pays it,stated,yes,A\n" for n in range(300))
    grown = {"actors.csv": SITE_CASE["actors.csv"] + actors, "links.csv": SITE_CASE["links.csv"] + links}
    made = subject(**grown)
    press = Press(made, "en")
    found = {page.path: page for page in actor_pages(made, press.drawer, press.words)}
    hub, other = (press.printed(found[f"actors/{one}.html"]) for one in ("state", "x7"))
    assert hub.count(b"<circle") == 303  # with the mission, the minister, and itself
    assert b'id="to-mission"' in other
    assert b'id="to-minister"' in other
    assert b'id="to-x8"' not in other  # it says nothing in this record
    assert len(gzip.compress(hub)) < 300_000


def test_every_page_of_a_case_in_two_languages_leads_somewhere_and_says_in_which_language_it_quotes() -> None:
    site = site_of(["venezuela-2024"])
    assert dead_ends(site) == []
    for language in LANGUAGES:
        said = site[f"venezuela-2024/{language}/claims/V01.html"].decode()
        assert '<p lang="es">“tendencia contundente e irreversible”</p>' in said
        english = site[f"venezuela-2024/{language}/claims/V20.html"].decode()
        assert '<p lang="en">“cannot verify or corroborate”</p>' in english
    promises = {name.rpartition("/")[2] for name in site if "/en/promises/" in name}
    assert {f"M{number}.html" for number in range(1, 9)} <= promises
    assert not [name for name in promises if name.startswith("K")]
    assert {name: len(data) for name, data in site.items() if len(gzip.compress(data, 6)) > 300_000
            and name.endswith(".html") and "/statement." not in name} == {}  # fmt: skip


def test_the_page_on_verifying_prints_the_hash_of_the_program_that_a_release_holds(
    small_site: dict[str, bytes],
) -> None:
    program = hashlib.sha256(verifier_bytes()).hexdigest()
    for language in LANGUAGES:
        assert program in small_site[f"small/{language}/verify/index.html"].decode()


def test_a_unit_on_a_page_stands_in_the_form_of_its_number_and_not_beside_a_missing_one(
    bundled_site: dict[str, bytes],
) -> None:
    pages = [
        data.decode() for name, data in bundled_site.items() if re.search("/ru/[a-z]+/index.html$", name)
    ]
    assert not [one for page in pages for one in re.findall(r"<b>1</b> \w+в[ .<]", page) if "голосов" in one]
    figures = pages_of({"x.html": bundled_site["kazakhstan-2012/en/results/index.html"]})["x.html"].text
    assert " 1 lists" not in figures
    assert "not published seats" not in figures


def test_the_fingerprint_on_the_page_is_the_one_the_command_there_gives(
    small_site: dict[str, bytes], small_subject: Subject, tmp_path: Path
) -> None:
    for name, data in small_subject.case.files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(data)
    page = Seen("x", small_site["small/en/verify/index.html"]).text
    (command,) = [line for line in page.splitlines() if line.startswith("find . ")]
    done = subprocess.run(["sh", "-c", command], cwd=tmp_path, capture_output=True, text=True, check=True)
    printed = done.stdout.split()[0]
    assert printed == small_subject.case.fingerprint
    assert printed in page


def test_every_statement_prints_the_fingerprint_of_its_case_and_another_case_prints_another(
    small_site: dict[str, bytes], small_subject: Subject
) -> None:
    printed = small_subject.case.fingerprint
    for language in small_subject.documents:
        assert printed in small_site[f"small/statement.{language}.html"].decode()
        first = pdf_pages(small_site[f"small/statement.{language}.pdf"])[0]
        assert printed in "".join("".join(run.text for run in first).split())
    changed = replace(small_subject.case, files={**small_subject.case.files, "note.txt": b"x"})
    assert changed.fingerprint != printed
