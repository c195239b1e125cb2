"""A form that repeats, with groups and several choices, published once for all importers."""

from functools import cache

import pytest

from scrutator.field.xlsform import PublishedForm, publish
from support.needs import package
from support.workbooks import xlsx

EN = "label::English (en)"
SURVEY = [
    ["type", "name", EN],
    ["select_one_from_file stations.csv", "station", "Polling station"],
    ["begin_group", "seen", "What you saw"],
    ["select_one yn", "secret", "Was the vote secret?"],
    ["select_multiple things", "missing", "What was missing?"],
    ["integer", "turnout", "Voters so far"],
    ["dateTime", "arrived", "When did you arrive?"],
    ["end_group", "", ""],
    ["begin_repeat", "hours", "Each hour"],
    ["integer", "came", "Voters in the hour"],
    ["begin_repeat", "doors", "Each door"],
    ["text", "door", "Which door?"],
    ["end_repeat", "", ""],
    ["end_repeat", "", ""],
    ["text", "note", "Anything else?"],
]
CHOICES = [
    ["list_name", "name", EN],
    *(["yn", "yes", "Yes"], ["yn", "no", "No"]),
    *(["things", "booth", "A booth"], ["things", "seal", "A seal"], ["things", "none", "Nothing"]),
]


@cache
def _published() -> PublishedForm:
    package("pyxform")
    settings = [["form_title", "form_id"], ["A visit", "visit"]]
    return publish(xlsx({"survey": SURVEY, "choices": CHOICES, "settings": settings}), version="7")


@pytest.fixture
def form() -> PublishedForm:
    return _published()
