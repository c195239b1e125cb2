"""Checks of forms whose groups repeat: asked of each entry with what stands around it, of nothing else, and
never silently of none."""

import itertools
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrutator.field.checks.compiling import checks_of_form
from scrutator.field.checks.declared import About, Check, CheckSet, Each, Scope, check_set
from scrutator.field.checks.flags import FlagKind
from scrutator.field.checks.mission import check_mission
from scrutator.field.checks.parts import parts_of
from scrutator.field.checks.visits import Filed, Known
from scrutator.field.entries import ONCE, Entry
from scrutator.field.xlsform import PublishedForm, publish
from support.needs import package
from support.workbooks import xlsx

EN = "label::English (en)"
SURVEY = [
    ["type", "name", EN],
    ["select_one_from_file stations.csv", "station", "Station"],
    ["integer", "turnout", "Voters in all"],
    ["begin_repeat", "hours", "Each hour"],
    ["integer", "came", "Voters in the hour"],
    ["begin_repeat", "doors", "Each door"],
    ["integer", "through", "Voters through the door"],
    ["end_repeat", "", ""],
    ["end_repeat", "", ""],
    ["begin_repeat", "boxes", "Each box"],
    ["integer", "ballots", "Ballots in it"],
    ["end_repeat", "", ""],
]
SETTINGS = [["form_title", "form_id"], ["Hours", "hours"]]
ENTRIES: dict[Entry, dict[str, str]] = {
    ONCE: {"station": "S1", "turnout": "50"},
    ("hours", (1,)): {"came": "30"},
    ("hours", (2,)): {"came": "60"},
    ("hours/doors", (2, 1)): {"through": "70"},
    ("boxes", (1,)): {"ballots": "51"},
}


@cache
def form() -> PublishedForm:
    package("pyxform")
    return publish(xlsx({"survey": SURVEY, "settings": SETTINGS}), version="1")


def check(holds: str, name: str = "c", scope: Scope = Scope.REPORT, where: str = "") -> Check:
    words = ("It does not fit.", "", "")
    return Check(name, scope, About.WITHIN, (), Each.ONCE, FlagKind.HARD, "", holds, where, words)


def filed(entries: dict[Entry, dict[str, str]] = ENTRIES, report: str = "1") -> Filed:
    parts = parts_of(entries, form())
    return Filed(report, "A", "A", form(), "S1", None, entries[ONCE], parts=parts)


def found(*checks: Check, entries: dict[Entry, dict[str, str]] = ENTRIES) -> list[tuple[str, str]]:
    flags = check_mission([filed(entries)], Known({}, {}, None), check_set(list(checks))).reports.get("1", ())
    return [(flag.name, flag.words) for flag in flags]


def test_a_part_sees_its_own_entry_and_those_it_lies_in_and_no_other() -> None:
    seen = {part.group: part.answers for part in parts_of(ENTRIES, form()) if part.group != "hours"}
    assert seen == {
        "": {"station": "S1", "turnout": "50"},
        "hours/doors": {"station": "S1", "turnout": "50", "came": "60", "through": "70"},
        "boxes": {"station": "S1", "turnout": "50", "ballots": "51"},
    }
    asked = {part.group: {one.name for one in part.form.questions} for part in parts_of(ENTRIES, form())}
    assert asked["hours"] == {"station", "turnout", "came"}
    assert asked["hours/doors"] == {"station", "turnout", "came", "through"}
    assert asked[""] == {"station", "turnout"}


def test_an_entry_is_held_against_what_is_asked_once_and_against_the_entry_it_lies_in() -> None:
    (hour,) = found(check("came <= turnout"))
    assert "60" in hour[1]
    assert "30" not in hour[1]
    (door,) = found(check("through <= came"))
    assert "70" in door[1]
    assert found(check("ballots <= turnout"))
    assert found(check("ballots <= turnout + 1")) == []


def test_two_entries_that_fail_alike_are_two_flags_where_they_say_different_things() -> None:
    both = {**ENTRIES, ("hours", (1,)): {"came": "55"}}
    assert len(found(check("came <= turnout"), entries=both)) == 2
    same = {**ENTRIES, ("hours", (1,)): {"came": "60"}}
    assert len(found(check("came <= turnout"), entries=same)) == 1


def test_what_is_asked_once_is_asked_once_however_many_entries_there_are() -> None:
    assert len(found(check("turnout > 50"))) == 1


def test_an_answer_that_was_not_given_says_nothing_of_its_entry_and_something_of_the_others() -> None:
    less = {**ENTRIES, ("hours", (1,)): {"came": ""}}
    assert len(found(check("came <= turnout"), entries=less)) == 1
    unknown = {**ENTRIES, ONCE: {"station": "S1", "turnout": ""}}
    assert found(check("came <= turnout"), entries=unknown) == []


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        (check("came <= ballots"), "repeat apart"),
        (check("turnout > 0", where="through <= ballots"), "repeat apart"),
        (check("came / turnout", scope=Scope.NEIGHBOURS), "came"),
    ],
)
def test_a_check_that_no_entry_can_answer_is_named_as_one_that_fits_not_and_not_left_unasked(
    asked: Check, why: str
) -> None:
    (idle,) = checks_of_form(form(), check_set([asked])).idle
    assert why in idle.why
    assert checks_of_form(form(), check_set([check("through <= came")])).idle == ()


def test_across_reports_only_what_is_asked_once_is_compared_and_the_rest_is_named() -> None:
    from scrutator.field.checks.across import idle_across

    once, repeated = (
        check(f"earlier.{name} <= later.{name}", name, Scope.OBSERVERS) for name in ("turnout", "came")
    )
    assert [one.id for one, _ in idle_across(check_set([once, repeated]), [form()])] == ["came"]
    later = filed({ONCE: {"station": "S1", "turnout": "49"}}, "2")
    checks: CheckSet = check_set([once, repeated])
    stations = check_mission([filed(), later], _known(), checks).stations
    assert [flag.name for flag in stations["S1"]] == ["turnout"]


def _known() -> Known:
    from scrutator.field.mission import Station

    return Known({"S1": Station("S1", ("North",))}, {}, None)


@given(st.permutations(list(ENTRIES)[1:]))
def test_the_order_of_entries_decides_nothing(order: list[Entry]) -> None:
    turned = {ONCE: ENTRIES[ONCE], **{entry: ENTRIES[entry] for entry in order}}
    asked = (check("came <= turnout"), check("through <= came", "d"), check("ballots <= turnout", "e"))
    assert found(*asked, entries=turned) == found(*asked)


def test_each_entry_alone_gives_the_flags_that_all_give_together() -> None:
    asked = check("came <= turnout")
    values = ("", "10", "50", "51", "90")
    for pair in itertools.product(values, repeat=2):
        hours: dict[Entry, dict[str, str]] = {
            ("hours", (n,)): {"came": value} for n, value in enumerate(pair, 1)
        }
        together = set(found(asked, entries={ONCE: ENTRIES[ONCE], **hours}))
        alone = [found(asked, entries={ONCE: ENTRIES[ONCE], entry: said}) for entry, said in hours.items()]
        assert together == set(itertools.chain(*alone))
