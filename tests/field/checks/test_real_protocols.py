"""Protocols of a whole country as they were published: which checks call them serious, and which flag them."""

import csv
import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

from scrutator.field.checks.declared import bundled_checks
from scrutator.field.checks.mission import Checked, check_mission
from scrutator.field.checks.visits import Filed, Known
from scrutator.field.mission import Station
from support.field_forms import bundled_published

EVERY = 30
FIGURES = ("registered", "received", "early", "inside", "outside", "unused", "mobile", "stationary", "invalid",
           "valid")  # fmt: skip
LOST, UNTOLD = "утраченных избирательных бюллетеней", "не учтенных при получении"


def _rows(path: Path) -> Iterator[tuple[str, str, dict[str, int]]]:
    """Region, station and lines of every thirtieth protocol that has figures."""
    with zipfile.ZipFile(path) as whole, whole.open(whole.namelist()[0]) as file:
        rows = csv.reader(io.TextIOWrapper(file, "utf-8-sig"))
        head = next(rows)
        first = head.index("uik") + 1
        lost, untold = (next(n for n, name in enumerate(head) if words in name) for words in (LOST, UNTOLD))
        for number, row in enumerate(rows):
            if number % EVERY or not row[first]:
                continue
            cells = [int(float(cell)) for cell in row[first:] if cell.replace(".", "", 1).isdigit()]
            lines = dict(zip(FIGURES, cells, strict=False))
            lines["inside"] += lines.pop("early")
            lines["spoiled"] = cells[lost - first] - cells[untold - first]
            for place, votes in enumerate(cells[untold - first + 1 :], 1):
                lines[f"list_{place}"] = votes
            yield row[0], str(number), lines


def _checked(path: Path) -> tuple[int, Checked]:
    form = bundled_published("quickcount")
    reports, stations = [], {}
    for region, code, lines in _rows(path):
        stations[code] = Station(code, (region,), lines["registered"])
        head = {"station": code, "q_how": "read_out", "overall": "good", "absentee": "0", "against_all": "0"}
        empty = {f"list_{n}": "0" for n in range(6, 8)}
        told = {**head, **empty, **{name: str(value) for name, value in lines.items()}}
        reports.append(Filed(code, code, code, form, code, None, told))
    return len(reports), check_mission(reports, Known(stations, {}, None), bundled_checks())


def test_of_a_whole_country_s_published_protocols_at_most_one_in_a_hundred_is_serious(
    reference_data: Path,
) -> None:
    count, found = _checked(reference_data / "protocols" / "russia-2012-protocols.csv.zip")
    assert count > 3000
    serious = {report for report, flags in found.reports.items() if any(one.kind.is_serious for one in flags)}
    assert 100 * len(serious) <= count
    far = {
        report for report, flags in found.reports.items() if any(one.name.endswith("-far") for one in flags)
    }
    assert 0 < len(far) < count // 10
