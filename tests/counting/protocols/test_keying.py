"""Double entry, versions of a protocol, and the error of keyers."""

from datetime import datetime, timedelta

import pytest

from scrutator.counting.protocols.keying import Entry, agreed_wrong_rate, keyer_errors, resolve
from scrutator.counting.protocols.versions import (
    Provenance,
    Step,
    Version,
    changes,
    check_chain,
    read_versions,
    standing,
)
from scrutator.errors import ScrutatorError

RIGHT = {"a": 58, "b": 40, "total": 98}
WRONG = {"a": 85, "b": 40, "total": 98}


def balanced(counts: object) -> bool:
    return isinstance(counts, dict) and counts["a"] + counts["b"] == counts["total"]


def key(*typed: tuple[str, dict[str, int]], machine: dict[str, int] | None = None) -> list[Entry]:
    entries = [Entry("f1", keyer, counts) for keyer, counts in typed]
    return entries + ([Entry("f1", "ocr", machine, True)] if machine else [])


def test_two_equal_keyings_are_accepted_and_a_third_settles_a_difference() -> None:
    assert resolve(key(("x", RIGHT)), balanced).needed == "second keying"
    assert resolve(key(("x", RIGHT), ("y", RIGHT)), balanced).accepted == RIGHT
    assert "third keying" in resolve(key(("x", RIGHT), ("y", WRONG)), balanced).needed
    assert resolve(key(("x", RIGHT), ("y", WRONG), ("z", RIGHT)), balanced).accepted == RIGHT
    three = key(("x", RIGHT), ("y", WRONG), ("z", {"a": 1, "b": 1, "total": 2}))
    assert "no two keyings agree" in resolve(three, balanced).needed


def test_equal_keyings_that_break_a_hard_relation_go_to_a_supervisor() -> None:
    assert "hard relation" in resolve(key(("x", WRONG), ("y", WRONG)), balanced).needed


def test_a_machine_reading_is_compared_and_never_decides() -> None:
    assert resolve(key(("x", RIGHT), machine=RIGHT), balanced).accepted is None
    assert resolve(key(("x", RIGHT), ("y", RIGHT), machine=WRONG), balanced).machine_agrees is False
    assert resolve(key(("x", RIGHT), ("y", WRONG), machine=RIGHT), balanced).accepted is None


def test_one_person_cannot_be_both_keyers() -> None:
    with pytest.raises(ScrutatorError, match="C13"):
        resolve(key(("x", RIGHT), ("x", RIGHT)), balanced)


def test_a_keyer_s_error_comes_from_seeded_forms_with_an_interval() -> None:
    entries = [Entry("f1", "x", WRONG), Entry("f1", "y", RIGHT), Entry("other", "y", WRONG)]
    errors = keyer_errors(entries, {"f1": RIGHT})
    assert [(one.keyer, one.wrong, one.fields) for one in errors] == [("x", 1, 3), ("y", 0, 3)]
    assert errors[1].interval.low == 0
    assert errors[1].interval.high == pytest.approx(1 - 0.025 ** (1 / 3))


def test_two_keyers_agree_on_a_wrong_value_far_more_rarely_than_one_errs() -> None:
    assert agreed_wrong_rate(0.01) == pytest.approx(1e-4 / 9)


START = datetime.fromisoformat("2020-10-31T23:00:00")


def version(
    number: int, step: Step, counts: dict[str, int], *, basis: str = "art. 72", hours: int = 0
) -> Version:
    return Version("12.34", number, step, "PEC", START + timedelta(hours=hours), basis, counts)


def test_a_correction_without_a_recount_and_without_a_basis_is_named() -> None:
    chain = [
        version(1, Step.ORIGINAL, RIGHT),
        version(2, Step.CORRECTION, RIGHT | {"a": 60, "total": 100}, basis="", hours=5),
        version(3, Step.RECOUNT, RIGHT, hours=9),
    ]
    correction, recount = changes(list(reversed(chain)))
    assert correction.differences == {"a": 2, "total": 2}
    assert correction.without_recount
    assert correction.without_basis
    assert not recount.without_recount


@pytest.mark.parametrize(
    "broken",
    [
        [version(2, Step.ORIGINAL, RIGHT)],
        [version(1, Step.CORRECTION, RIGHT)],
        [version(1, Step.ORIGINAL, RIGHT, hours=2), version(2, Step.RECOUNT, RIGHT, hours=1)],
        [],
    ],
)
def test_versions_that_are_no_chain_are_refused(broken: list[Version]) -> None:
    with pytest.raises(ScrutatorError, match="C12"):
        check_chain(broken)


ROW = {"station": "7", "number": "1", "step": "original", "author": "PEC", "at": "2020-10-31T23:00", "basis": "",
       "provenance": "signed_copy", "a": "58", "b": ""}  # fmt: skip
LATER = ROW | {"number": "2", "step": "correction", "provenance": "official_publication", "a": "60"}


def test_provenance_runs_from_the_ballots_outward() -> None:
    codes = [one.code for one in Provenance]
    assert codes == [
        "own_tally", "signed_copy", "observer_photo", "posted_copy", "official_scan", "official_publication"
    ]  # fmt: skip
    assert Provenance.OFFICIAL_SCAN.weaker_than(Provenance.POSTED_COPY)
    assert not Provenance.SIGNED_COPY.weaker_than(Provenance.SIGNED_COPY)


def test_a_later_version_known_from_further_away_is_weaker() -> None:
    (chain,) = read_versions([ROW, LATER]).values()
    (change,) = changes(chain)
    assert change.weaker is True
    assert change.differences == {"a": 2}
    (closer,) = changes(read_versions([LATER | {"number": "1", "step": "original"},
                                       ROW | {"number": "2", "step": "recount"}])["7"])  # fmt: skip
    assert closer.weaker is False


@pytest.mark.parametrize(("before", "after"), [({"b": "7"}, {"b": ""}), ({"b": ""}, {"b": "7"})])
def test_a_line_that_one_version_does_not_have_is_not_known_to_have_changed(
    before: dict[str, str], after: dict[str, str]
) -> None:
    (change,) = changes(read_versions([ROW | before, LATER | {"a": "58"} | after])["7"])
    assert (change.differences, change.not_known, change.said) == ({}, ("b",), "b: not known")
    assert not change.without_recount  # nothing is known to have changed


@pytest.mark.parametrize("unknown", [{"provenance": ""}, {"provenance": None}])
def test_an_unknown_provenance_is_neither_weaker_nor_stronger(unknown: dict[str, str | None]) -> None:
    later = {name: text for name, text in (LATER | unknown).items() if text is not None}
    chains = read_versions([ROW, later])
    assert changes(chains["7"])[0].weaker is None
    assert standing(chains.values()) == {None: 1}


def test_the_last_versions_are_counted_by_how_they_are_known() -> None:
    other = ROW | {"station": "8"}
    assert standing(read_versions([ROW, LATER, other]).values()) == {
        Provenance.SIGNED_COPY: 1,
        Provenance.OFFICIAL_PUBLICATION: 1,
    }


def test_a_misspelled_provenance_is_refused_with_the_known_ones() -> None:
    with pytest.raises(ScrutatorError, match=r"C12") as refused:
        read_versions([ROW | {"provenance": "hearsay"}])
    assert "signed_copy" in refused.value.remedy
