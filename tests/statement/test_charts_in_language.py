"""A chart in another language has the same marks, other words, and its numbers' own decimal mark."""

from scrutator.statement.charts.chart import wrapped
from scrutator.statement.charts.in_language import drawing_name, in_language, label, letters_of, translated
from scrutator.statement.document import Document
from scrutator.statement.drawing import draw_svg
from scrutator.words.saying import Speech

RUSSIAN = Speech("ru", {"Nur Otan": "Нур Отан", "Patriots": "Партия патриотов Казахстана"})


def test_what_is_told_to_the_program_stays_and_what_readers_see_is_said() -> None:
    spec = {
        "mark": {"type": "bar", "text": "majority: 50"},
        "encoding": {"x": {"field": "votes", "title": "votes"}, "y": {"sort": ["Nur Otan"]}},
        "data": {"values": [{"list": "Nur Otan", "seats": 7}]},
        "config": {"text": "votes"},
    }
    assert translated(spec, RUSSIAN) == {
        "mark": {"type": "bar", "text": "большинство: 50"},
        "encoding": {"x": {"field": "votes", "title": "голоса"}, "y": {"sort": ["Нур Отан"]}},
        "data": {"values": [{"list": "Нур Отан", "seats": 7}]},
        "config": {"text": "votes"},
    }


def test_a_word_is_short_in_a_drawing_only_where_the_lists_have_it_short() -> None:
    assert label("C06 contradicted", RUSSIAN) == "C06 против"
    assert RUSSIAN.words("C06 contradicted") == "C06 противоречит имеющимся данным"
    assert label("Nur Otan above 7 %", RUSSIAN) == "Нур Отан выше 7 %"
    assert label("Rukhaniyat above 7 %", RUSSIAN) == "Rukhaniyat выше 7 %"


def test_names_are_wrapped_after_they_are_said_in_lines_as_long_as_those_they_had() -> None:
    rows = [{"name": wrapped("Patriots and a few more words"), "n": 1}, {"name": "Patriots", "n": 2}]
    spec = {"values": rows, "title": "copies of station protocols"}
    assert letters_of(spec) == 20
    said = translated(spec, RUSSIAN, 20)
    assert said["values"][1]["name"] == "Партия патриотов|Казахстана"
    assert said["title"] == "копии протоколов участков"


def test_english_and_unknown_languages_leave_the_chart_as_it_is(kazakhstan_document: Document) -> None:
    chart = kazakhstan_document.charts[0]
    assert in_language(chart, Speech("en")) is chart
    assert in_language(chart, Speech("fr")) is chart
    assert drawing_name(chart, "en") == chart.name
    assert drawing_name(chart, "kk") == f"{chart.name}.kk"


def test_numbers_of_a_drawing_have_the_decimal_mark_of_the_language(
    kazakhstan_documents: dict[str, Document],
) -> None:
    charts = {
        language: next(chart for chart in document.charts if chart.name == "turnout-dots")
        for language, document in kazakhstan_documents.items()
    }
    assert ">41.4<" in draw_svg(charts["en"].spec, "en")
    for language in ("ru", "kk"):
        drawn = draw_svg(charts[language].spec, language)
        assert ">41,4<" in drawn
        assert ">41.4<" not in drawn
