"""One record of a station: what reports agree on, what they dispute, and who said what."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrutator.errors import ScrutatorError
from scrutator.field.checks.flags import Said
from scrutator.field.merging import DeskChoice, Merged, Version, merge_station
from support.field_forms import bundled_published


def said(report: str, **answers: str) -> Said:
    return Said(report, f"team {report}", bundled_published("voting"), 0, answers)


def test_reports_that_agree_give_one_answer_with_both_names() -> None:
    (found,) = merge_station([said("b", v_secrecy="no"), said("a", v_secrecy="no", v_identity="")])
    assert found == Merged("voting", "v_secrecy", (Version("no", ("a", "b")),), "no")


def test_reports_that_differ_are_disputed_and_no_majority_decides() -> None:
    (found,) = merge_station(
        [said("a", v_secrecy="no"), said("b", v_secrecy="yes"), said("c", v_secrecy="yes")]
    )
    assert found.is_disputed
    assert found.agreed is None
    assert found.versions == (Version("no", ("a",)), Version("yes", ("b", "c")))


def test_several_choices_are_the_same_in_any_order() -> None:
    (found,) = merge_station([said("a", v_who="police party"), said("b", v_who="party police")])
    assert found.agreed == "party police"


def test_a_decision_settles_a_dispute_and_keeps_every_version() -> None:
    reports = [said("a", v_secrecy="no"), said("b", v_secrecy="yes")]
    key = ("voting", "v_secrecy")
    (found,) = merge_station(reports, {key: DeskChoice("no", "desk 2", "a photograph shows it")})
    assert (found.agreed, found.is_disputed, len(found.versions)) == ("no", False, 2)
    assert found.decided_by == "desk 2: a photograph shows it"


@pytest.mark.parametrize(
    ("key", "choice", "reason"),
    [
        (("voting", "v_secrecy"), DeskChoice("not_observed", "d", "r"), "no report of the station says"),
        (("voting", "v_queue"), DeskChoice("none", "d", "r"), "no report of the station says"),
        (("voting", "v_secrecy"), DeskChoice("no", "", "r"), "lacks a person or a reason"),
        (("voting", "v_secrecy"), DeskChoice("no", "d", ""), "lacks a person or a reason"),
    ],
)
def test_a_decision_on_nothing_is_refused(key: tuple[str, str], choice: DeskChoice, reason: str) -> None:
    with pytest.raises(ScrutatorError, match=reason):
        merge_station([said("a", v_secrecy="no")], {key: choice})


@given(st.lists(st.sampled_from(["yes", "no", "", "not_observed"]), max_size=6), st.randoms())
def test_the_order_of_reports_decides_nothing(values: list[str], random: object) -> None:
    reports = [said(str(n), v_secrecy=value, v_identity="yes") for n, value in enumerate(values)]
    mixed = list(reports)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    assert merge_station(mixed) == merge_station(reports)
