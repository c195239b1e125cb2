import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scrutator.findings.running import run_case
from scrutator.publishing.checks.check import check
from scrutator.publishing.checks.runs import check_runs
from scrutator.publishing.checks.statements import check_statements
from scrutator.publishing.publication import readable_page
from scrutator.record.folder.opening import sound_case
from scrutator.record.folder.reading import read_case
from scrutator.statement.document import build_document
from scrutator.statement.page.html import render_page
from support.needs import package
from support.small_case import SMALL_CASE

package("markdown_it")
FINDINGS = run_case(sound_case({name: text.encode() for name, text in SMALL_CASE.items()}, "small"))


def test_faults_of_the_text_are_named_with_their_line_before_anything_is_computed(
    small_files: dict[str, bytes],
) -> None:
    text = 'One.\n\n{{ figure("turnuot", region="x") }}\n{{ picture("x") }}\nIt was 12 %.\n'
    small_files["statement.en.md"] = text.encode()
    faults = check_statements(sound_case(small_files, "small"))
    assert [(f.line, f.code) for f in faults] == [(3, "N04"), (4, "T02"), (5, "T04")]


def test_a_cell_that_cannot_be_read_is_a_fault(small_files: dict[str, bytes]) -> None:
    small_files["statement.en.md"] = b"\n{{ figure( }}"
    assert [(f.line, f.code) for f in check_statements(sound_case(small_files, "small"))] == [(2, "T01")]


def test_unknown_methods_and_parameters_are_faults(small_files: dict[str, bytes]) -> None:
    small_files["findings.toml"] = (
        b'[[finding]]\nid = "a"\nmethod = "none"\n[[finding]]\nid = "b"\nmethod = "official.turnout"\n'
        b'[finding.parameters]\nplace = "x"\n'
    )
    assert [(f.line, f.code) for f in check_runs(sound_case(small_files, "small"))] == [
        (1, "N01"),
        (4, "N02"),
    ]


def test_a_faultless_text_has_no_faults(small_files: dict[str, bytes]) -> None:
    case = sound_case(small_files, "small")
    assert [*check_statements(case), *check_runs(case)] == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Write to [us](mailto:x@example.org).", "T08"),
        ("<mailto:x@example.org>", "T08"),
        ("![a picture](https://example.org/x.png)", "T08"),
        ("[up](../x.html)", "T08"),
        ('[see {{ figure("turnout", region="South") }}](https://example.org/)', "T08"),
        ('In a line {{ table("turnout/snapshots") }} of text.', "T08"),
        ('# {{ chart("turnout-dots") }}', "T08"),
        ('{{ figure("turnout", region="South", form="loud") }}', "T01"),
        ('{{ figure("turnout", region="South", digits="two") }}', "T01"),
        ("{{ figure() }}", "T01"),
        ('{{ chart("no such chart") }}', "T02"),
        ('{{ source("Z") }}', "T03"),
        ("", ""),
        (
            'A [link](https://example.org/), a ![picture](charts/x.svg).\n\n{{ table("turnout/snapshots") }}',
            "",
        ),
    ],
)
def test_what_publish_would_refuse_in_a_text_is_a_fault_before(
    small_files: dict[str, bytes], text: str, code: str
) -> None:
    small_files["statement.en.md"] = f"Text.\n\n{text}\n".encode()
    found = [fault.code for fault in check_statements(sound_case(small_files, "small"))]
    assert found == ([code] if code else [])


PIECES = [
    "word ", "**bold** ", "*", "_", "`", "[", "](", ")", "![", "<", ">", "\n", "\n\n", "> ", "- ", "# ", "## ", "| a | b |\n",
    "|---|---|\n", "```\n", "https://example.org/", "mailto:x@example.org", "charts/x.svg", "'", '"', "&", "&amp;", "\\", "    ",
    '{{ figure("turnout", region="South") }}', '{{ source("A", "3") }}', '{{ table("turnout/snapshots") }}', "1. ", "<b>", "<!--",
    "[x]: https://example.org/ \"t\"\n", "[x]", "ftp://example.org ", "#s1", "\u00a0", "é", "~~", "***\n", "===\n", "--\n",
]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
@settings(max_examples=300)
def test_every_text_the_check_passes_makes_a_page_that_verifiers_read(text: str) -> None:
    files = {name: content.encode() for name, content in SMALL_CASE.items()}
    files["statement.en.md"] = text.encode()
    reading = read_case(files)
    if reading.case is None or check(reading):
        return
    document = build_document(reading.case, FINDINGS, "en")
    readable_page("statement.en.html", render_page(reading.case, document, {}))  # raises T08
