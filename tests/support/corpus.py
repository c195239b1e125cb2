"""A form with every type that an XLSForm of ours may have, with conditions and calculations of every kind that is
used, and answers to it."""

from functools import cache

from scrutator.field.xlsform import PublishedForm, publish

from .needs import package
from .text_workbook import text_workbook

EN, KK = "label::English (en)", "label::Қазақша (kk)"
COLUMNS = ("type", "name", "required", "relevant", "constraint", "calculation", "parameters", EN, KK)
ROWS: tuple[dict[str, str], ...] = (
    {"type": "select_one_from_file stations.csv", "name": "place"},
    {"type": "text", "name": "word"},
    {"type": "integer", "name": "whole", "required": "yes", "constraint": ". >= 0 and . <= 100"},
    {"type": "decimal", "name": "part", "constraint": ". < 10"},
    {"type": "range", "name": "level", "parameters": "start=1 end=5 step=1"},
    {"type": "range", "name": "share", "parameters": "start=0 end=1 step=0.25", "constraint": ". <= ${part}"},
    {"type": "date", "name": "day"},
    {"type": "time", "name": "hour"},
    {"type": "dateTime", "name": "moment", "constraint": ". <= now()"},
    {"type": "select_one abc", "name": "one"},
    {"type": "select_multiple abc", "name": "some", "relevant": "${one} != 'a'"},
    {"type": "acknowledge", "name": "agree", "relevant": "${level} >= 3"},
    {"type": "text", "name": "why", "relevant": "${agree} != ''"},
    {
        "type": "image",
        "name": "picture",
        "parameters": "max-pixels=1024",
        "relevant": "selected(${some}, 'c')",
    },
    {"type": "note", "name": "said", "relevant": "${share} > 0.25 or ${part} = 2.5"},
    {"type": "begin_group", "name": "outer", "relevant": "${whole} > 10"},
    {"type": "text", "name": "inner", "relevant": "string-length(${word}) > 3"},
    {"type": "integer", "name": "fewer", "required": "yes", "constraint": ". < ${whole}"},
    {"type": "end_group"},
    {"type": "integer", "name": "how_many", "constraint": ". <= 3"},
    {"type": "begin_repeat", "name": "people"},
    {"type": "integer", "name": "age", "constraint": ". < 120"},
    {"type": "end_repeat"},
    {"type": "calculate", "name": "sum", "calculation": "${whole} * 2 + coalesce(${level}, 0)"},
    {"type": "calculate", "name": "eighth", "calculation": "${whole} div 8"},
    {"type": "calculate", "name": "tenth", "calculation": "coalesce(${part}, 0) + 0.1"},
    {"type": "calculate", "name": "chosen", "calculation": "if(selected(${some}, 'b'), 1, 0)"},
    {"type": "calculate", "name": "none", "calculation": "if(not(${whole} > 50) and true(), 1, 2)"},
)
COMMON = {
    "place": "ST-7", "word": "сөз", "whole": "7", "part": "0.5", "level": "2", "share": "0.25", "day": "2020-06-14",
    "hour": "09:05:00.000+05:00", "moment": "2020-06-14T09:05:00.000+05:00", "one": "a", "some": "b", "agree": "OK",
    "why": "бар", "picture": "1592107500000.jpg", "inner": "ішкі", "fewer": "3", "how_many": "0", "age": "31",
}  # fmt: skip
FITTING: tuple[dict[str, str], ...] = (
    COMMON,
    COMMON
    | {
        "one": "b",
        "some": "a b c",
        "level": "5",
        "whole": "64",
        "word": "ұзын сөз",
        "part": "2.5",
        "how_many": "2",
    },
    COMMON | {"one": "c", "some": "c", "share": "0.5", "level": "3", "whole": "11"},
    COMMON | {"whole": "100", "fewer": "99", "part": "9.75", "share": "1", "how_many": "3"},
    COMMON | {"whole": "0", "share": "0", "part": "0.1", "level": "1"},
    {"whole": "10", "one": "b"},
)
WRONG: tuple[tuple[dict[str, str], str], ...] = (
    (COMMON | {"whole": "101"}, "whole"),
    ({key: text for key, text in COMMON.items() if key != "share"} | {"part": "10"}, "part"),
    (COMMON | {"share": "0.75"}, "share"),
    (COMMON | {"whole": "12", "fewer": "12"}, "fewer"),
    (COMMON | {"how_many": "4"}, "how_many"),
    (COMMON | {"moment": "2099-06-14T09:05:00.000+05:00"}, "moment"),
)


def workbook() -> bytes:
    """The XLSForm."""
    survey = [[*COLUMNS]]
    for row in ROWS:
        words = (
            {}
            if row["type"] in ("end_group", "end_repeat", "calculate")
            else {EN: row["name"], KK: f"қ {row['name']}"}
        )
        survey.append([(row | words).get(column, "") for column in COLUMNS])
    choices = [["list_name", "name", EN, KK], *(["abc", one, one.upper(), f"қ {one}"] for one in "abc")]
    return text_workbook(
        {"survey": survey, "choices": choices, "settings": [["form_title", "form_id"], ["Corpus", "corpus"]]}
    )


@cache
def corpus() -> PublishedForm:
    """The form, published; skips without pyxform."""
    package("pyxform")
    return publish(workbook(), version="1")
