"""Venezuela's two digitisations exactly; classes of differences; levels that part."""

import csv
import gzip
from pathlib import Path

import pytest

from scrutator.counting.protocols.differences import Kind, Tolerance, ToleranceLimits, classify, compare
from scrutator.counting.protocols.levels import check_levels
from scrutator.counting.protocols.matching import Joined, join_by_figures
from scrutator.counting.protocols.reconciliation import reconcile
from scrutator.errors import ScrutatorError


def rows(path: Path) -> list[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8-sig") as file:
        return list(csv.DictReader(file))


TEN_OTHERS = ("Martinez", "Bertucci", "Brito", "Ecarri", "Fermin", "Ceballos", "Marquez", "Rausseo")


@pytest.fixture(scope="module")
def venezuela(reference_data: Path) -> Joined:
    folder = reference_data / "protocols"
    first = rows(folder / "venezuela2024_resultadosconvzla_v1.csv.gz")
    second = rows(folder / "venezuela2024_second_digitisation.csv.gz")
    official = [(row["Estado"], tuple(int(row[name]) for name in ("egu", "nm", "otros"))) for row in first]
    copies = []
    for row in second:
        state = "DISTRITO CAPITAL" if row["ESTADO"] == "CAPITAL" else row["ESTADO"]
        copies.append((state, (int(row["Gonzalez"]), int(row["Maduro"]), int(row["Otros"]))))
    return join_by_figures(official, copies)


def test_the_venezuelan_join_exactly(venezuela: Joined) -> None:
    assert (venezuela.exact, len(venezuela.unmatched), len(venezuela.one_field)) == (21_919, 33, 10)


def test_the_ten_venezuelan_one_field_differences(venezuela: Joined) -> None:
    found = {(one.copy, one.official): one.kind for one in venezuela.one_field}
    assert found == {
        ((272, 125, 10), (246, 125, 10)): Kind.LARGE,
        ((292, 210, 19), (292, 211, 19)): Kind.DIGIT,
        ((303, 149, 22), (303, 149, 23)): Kind.DIGIT,
        ((397, 72, 9), (379, 72, 9)): Kind.TRANSPOSITION,
        ((317, 14, 4), (317, 26, 4)): Kind.LARGE,
        ((383, 81, 8), (383, 69, 8)): Kind.LARGE,
        ((387, 201, 18), (366, 201, 18)): Kind.LARGE,
        ((72, 49, 6), (73, 49, 6)): Kind.DIGIT,
        ((399, 110, 8), (399, 121, 8)): Kind.LARGE,
        ((403, 165, 16), (202, 165, 16)): Kind.LARGE,
    }


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        (58, 58, Kind.EQUAL),
        (397, 379, Kind.TRANSPOSITION),
        (210, 211, Kind.DIGIT),
        (99, 44, Kind.LARGE),
        (58, 948, Kind.LARGE),
        (58, 508, Kind.DROPPED_DIGIT),
        (99, 101, Kind.SMALL),
    ],
)
def test_slips_are_told_apart(one: int, other: int, kind: Kind) -> None:
    assert classify(one, other) is kind
    assert classify(other, one) is kind


def test_figures_in_each_other_s_cell_are_a_wrong_cell() -> None:
    found = compare("1", {"a": 120, "b": 45, "c": 3}, {"a": 45, "b": 120, "c": 3})
    assert found.kinds == {"a": Kind.WRONG_CELL, "b": Kind.WRONG_CELL, "c": Kind.EQUAL}
    assert found.tolerance is Tolerance.MATERIAL


def test_the_mexican_phone_reports_are_classified_instead_of_flagged(
    mexico_rows: list[dict[str, str]],
) -> None:
    names = ("AMLO", "RAC", "JAMK")
    both = [row for row in mexico_rows if row["arrived_at"] and row["of_TOTAL"]]
    official = {row["key"]: {name: int(float(row[f"of_{name}"])) for name in names} for row in both}
    copies = {row["key"]: {name: int(float(row[f"qc_{name}"])) for name in names} for row in both}
    found = reconcile(official, copies)
    assert found.compared == 6_286
    # 27.35 %; the table this comes from prints 27.4.
    assert found.classes["exact"] == 1_719
    assert sum(one.amounts["AMLO"] for one in found.differences) == 5_484
    amlo = [abs(one.amounts["AMLO"]) for one in found.differences]
    assert round(100 * sum(value <= 2 for value in amlo) / 6_286) == 78
    assert (round(100 * sum(value > 10 for value in amlo) / 6_286, 1), max(amlo)) == (7.3, 369)
    assert found.classes["exact"] + found.classes["clerical"] > 0.6 * 6_286
    assert found.classes["material"] < 0.1 * 6_286


def test_an_overstated_margin_shows_its_part_of_the_margin() -> None:
    official = {"1": {"a": 150, "b": 100}, "2": {"a": 100, "b": 110}}
    copies = {"1": {"a": 130, "b": 100}, "9": {"a": 1, "b": 1}}
    found = reconcile(official, copies)
    (effect,) = found.margins
    assert (effect.ahead, effect.published, effect.net, effect.overstated, effect.ratio) == (
        "a",
        40,
        20,
        20,
        0.5,
    )
    assert found.without_official == ("9",)
    assert found.without_copy == 1


def test_a_list_that_stands_in_one_table_alone_is_refused_for_unknown_is_not_0() -> None:
    for official, copy in (({"a": 1, "b": 2}, {"a": 1}), ({"a": 1}, {"a": 1, "b": 2}), ({"a": 1}, {"b": 1})):
        with pytest.raises(ScrutatorError, match="one of two tables") as told:
            reconcile({"7": official}, {"7": copy})
        assert (told.value.code, told.value.where) == ("C11", "7")


def test_one_photo_filed_for_two_stations_is_noticed() -> None:
    votes = {"a": 120, "b": 45, "c": 31}
    found = reconcile({"1": votes, "2": votes}, {"1": votes, "2": votes})
    assert found.duplicates == (("1", "2"),)


PUBLISHED = {
    ("land",): {"a": 130, "b": 60},
    ("land", "east"): {"a": 90, "b": 40},
    ("land", "west"): {"a": 40, "b": 20},
    ("land", "east", "s1"): {"a": 40, "b": 20},
    ("land", "east", "s2"): {"a": 30, "b": 20},
    ("land", "west", "s3"): {"a": 40, "b": 20},
}


def test_totals_part_where_they_were_altered_and_only_there() -> None:
    found = check_levels(PUBLISHED)
    (parting,) = found.partings
    assert parting.path == ("land", "east")
    assert (parting.level, parting.list, parting.below, parting.published, parting.difference) == (
        1,
        "a",
        70,
        90,
        20,
    )
    assert "differ from the sums of their parts in 1 units" in found.verdict


def test_unpublished_stations_leave_a_total_that_cannot_be_recomputed() -> None:
    some = {path: votes for path, votes in PUBLISHED.items() if path[-1] != "s2"}
    found = check_levels(some, list(PUBLISHED))
    assert found.partings == ()
    assert found.cannot == (
        (("land", "east"), "published totals cannot be recomputed: 1 parts are not published"),
    )
    none = check_levels({("land",): {"a": 130}}, [("land", "s1")])
    assert none.verdict == "published totals cannot be recomputed"


@pytest.mark.parametrize(
    ("difference", "tolerance"),
    [
        (0, Tolerance.EXACT),
        (2, Tolerance.CLERICAL),
        (3, Tolerance.NOTABLE),
        (9, Tolerance.NOTABLE),
        (10, Tolerance.MATERIAL),
    ],
)
def test_differences_are_treated_by_size(difference: int, tolerance: Tolerance) -> None:
    found = compare("1", {"a": 100 + difference, "b": 100 - difference}, {"a": 100, "b": 100})
    assert found.tolerance is tolerance


@pytest.mark.parametrize(
    ("clerical", "material", "difference", "tolerance"),
    [
        (0, 5, 1, Tolerance.NOTABLE),
        (9, 5, 9, Tolerance.CLERICAL),
        (2, "1.5", 3, Tolerance.MATERIAL),
        (2, 20, 39, Tolerance.NOTABLE),
        (2, 20, 40, Tolerance.MATERIAL),
        (50, 5, 40, Tolerance.CLERICAL),
    ],
)
def test_the_limits_that_were_stated_divide_the_classes(
    clerical: int, material: object, difference: int, tolerance: Tolerance
) -> None:
    limits = ToleranceLimits.read(clerical, material)
    copy = {"1": {"a": 100, "b": 100}}
    found = reconcile({"1": {"a": 100 + difference, "b": 100 - difference}}, copy, limits)
    assert found.classes[tolerance.value] == 1
    assert found.limits == limits


def test_the_words_of_a_class_carry_its_limits() -> None:
    words = ToleranceLimits.read(4, "2.5").words
    assert words[Tolerance.CLERICAL] == "at most 4 votes on any list"
    assert words[Tolerance.MATERIAL].endswith("at least 2.5 % of the station's votes")


@pytest.mark.parametrize(
    ("clerical", "material"), [(-1, 5), (2, 0), (2, 101), (2, "much"), (2.5, 5), (2, "1/0")]
)
def test_limits_that_divide_nothing_are_refused(clerical: object, material: object) -> None:
    with pytest.raises(ScrutatorError, match="C16"):
        ToleranceLimits.read(clerical, material)
