import csv
import gzip
from pathlib import Path

import numpy as np
import pytest

from scrutator.errors import ScrutatorError
from scrutator.forensics.datasets import converted, find_dataset, local_file, registry
from scrutator.forensics.panel import STATUS, stored_panel
from scrutator.forensics.reading import read_results, read_table


def test_every_election_of_the_panel_is_registered_with_the_same_hash() -> None:
    known = registry()
    assert set(known) == set(STATUS)
    assert {entry.election: entry.sha256 for entry in stored_panel()} == {
        name: one.sha256 for name, one in known.items()
    }


def test_every_file_of_the_reference_folder_has_its_registered_hash(reference_data: Path) -> None:
    for dataset in registry().values():
        assert local_file(dataset, reference_data).is_file()


@pytest.mark.parametrize("year", [2011, 2024])
def test_a_source_converts_to_the_registered_file(reference_data: Path, year: int) -> None:
    dataset = find_dataset(f"russia-{year}")
    source = read_table(reference_data / "protocols" / f"russia-{year}-protocols.csv.zip")
    ours = converted(dataset, source)
    with gzip.open(local_file(dataset, reference_data), "rt", encoding="utf-8") as file:
        rows = list(csv.reader(file))
    wanted = dict(zip(rows[0], zip(*rows[1:], strict=True), strict=True))
    for column in ("registered", "ballots_cast", "valid", "leader", "in_box"):
        assert np.array_equal(np.array(ours[column]), np.array(wanted[column])), column
    assert len(read_results(ours)) == dataset.rows


def test_another_content_is_refused(tmp_path: Path) -> None:
    (tmp_path / "georgia-2012.csv.gz").write_bytes(b"something else")
    with pytest.raises(ScrutatorError) as caught:
        local_file(find_dataset("georgia-2012"), tmp_path)
    assert caught.value.code == "F08"


def test_an_unknown_name_is_answered_with_the_nearest() -> None:
    with pytest.raises(ScrutatorError, match="F07") as caught:
        find_dataset("rusia-2011")
    assert "russia-2011" in caught.value.remedy
