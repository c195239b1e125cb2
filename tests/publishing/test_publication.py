import json
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest

from scrutator.errors import ScrutatorError
from scrutator.findings.model import Value
from scrutator.findings.plain import csv_cell
from scrutator.publishing.build import build_bundle
from scrutator.publishing.publication import case_records, readable_page
from scrutator.record.folder.opening import sound_case
from scrutator.seal.keys.sign import key_from_seed
from support.small_case import SMALL_CASE

Members = dict[str, bytes]


class Links(HTMLParser):
    """The ids of a page and the targets of its links."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.targets: set[str] = set()
        self.figures = 0

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        named = dict(attributes)
        if named.get("id"):
            self.ids.append(str(named["id"]))
        if tag == "a" and str(named.get("href")).startswith("#"):
            self.targets.add(str(named["href"])[1:])
        self.figures += "data-figure" in named


def test_the_same_case_and_key_give_the_same_bytes(kazakhstan_bundle: bytes) -> None:
    again = build_bundle("kazakhstan-2012", key_from_seed("test.example", bytes(range(32)))).bundle
    assert again == kazakhstan_bundle


@pytest.mark.system  # test_same_bytes_anywhere has another seed and place in every run
def test_the_bytes_do_not_depend_on_the_hash_seed_or_the_place(
    kazakhstan_bundle: bytes, tmp_path: Path
) -> None:
    program = (
        "from scrutator.publishing.build import build_bundle\nfrom scrutator.seal.keys.sign import key_from_seed\n"
        "from pathlib import Path\n"
        "Path('b.zip').write_bytes(build_bundle('kazakhstan-2012', key_from_seed('test.example', bytes(range(32)))).bundle)"
    )
    source = str(Path(__file__).parents[2] / "src")
    environment = {
        "PYTHONHASHSEED": "7",
        "PYTHONPATH": source,
        "TZ": "Asia/Almaty",
        "LC_ALL": "C",
        "PATH": "/usr/bin",
    }
    subprocess.run([sys.executable, "-c", program], cwd=tmp_path, env=environment, check=True)
    assert (tmp_path / "b.zip").read_bytes() == kazakhstan_bundle


def test_every_link_inside_the_page_leads_somewhere_and_no_id_stands_twice(
    kazakhstan_members: Members,
) -> None:
    page = Links()
    page.feed(kazakhstan_members["statement.en.html"].decode())
    assert page.targets <= set(page.ids)
    assert len(page.ids) == len(set(page.ids))
    assert page.figures > 20


def test_the_page_asks_for_nothing_outside_itself(kazakhstan_members: Members) -> None:
    page = kazakhstan_members["statement.en.html"].decode()
    assert "<script" not in page
    assert not re.findall(r'(?:src|href)="https?://', page)
    assert not re.findall(r"url\((?!data:|#)", page)
    assert "default-src 'none'" in page


def test_every_printed_figure_is_a_cell_with_its_text(kazakhstan_members: Members) -> None:
    cells = json.loads(kazakhstan_members["figures.json"])
    findings = {f["id"]: f for f in json.loads(kazakhstan_members["findings.json"])}
    for identity, cell in cells.items():
        finding = findings[identity.split("/")[0]]
        assert cell["figure"] in {figure["id"] for figure in finding["figures"]}
        assert cell["text"]["en"]


def test_unknowns_reach_the_page_as_words_with_what_would_fill_them(kazakhstan_members: Members) -> None:
    page = kazakhstan_members["statement.en.html"].decode()
    assert "not obtained: transcribe from the final report, p. 22" in page


def test_every_chart_has_its_drawing_data_and_specification(kazakhstan_members: Members) -> None:
    names = {name.split("/")[1].removesuffix(".svg") for name in kazakhstan_members if name.endswith(".svg")}
    assert {"turnout-dots", "turnout-map"} <= names
    for language in ("ru", "kk"):
        assert f"turnout-map.{language}" in names
    for name in names:
        table = name.removesuffix(".ru").removesuffix(".kk")  # the table behind it is one for all languages
        assert kazakhstan_members[f"charts/{table}.csv"].count(b"\n") > 2
        assert json.loads(kazakhstan_members[f"charts/{name}.vl.json"])["$schema"]


def test_a_cell_that_a_spreadsheet_would_run_is_disarmed() -> None:
    dangerous: list[Value] = ["=cmd()", "+1", "-1", "@x"]
    assert [csv_cell(value)[0] for value in dangerous] == ["'"] * 4
    assert csv_cell(-1) == "-1"


def test_the_pdf_is_tagged_and_dated_by_the_statement(kazakhstan_members: Members) -> None:
    pdf = kazakhstan_members["statement.en.pdf"]
    assert pdf.startswith(b"%PDF-1.7")
    assert b"/StructTreeRoot" in pdf or b"/MarkInfo" in pdf
    assert b"pdfuaid" in pdf


def test_a_bulk_table_is_one_record_of_the_log_and_a_small_one_is_its_rows() -> None:
    def records(stations: int) -> list[str]:
        files = {path: text.encode() for path, text in SMALL_CASE.items()}
        rows = "".join(f"s{n},Station {n},station,north,A\n" for n in range(stations))
        files["places.csv"] += rows.encode()
        return [name for name, _, _ in case_records(sound_case(files, "stations"))]

    small, bulk = records(4_997), records(4_998)
    assert sum(name.startswith("places/") for name in small) == 5_000
    assert "file/places.csv" not in small
    assert sum(name.startswith("places/") for name in bulk) == 0
    assert "file/places.csv" in bulk
    assert sum(name.startswith("results/") for name in bulk) == 2


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("See [x](https://example.org/), ![y](charts/y.svg) and [z](#s1).", False),
        (
            "1. a\n2. b\n\n> q\n\n| a | b |\n|---|:-:|\n| 1 | `c` |\n\n```py\nx\n```\n\n- **b** *e*  \n  f",
            False,
        ),
        ("Write to <mailto:x@example.org>.", True),
        ("![x](https://example.org/x.png)", True),
        ("[x](../x.html)", True),
    ],
)
def test_a_page_that_verifiers_would_refuse_is_not_published(text: str, refused: bool) -> None:
    markdown_it = pytest.importorskip("markdown_it")
    page = markdown_it.MarkdownIt("commonmark", {"html": False}).enable("table").render(text)
    if not refused:
        assert readable_page("statement.en.html", page) == page.encode()
        return
    with pytest.raises(ScrutatorError, match="T08"):
        readable_page("statement.en.html", page)
