import gzip
import zipfile
from pathlib import Path

import numpy as np
import pytest

from scrutator.errors import ScrutatorError
from scrutator.forensics.inputs.reading import read_results
from scrutator.forensics.inputs.results import UNKNOWN, FaultKind
from scrutator.record.unknown import Missing
from scrutator.tables.mapping import TableMapping
from support.needs import package

READ_ON = TableMapping(accept_losses=True)

TEXT = """region,district,station,registered,ballots_cast,valid,leader,B
East,E1,1,100,80,79,40,39
East,E1,2,,50,50,20,30
West,E1,1,90,95,94,-3,94
West,E1,1,90,60,61,x,10
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "votes.csv"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_an_empty_cell_is_unknown_and_says_why(file: Path) -> None:
    results = read_results(file, mapping=READ_ON)
    assert results["registered"].tolist() == [100, UNKNOWN, 90, 90]
    assert results.missing["registered"] is Missing.NOT_PUBLISHED


def test_every_fault_is_kept_with_its_row(file: Path) -> None:
    found = {(fault.kind, fault.column): fault.rows for fault in read_results(file, mapping=READ_ON).faults}
    assert found == {
        (FaultKind.NOT_A_NUMBER, "leader"): (4,),
        (FaultKind.NEGATIVE, "leader"): (3,),
        (FaultKind.CAST_ABOVE_REGISTER, "ballots_cast"): (3,),
        (FaultKind.VALID_ABOVE_CAST, "valid"): (4,),
        (FaultKind.DUPLICATE_STATION, "station"): (4,),
    }


def test_equal_district_names_in_two_regions_are_two_districts(file: Path) -> None:
    results = read_results(file, mapping=READ_ON)
    assert results.district_names == ("East / E1", "West / E1")
    assert results.district.tolist() == [0, 0, 1, 1]


def test_columns_are_mapped_and_further_lists_kept(file: Path) -> None:
    results = read_results(
        file, columns={"leader": "B"}, lists=["leader"], labels=["station"], mapping=READ_ON
    )
    assert results["leader"].tolist() == [39, 30, 94, 10]
    assert results.labels["station"].tolist() == ["1", "2", "1", "1"]


def test_gzip_and_columns_in_memory_read_the_same(file: Path, tmp_path: Path) -> None:
    packed = tmp_path / "votes.csv.gz"
    packed.write_bytes(gzip.compress(TEXT.encode(), mtime=0))
    rows = [line.split(",") for line in TEXT.split()]
    table = {name: [row[i] for row in rows[1:]] for i, name in enumerate(rows[0])}
    for other in (read_results(packed, mapping=READ_ON), read_results(table, mapping=READ_ON)):
        for column, values in read_results(file, mapping=READ_ON).counts.items():
            assert np.array_equal(other[column], values)


def test_parquet_reads_the_same(file: Path, tmp_path: Path) -> None:
    duckdb = package("duckdb")
    target = tmp_path / "votes.parquet"
    with duckdb.connect() as connection:
        connection.execute(f"COPY (SELECT * FROM read_csv('{file}', all_varchar=true)) TO '{target}'")
    for column, values in read_results(file, mapping=READ_ON).counts.items():
        assert np.array_equal(read_results(target, mapping=READ_ON)[column], values)


def test_a_column_that_is_not_there_is_named(file: Path) -> None:
    with pytest.raises(ScrutatorError, match="no column “C”") as caught:
        read_results(file, columns={"leader": "C"})
    assert caught.value.code == "F02"


def test_a_ragged_row_is_refused_with_its_number(tmp_path: Path) -> None:
    path = tmp_path / "votes.csv"
    path.write_text("valid,leader\n1,1\n2\n", encoding="utf-8")
    with pytest.raises(ScrutatorError, match="1 of 2 rows cannot be used: row 3 has 1 cells"):
        read_results(path)


@pytest.mark.parametrize(
    ("election", "rows", "usable", "cast_above"),
    [
        ("poland-2025-r1", 32_143, 32_137, 1),
        ("turkey-2014-local", 171_384, 169_486, 1876),
        ("bulgaria-2022-10", 12_932, 12_900, 9),
        ("uganda-2011", 23_968, 23_827, 0),
    ],
)
def test_the_known_irregularities_of_real_files_are_counted(
    reference_data: Path, election: str, rows: int, usable: int, cast_above: int
) -> None:
    results = read_results(reference_data / "results" / f"{election}.csv.gz")
    assert len(results) == rows
    assert int(results.usable().sum()) == usable
    counted = [len(f.rows) for f in results.faults if f.kind is FaultKind.CAST_ABOVE_REGISTER]
    assert sum(counted) == cast_above


def test_all_lists_of_a_full_protocol_file_are_read(reference_data: Path) -> None:
    heading = {
        "district": "tik",
        "station": "uik",
        "registered": "Число избирателей, внесенных в список избирателей",
        "valid": "Число действительных избирательных бюллетеней",
        "leader": '6. Всероссийская политическая партия "ЕДИНАЯ РОССИЯ"',
    }
    others = [
        "1. Политическая партия СПРАВЕДЛИВАЯ РОССИЯ",
        '4. Политическая партия "Коммунистическая партия Российской Федерации"',
    ]
    path = reference_data / "protocols" / "russia-2011-protocols.csv.zip"
    results = read_results(path, columns=heading, lists=others)
    assert len(results) == 95_225
    assert (
        results["leader"].sum() == read_results(reference_data / "results/russia-2011.csv.gz")["leader"].sum()
    )


def zipped(path: Path, members: int) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(members):
            archive.writestr(f"{number}.csv", TEXT)


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("noise.csv.gz", b"\x01\x02\x03", "F01"),
        ("broken.csv.gz", gzip.compress(bytes(range(250)), mtime=0)[:10] + b"\xff" * 40, "B01"),
        ("short.csv.gz", gzip.compress(TEXT.encode(), mtime=0)[:-9], "B01"),
        ("noise.zip", b"PK\x03\x04", "B01"),
        ("noise.csv", b"\xff\xfe", "B05"),
        ("twice.csv", b"valid,leader, leader\n1,1,1\n", "B06"),
        ("long.csv", b"valid,leader\n" + b"1" * 200_000 + b",1\n", "B01"),
    ],
)
def test_a_file_that_is_no_table_is_refused_with_its_path(
    tmp_path: Path, name: str, content: bytes, code: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(ScrutatorError) as caught:
        read_results(path)
    assert caught.value.code == code
    assert str(path) in caught.value.where


def test_noise_called_parquet_is_refused(tmp_path: Path) -> None:
    package("duckdb")
    path = tmp_path / "noise.parquet"
    path.write_bytes(b"PAR1noise")
    with pytest.raises(ScrutatorError, match="not Parquet"):
        read_results(path)


@pytest.mark.parametrize("members", [0, 2])
def test_a_zip_holds_one_file(tmp_path: Path, members: int) -> None:
    zipped(tmp_path / "votes.zip", members)
    with pytest.raises(ScrutatorError, match=f"the zip holds {members} files"):
        read_results(tmp_path / "votes.zip")


def test_a_number_beyond_any_register_is_unknown_and_a_fault() -> None:
    cells = ["10000000", "10000001", "9" * 30, "-" + "9" * 30]
    results = read_results({"valid": cells, "leader": ["1"] * 4}, mapping=READ_ON)
    assert results["valid"].tolist() == [10_000_000, UNKNOWN, UNKNOWN, UNKNOWN]
    kinds = {fault.kind: fault.rows for fault in results.faults if fault.column == "valid"}
    assert kinds == {FaultKind.TOO_LARGE: (2, 3), FaultKind.NEGATIVE: (4,)}
