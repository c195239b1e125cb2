import re
from dataclasses import replace

import pytest

from scrutator.errors import ScrutatorError
from scrutator.findings.running import run_case
from scrutator.record.folder.opening import sound_case
from scrutator.statement.charts.chart import wrapped
from scrutator.statement.document import Document, build_document, figure_texts, shown_citation
from scrutator.statement.drawing import draw_svg
from scrutator.statement.page.phone_drawing import phone_drawing, smallest_on
from scrutator.words.saying import Speech


def document(files: dict[str, bytes], text: str | None = None) -> Document:
    if text is not None:
        files["statement.en.md"] = text.encode()
    case = sound_case(files, "small")
    return build_document(case, run_case(case), "en")


def test_a_figure_cell_prints_its_figure_and_names_it(small_files: dict[str, bytes]) -> None:
    cells = document(small_files).figures
    assert [(i, item.text) for i, item in cells.items()] == [("turnout/turnout(region=South)", "40.5\u202f%")]


def test_forms_of_one_figure_are_cells_of_their_own(small_files: dict[str, bytes]) -> None:
    text = '{{ figure("turnout", region="South") }} {{ figure("turnout", region="South", digits=0) }}'
    cells = figure_texts({"en": document(small_files, text)})
    assert cells["turnout/turnout(region=South)#digits=0"]["text"] == {"en": "41\u202f%"}
    assert len({cell["figure"] for cell in cells.values()}) == 1


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ('figure("turnout", region="West")', "N04"),
        ('figure("turnout")', "N04"),
        ('figure("turnuot", region="South")', "N04"),
        ('figure("turnout", region="South", form="pie")', "T01"),
        ('table("turnout/none")', "N04"),
        ('chart("none")', "T02"),
        ('picture("x")', "T02"),
        ('source("Z")', "T03"),
        ("figure()", "T01"),
    ],
)
def test_a_cell_that_names_nothing_is_refused_with_its_line(
    small_files: dict[str, bytes], cell: str, code: str
) -> None:
    with pytest.raises(ScrutatorError, match=code) as caught:
        document(small_files, f"x\n\n{{{{ {cell} }}}}")
    assert caught.value.where == "statement.en.md:3"


def test_a_bare_number_is_kept_for_the_report(small_files: dict[str, bytes]) -> None:
    assert [n.text for n in document(small_files, "It was 40.5 %.").bare] == ["40.5 %"]


def test_a_language_the_case_does_not_have_is_refused(small_files: dict[str, bytes]) -> None:
    case = sound_case(small_files, "small")
    with pytest.raises(ScrutatorError, match="T03"):
        build_document(case, (), "kk")


def test_citations_say_what_their_locator_counts() -> None:
    assert shown_citation("A#3", {"A": "page"}, Speech("en")) == "A, page 3"
    assert shown_citation("A#Annex", {"A": "page"}, Speech("en")) == "A, Annex"
    assert shown_citation("A", {"A": "page"}, Speech("en")) == "A"
    assert shown_citation("A#3", {"A": "line"}, Speech("ru")) == "A, строка 3"
    assert shown_citation("A#Annex", {"A": "line"}, Speech("ru")) == "A, Annex"


WORDS = {
    "en": ("contradicted in part", "5 at 5 %"),
    "ru": ("частью против", "5 при 5 %"),
    "kk": ("ішінара қайшы", "5, 5 %"),
}


@pytest.mark.parametrize("language", WORDS)
def test_every_chart_of_the_bundled_statement_has_a_form_for_phones_and_it_holds_every_mark(
    kazakhstan_documents: dict[str, Document], language: str
) -> None:
    part, at_risk = WORDS[language]
    charts = {chart.name: chart for chart in kazakhstan_documents[language].charts}
    for chart in charts.values():
        drawn = phone_drawing(chart)
        assert drawn is not None, chart.name
        assert smallest_on(drawn, 280) >= 9.0
    matrix = charts["claims-matrix"]
    assert len(re.findall(">[CD][0-9]+[a-z]? ", phone_drawing(matrix) or "")) == 108
    for drawn in (phone_drawing(matrix) or "", draw_svg(matrix.spec, "m")):
        assert drawn.count(f" {part}<") == 2
        assert not re.findall(">[CD][0-9]+[a-z]? [^<]*…", drawn)
    copies = phone_drawing(charts["copies-needed"]) or ""
    assert copies.count(f"{at_risk[1:]}</text>") == 7


def test_a_narrow_drawing_whose_text_would_be_too_small_is_none(kazakhstan_document: Document) -> None:
    (chart,) = (chart for chart in kazakhstan_document.charts if chart.name == "copies-needed")
    wide = {**(chart.phone or {}), "width": 900}
    assert phone_drawing(replace(chart, phone=wide)) is None


def test_a_wrapped_label_keeps_its_words_and_cuts_none() -> None:
    assert wrapped("Communist People's Party of Kazakhstan above 7 %") == (
        "Communist People's|Party of Kazakhstan|above 7 %"
    )
    assert wrapped("decriminalisation-of-libel now", 10) == "decriminalisation-of-libel|now"
