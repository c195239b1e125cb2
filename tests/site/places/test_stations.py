"""Stations: every one in a shard and a file once; sums of what is known; unknown is never zero."""

import csv
import io
import json
import re

import numpy as np
import pytest
from tests.site.pages import Seen

from scrutator.record.typed_table import NOT_A_COUNT
from scrutator.site.places.areas import areas
from scrutator.site.places.stations import SHARD, Sum, count_columns, group, holds_counts
from scrutator.site.subject import Subject


def shard_rows(site: dict[str, bytes], case: str) -> list[list[str]]:
    found = []
    for name, data in site.items():
        if re.match(rf"{case}/stations/.*\.js$", name):
            part = json.loads(data.decode().removeprefix("scrutatorStations(").removesuffix(");\n"))
            assert len(part["rows"]) <= 1000
            found += part["rows"]
    return found


def test_every_station_lies_in_a_shard_once_and_in_a_file_once(
    small_site: dict[str, bytes], bundled_site: dict[str, bytes]
) -> None:
    assert sorted(row[2] for row in shard_rows(small_site, "small")) == ["001", "002", "003", "004", "005"]
    rows = shard_rows(bundled_site, "simulated-republic")
    assert len(rows) == len({row[2] for row in rows}) == 6000
    files = [
        row
        for name, data in sorted(bundled_site.items())
        if re.match(r"simulated-republic/stations/.*\.csv$", name)
        for row in list(csv.reader(io.StringIO(data.decode())))[1:]
    ]
    assert sorted(files) == sorted(rows)


def test_a_missing_figure_is_counted_beside_the_sum_and_not_as_zero(small_site: dict[str, bytes]) -> None:
    text = " ".join(Seen("x", small_site["small/en/results/region-001.html"]).text.split())
    assert "North 3 600 210 1 station without a figure 309" in text
    assert "N1 2 300 60 1 station without a figure 159" in text


def test_a_sum_of_stations_none_of_which_has_a_figure_is_no_number() -> None:
    counts = {"registered": np.array([NOT_A_COUNT, NOT_A_COUNT, 0])}
    assert group("North", "", np.array([0, 1]), counts, "en").sums == (Sum("", 2),)
    assert group("North", "", np.array([0, 1, 2]), counts, "en").sums == (Sum("0", 2),)


def test_stations_of_no_region_have_a_page_that_says_so(
    small_site: dict[str, bytes], small_subject: Subject
) -> None:
    assert [area.name for area in areas(small_subject.case.columns["stations"])] == ["North", "South", ""]
    assert "no region stated" in Seen("x", small_site["small/en/results/region-003.html"]).text


def test_cells_that_a_spreadsheet_would_run_are_disarmed_in_files(small_site: dict[str, bytes]) -> None:
    assert b"'=1+1" in small_site["small/stations/region-001.csv"]


def test_only_whole_numbers_are_summed(small_subject: Subject) -> None:
    names = count_columns(small_subject.case.columns["stations"])
    assert names == ("registered", "ballots_cast", "valid", "leader", "runner_up")


@pytest.mark.parametrize(
    ("texts", "counts"),
    [
        (("12", "", "7"), True),
        (("12", "not published"), True),
        (("0", "1"), False),
        (("0", "1", "2"), True),
        (("12", "late"), False),
        (("1.5",), False),
        (("",), False),
        (("-3",), False),
        (("9" * 18,), True),
        (("9" * 19,), False),
    ],
)
def test_what_is_a_column_of_counts(texts: tuple[str, ...], counts: bool) -> None:
    assert holds_counts(texts) is counts


def test_a_shard_has_a_thousand_stations() -> None:
    assert SHARD == 1000


def named_in_shards(site: dict[str, bytes], case: str) -> set[str]:
    """The stations that shards give a reason for."""
    found = set()
    for name, data in site.items():
        if re.match(rf"{case}/stations/.*\.js$", name):
            part = json.loads(data.decode().removeprefix("scrutatorStations(").removesuffix(");\n"))
            found |= {part["rows"][int(at)][2] for at in part["named"]}
    return found


def test_every_named_station_has_its_reason_at_its_place_and_a_link_to_it(
    bundled_site: dict[str, bytes],
) -> None:
    table = bundled_site["simulated-republic/data/named-stations.stations.csv"].decode()
    listed = {row["station"]: row for row in csv.DictReader(io.StringIO(table))}
    assert named_in_shards(bundled_site, "simulated-republic") == set(listed)
    page = bundled_site["simulated-republic/en/forensics/index.html"].decode()
    first = min(listed)
    assert re.search(rf'href="../results/region-\d+.html#station={first}"', page)


def test_a_station_that_no_test_names_is_not_called_clean(bundled_site: dict[str, bytes]) -> None:
    for language, words in (
        ("en", "not thereby clean"),
        ("ru", "не признан чистым"),
        ("kk", "таза деп танылмайды"),
    ):
        page = bundled_site[f"simulated-republic/{language}/results/region-001.html"].decode()
        assert words in page, language
        forensics = bundled_site[f"simulated-republic/{language}/forensics/index.html"].decode()
        assert words in forensics, language


def test_a_case_whose_findings_name_no_stations_says_nothing_of_them(small_site: dict[str, bytes]) -> None:
    assert named_in_shards(small_site, "small") == set()
    page = small_site["small/en/results/region-001.html"].decode()
    assert "named-stations" not in page
    assert "data-reasons" not in page
