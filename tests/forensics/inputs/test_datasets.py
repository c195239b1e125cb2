import gzip
import re
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from scrutator.errors import ScrutatorError
from scrutator.forensics.examination.panel import STATUS, stored_panel
from scrutator.forensics.inputs.datasets import EVIDENCE, find_dataset, local_file, parse_registry, registry


def test_every_election_of_the_panel_is_registered_with_the_same_hash() -> None:
    known = registry()
    assert set(known) == set(STATUS)
    assert {entry.election: entry.sha256 for entry in stored_panel()} == {
        name: one.sha256 for name, one in known.items()
    }


def test_every_file_of_the_reference_folder_has_its_registered_hashes_and_size(reference_data: Path) -> None:
    for dataset in registry().values():
        path = local_file(dataset, reference_data)
        assert sha256(path.read_bytes()).hexdigest() == dataset.sha256
        text = gzip.decompress(path.read_bytes())
        assert sha256(text).hexdigest() == dataset.content_sha256
        assert text.count(b"\n") == dataset.rows + 1
        assert text.partition(b"\n")[0].decode().split(",") == list(dataset.columns)


def test_every_data_set_is_either_converted_from_named_files_or_says_why_not() -> None:
    for dataset in registry().values():
        assert (dataset.conversion is None) == bool(dataset.not_converted) == (not dataset.files), (
            dataset.name
        )
        if dataset.conversion is not None:
            assert dataset.conversion.evidence in EVIDENCE
            assert set(dataset.conversion.columns) <= set(dataset.columns)


def test_every_address_names_one_commit_of_the_registered_repository() -> None:
    for dataset in registry().values():
        for file in dataset.files:
            host, _, rest = file.address.partition(f"/{dataset.repository}/")
            commit, _, path = rest.partition("/")
            assert host == "https://raw.githubusercontent.com"
            assert re.fullmatch("[0-9a-f]{40}", commit), dataset.name
            assert re.fullmatch(r"[^ ]+", path), dataset.name
            assert path.replace("%20", " ").startswith(dataset.path), dataset.name


def test_another_content_is_refused(tmp_path: Path) -> None:
    for content in (b"something else", gzip.compress(b"region,station\n")):
        (tmp_path / "georgia-2012.csv.gz").write_bytes(content)
        with pytest.raises(ScrutatorError) as caught:
            local_file(find_dataset("georgia-2012"), tmp_path)
        assert caught.value.code == "F08"


def test_another_compression_of_the_same_text_is_accepted(tmp_path: Path) -> None:
    text = b"valid,leader\n2,1\n"
    dataset = replace(find_dataset("georgia-2012"), content_sha256=sha256(text).hexdigest())
    (tmp_path / "georgia-2012.csv.gz").write_bytes(gzip.compress(text, compresslevel=1))
    assert local_file(dataset, tmp_path).is_file()


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ScrutatorError, match=r"X01: georgia-2012\.csv\.gz"):
        local_file(find_dataset("georgia-2012"), tmp_path)


def test_an_unknown_name_is_answered_with_the_nearest() -> None:
    with pytest.raises(ScrutatorError, match="F07") as caught:
        find_dataset("rusia-2011")
    assert "russia-2011" in caught.value.remedy


ENTRY = """[one]
sha256 = "a"
content_sha256 = "b"
rows = 1
columns = ["registered"]
repository = "r"
path = "p"
licence = "l"
status = "s"
"""


def test_an_entry_without_files_and_conversion_has_the_defaults() -> None:
    one = parse_registry(ENTRY.encode(), "d.toml")["one"]
    assert (one.name, one.rows, one.files, one.conversion, one.not_converted) == ("one", 1, (), None, "")


@pytest.mark.parametrize(
    ("added", "what"),
    [
        ('licences = "l"', "licences: this key is not known|one.licences"),
        ('[[one.files]]\naddress = "a"\nrolle = "table"', "rolle"),
        ('[one.conversion]\nevidence = "rows"\ncolumns = {}\nsubstract = {}', "substract"),
        ('[one.conversion]\nevidence = "rows"\ncolumns = { valid = "a" }', "a list"),
    ],
)
def test_what_an_entry_may_not_hold_is_refused_by_name(added: str, what: str) -> None:
    with pytest.raises(ScrutatorError, match=what) as refused:
        parse_registry((ENTRY + added + "\n").encode(), "d.toml")
    assert refused.value.code == "F07"
