"""Publishing a form: what phones get, and every reason not to publish."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrutator.errors import ScrutatorError
from scrutator.field.reading.lint import EXPOSING, check_form
from scrutator.field.reading.sheets import language_code, read_sheets
from scrutator.field.xlsform import publish
from support.needs import package
from support.text_workbook import text_workbook

EN, RU = "label::English (en)", "label::Русский (ru)"
SURVEY = [
    ["type", "name", "required", "relevant", EN, RU],
    ["select_one yn", "seen", "yes", "", "Did you see it?", "Вы это видели?"],
    ["begin_group", "more", "", "${seen} = 'yes'", "", ""],
    ["integer", "how_many", "", "", "How many?", "Сколько?"],
    ["end_group", "", "", "", "", ""],
]
CHOICES = [["list_name", "name", EN, RU], ["yn", "yes", "Yes", "Да"], ["yn", "no", "No", "Нет"]]
SETTINGS = [["form_title", "form_id"], ["A form", "small"]]


def form(
    survey: list[list[str]] = SURVEY, choices: list[list[str]] = CHOICES, settings: list[list[str]] = SETTINGS
) -> bytes:
    return text_workbook({"survey": survey, "choices": choices, "settings": settings})


def with_row(*cells: str) -> bytes:
    return form([*SURVEY, list(cells)])


def faults(xlsx: bytes) -> list[str]:
    return [
        f"{fault.code} {fault.sheet} {fault.row} {fault.reason}" for fault in check_form(read_sheets(xlsx))
    ]


def test_a_small_form_is_published_with_its_questions_and_the_hash_phones_compare() -> None:
    package("pyxform")
    published = publish(form(), version="2026-06-14")
    assert (published.form_id, published.version, published.title) == ("small", "2026-06-14", "A form")
    assert published.languages == ("English (en)", "Русский (ru)")
    assert published.md5 == hashlib.md5(published.xform, usedforsecurity=False).hexdigest()
    assert [question.path for question in published.questions] == ["seen", "more/how_many"]
    assert published.questions[1].relevance == ("${seen} = 'yes'",)
    assert [choice.value for choice in published.questions[0].choices] == ["yes", "no"]
    assert 'version="2026-06-14"' in published.xform.decode()


def test_the_same_workbook_and_version_give_the_same_bytes_and_another_version_gives_others() -> None:
    package("pyxform")
    assert publish(form(), version="1") == publish(form(), version="1")
    assert publish(form(), version="1").md5 != publish(form(), version="2").md5


@pytest.mark.parametrize("version", ["", "a b", "-1", "x" * 65, "1\n"])
def test_a_version_that_could_not_stand_in_a_table_is_refused(version: str) -> None:
    with pytest.raises(ScrutatorError, match="D01"):
        publish(form(), version=version)


@pytest.mark.parametrize("kind", sorted(EXPOSING))
def test_a_row_that_would_record_who_or_where_an_observer_is_is_refused(kind: str) -> None:
    with pytest.raises(ScrutatorError, match="survey, row 6") as refused:
        publish(with_row(kind, "x", "", "", "Where?", "Где?"), version="1")
    assert refused.value.code == "D03"


@pytest.mark.parametrize("missing", ["", "-", " - "])
def test_a_translation_that_is_missing_or_a_dash_is_refused(missing: str) -> None:
    assert faults(with_row("integer", "n", "", "", "How many?", missing)) == [
        "D02 survey 6 the label of “n” is missing in Русский (ru)"
    ]
    choices = [*CHOICES, ["yn", "maybe", "Perhaps", missing]]
    assert faults(form(choices=choices)) == ["D02 choices 4 the label of “maybe” is missing in Русский (ru)"]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (("barcode", "x", "", "", "A", "Б"), "the type “barcode” is not used here"),
        (("integer", "x", "", "random() > 1", "A", "Б"), "relevant: the function random() is not used"),
        (("integer", "x", "", "regex(${seen}, 'a')", "A", "Б"), "relevant: the function regex() is not used"),
        (("integer", "x", "", "../seen = 'yes'", "A", "Б"), "relevant: paths are read differently"),
        (("integer", "X1", "", "", "A", "Б"), "“X1” is not a plain name"),
        (("integer", "seen", "", "", "A", "Б"), "two questions are called “seen”"),
        (("select_one none", "x", "", "", "A", "Б"), "there is no list “none”"),
    ],
)
def test_what_phones_and_browsers_read_differently_is_refused_by_row(row: tuple[str, ...], said: str) -> None:
    assert any(fault.endswith(said) and " 6 " in fault for fault in faults(with_row(*row)))


def test_a_preselected_answer_an_unknown_look_and_a_shuffled_list_are_refused() -> None:
    survey = [
        [*SURVEY[0], "default", "appearance", "parameters"],
        ["select_one yn", "x", "", "", "A", "Б", "yes", "quick", "randomize=true"],
    ]
    assert [fault.split(" 2 ")[1][:14] for fault in faults(form(survey))] == [
        "an answer is p",
        "the appearance",
        "the parameters",
    ]


def test_an_unused_choice_and_a_value_that_is_there_twice_are_faults() -> None:
    choices = [*CHOICES, ["yn", "no", "No", "Нет"], ["other", "a", "A", "А"]]
    said = faults(form(choices=choices))
    assert len([one for one in said if "is there twice" in one]) == 2
    assert "D01 choices 5 “other/a” is in no question" in said


@pytest.mark.parametrize(
    ("xlsx", "said"),
    [
        (text_workbook({"survey": SURVEY, "settings": SETTINGS, "notes": [["a"]]}), "“notes” has no effect"),
        (text_workbook({"survey": SURVEY, "choices": CHOICES}), "no sheet settings"),
        (
            form(settings=[["form_id", "submission_url"], ["x", "https://example.org"]]),
            "submission_url has no effect",
        ),
        (form(settings=[["form_id", "public_key"], ["x", "MIIB"]]), "public_key has no effect"),
        (form(settings=[["form_id"], ["A form"]]), "is not the id of a form"),
        (form([[*SURVEY[0], "colour"]]), "the column colour has no effect"),
        (form([["type", "name", "label"], ["integer", "x", "A"]]), "the column label has no language"),
        (form([["type", "name", "label::English"], ["integer", "x", "A"]]), "has no code"),
        (form([[*SURVEY[0], EN]]), "two columns have the same heading"),
        (form(SURVEY[:3]), "a group does not end"),
        (form([SURVEY[0], SURVEY[1], SURVEY[4]]), "end_group has no beginning"),
        (form(choices=[["list_name", "name", EN], ["yn", "yes", "Yes"]]), "in different languages"),
    ],
)
def test_what_has_no_effect_or_is_missing_is_an_error_with_its_place(xlsx: bytes, said: str) -> None:
    with pytest.raises(ScrutatorError, match=said):
        publish(xlsx, version="1")


def test_what_the_converter_refuses_is_an_error_of_the_catalogue() -> None:
    package("pyxform")
    survey = [[*SURVEY[0], "choice_filter"], [*SURVEY[1], "${nosuch} = name"]]
    with pytest.raises(ScrutatorError, match=r"D01.*nosuch"):
        publish(form(survey), version="1")


def test_a_condition_on_a_choice_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ScrutatorError, match=r"D02.*“maybe” is not one of the choices.*no, yes"):
        publish(with_row("integer", "x", "", "${seen} = 'maybe'", "A", "Б"), version="1")


@given(st.binary(max_size=400))
def test_bytes_that_are_no_workbook_are_refused_from_the_catalogue(content: bytes) -> None:
    with pytest.raises(ScrutatorError):
        publish(content, version="1")


def test_a_language_is_named_with_its_code() -> None:
    assert language_code("Қазақша (kk)") == "kk"
    with pytest.raises(ScrutatorError, match=r"label::English \(en\)"):
        language_code("English")


@pytest.mark.parametrize(
    ("kind", "parameters", "fits"),
    [
        ("range", "start=1 end=5 step=1", True),
        ("range", "step=0.25 start=-1 end=1", True),
        ("range", "start=0 end=1000 step=1", True),
        ("range", "start=0 end=1001 step=1", False),
        ("range", "start=1 end=5 step=3", False),  # a slider ends at 4, a field of numbers at 5
        ("range", "start=5 end=5 step=1", False),
        ("range", "start=1 end=5 step=0", False),
        ("range", "start=1 end=5", False),
        ("range", "start=1 end=5 step=1 step=2", False),
        ("range", "start=1 end=5 step=1 tick=1", False),
        ("range", "", False),
        ("image", "max-pixels=1024", True),
        ("integer", "max-pixels=1024", False),
        ("integer", "start=1 end=5 step=1", False),
    ],
)
def test_parameters_are_those_that_act_alike_everywhere(kind: str, parameters: str, fits: bool) -> None:
    rows = [
        ["type", "name", "parameters", EN, RU],
        ["select_one yn", "seen", "", "A", "Б"],
        [kind, "x", parameters, "A", "Б"],
    ]
    found = faults(form(rows))
    assert (found == []) is fits, found


def test_what_phones_read_differently_is_refused_by_its_own_name() -> None:
    rows = [
        ["type", "name", "repeat_count", EN, RU],
        ["select_one yn", "seen", "", "A", "Б"],
        ["begin_repeat", "people", "3", "A", "Б"],
        ["trigger", "x", "", "A", "Б"],
        ["geopoint", "y", "", "A", "Б"],
        ["end_repeat", "", "", "", ""],
    ]
    assert faults(form(rows)) == [
        "D02 survey 3 repeat_count is read differently",
        "D02 survey 4 the type “trigger” is not used here",
        "D03 survey 5 “geopoint” records where the observer stood",
    ]


@pytest.mark.parametrize(
    ("answer", "is_read"),
    [("1", True), ("5", True), ("0", False), ("6", False), ("2.5", False), ("x", False), ("3.0", True)],
)
def test_an_answer_to_a_range_lies_on_one_of_its_steps(answer: str, is_read: bool) -> None:
    from scrutator.field.questions import AnswerKind, Question
    from scrutator.field.reading.conditions import value_of

    question = Question("x", AnswerKind.RANGE, {}, {}, {}, bounds=("1", "5", "1"))
    assert (value_of(question, answer) is not None) is is_read
    read = Question("x", AnswerKind.READ, {}, {}, {})
    assert value_of(read, "OK") == "OK"
    assert value_of(read, answer) is None
