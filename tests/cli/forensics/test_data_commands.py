"""`scrutator data`: the real fetching, checking and converting, from a server on this machine."""

import gc
import gzip
import io
import json
import threading
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from typer.testing import CliRunner

from scrutator.cli.main import app
from scrutator.errors import ScrutatorError
from scrutator.forensics.inputs import datasets
from scrutator.forensics.inputs.datasets import DataSet, SourceFile, find_dataset, registry

NAME = "russia-2024"
RUNNER = CliRunner()


class Quiet(SimpleHTTPRequestHandler):
    """A file server that counts its answers and writes no log."""

    answered: list[str]

    def __init__(self, answered: list[str], *arguments: Any, **options: Any) -> None:
        self.answered = answered
        super().__init__(*arguments, **options)

    def do_GET(self) -> None:
        self.answered.append(self.path)
        super().do_GET()

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: the test's output stays readable."""


@pytest.fixture
def answered() -> list[str]:
    return []


@pytest.fixture
def site(tmp_path: Path, answered: list[str]) -> Iterator[tuple[Path, str]]:
    """A folder and the loopback address under which its files are served."""
    folder = tmp_path / "site"
    folder.mkdir()
    handler = partial(Quiet, answered, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield folder, f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache of the reader's, and no folder of data."""
    monkeypatch.delenv("SCRUTATOR_DATA", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "scrutator"


@pytest.fixture
def served(
    site: tuple[Path, str], monkeypatch: pytest.MonkeyPatch
) -> Callable[[DataSet, dict[str, bytes]], None]:
    """Serve these bytes, by role, as a data set's source."""

    def serve(dataset: DataSet, contents: dict[str, bytes]) -> None:
        folder, address = site
        for role, content in contents.items():
            (folder / role).write_bytes(content)
        hashes = {file.role: file.sha256 for file in dataset.files}
        files = tuple(SourceFile(role, f"{address}/{role}", hashes[role]) for role in contents)
        known = {**registry(), dataset.name: replace(dataset, files=files)}
        monkeypatch.setattr(datasets, "registry", lambda: known)

    return serve


def source(reference_data: Path) -> bytes:
    return (reference_data / "protocols" / f"{NAME}-protocols.csv.zip").read_bytes()


def tampered(content: bytes) -> bytes:
    """The same archive with one figure of the first station changed."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        name = archive.namelist()[0]
        lines = archive.read(name).decode("utf-8").split("\n")
    cells = lines[1].split(",")
    cells[3] = str(int(float(cells[3])) + 1)
    lines[1] = ",".join(cells)
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, "\n".join(lines))
    return target.getvalue()


def get(*arguments: str) -> Result:
    return RUNNER.invoke(app, ["data", "get", *arguments])


def left(cache: Path) -> list[Path]:
    return [path for path in cache.rglob("*") if path.is_file()]


@pytest.mark.slow
def test_a_data_set_is_fetched_once_checked_converted_and_kept(
    reference_data: Path, cache: Path, answered: list[str], served: Any, tmp_path: Path
) -> None:
    served(find_dataset(NAME), {"table": source(reference_data)})
    first = get(NAME)
    assert first.exit_code == 0, first.output
    path = Path(first.stdout.strip())
    assert left(cache) == [path]
    registered = reference_data / "results" / f"{NAME}.csv.gz"
    assert gzip.decompress(path.read_bytes()) == gzip.decompress(registered.read_bytes())

    copy = tmp_path / "copy.csv.gz"
    second = get(NAME, "--json", "--output", str(copy))
    assert json.loads(second.stdout) == {
        "name": NAME,
        "path": str(copy),
        "rows": 91946,
        "licence": find_dataset(NAME).licence,
    }
    assert copy.read_bytes() == path.read_bytes()
    assert answered == ["/table"]


@pytest.mark.slow
@pytest.mark.parametrize(("source_hash_known", "said"), [(True, "the source of"), (False, "has the content")])
def test_a_tampered_source_is_refused_and_leaves_nothing(
    reference_data: Path, cache: Path, answered: list[str], served: Any, source_hash_known: bool, said: str
) -> None:
    dataset = find_dataset(NAME)
    if not source_hash_known:
        dataset = replace(dataset, files=(replace(dataset.files[0], sha256=""),))
    served(dataset, {"table": tampered(source(reference_data))})
    result = get(NAME)
    assert isinstance(result.exception, ScrutatorError)
    assert result.exception.code == "F08"
    assert said in result.exception.what
    assert "dkobak/elections" in result.exception.remedy
    assert left(cache) == []
    assert answered == ["/table"]


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_an_address_that_does_not_answer_with_the_file_is_named_and_leaves_nothing(
    cache: Path, site: tuple[Path, str], served: Any
) -> None:
    dataset = find_dataset("bulgaria-2022-10")
    served(dataset, {file.role: b"section_id\n1\n" for file in dataset.files})
    (site[0] / "paper").unlink()
    result = get(dataset.name)
    assert isinstance(result.exception, ScrutatorError)
    assert result.exception.code == "X01"
    assert result.exception.where == f"{site[1]}/paper"
    assert "SCRUTATOR_DATA" in result.exception.remedy
    assert left(cache) == []
    # pooch leaves the refused answer's socket to the garbage collector, which must warn here, not later.
    del result
    gc.collect()


def test_a_source_of_several_files_is_fetched_whole_and_refused_when_it_is_another(
    cache: Path, answered: list[str], served: Any
) -> None:
    dataset = find_dataset("bulgaria-2022-10")
    served(dataset, {file.role: b"section_id\n1\n" for file in dataset.files})
    result = get(dataset.name)
    assert isinstance(result.exception, ScrutatorError)
    assert result.exception.code == "F02"
    assert answered == ["/protocols", "/sections", "/paper", "/machine"]
    assert left(cache) == []


def test_a_spoilt_file_in_the_cache_is_not_handed_out(cache: Path) -> None:
    cache.mkdir(parents=True)
    (cache / f"{NAME}.csv.gz").write_bytes(gzip.compress(b"region\n"))
    result = get(NAME)
    assert isinstance(result.exception, ScrutatorError)
    assert result.exception.code == "F08"
    assert "Delete this file" in result.exception.remedy


def test_a_cache_that_cannot_be_written_is_a_message(
    cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "cache").write_text("a file where a folder should be")
    result = get(NAME)
    assert isinstance(result.exception, ScrutatorError)
    assert result.exception.code == "X01"


def test_a_data_set_without_a_conversion_says_why(cache: Path) -> None:
    result = get("argentina-2015-caba")
    assert isinstance(result.exception, ScrutatorError)
    assert result.exception.code == "F07"
    assert "blank votes" in result.exception.what


def test_a_folder_of_data_is_served_without_the_network(
    reference_data: Path, answered: list[str], served: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    served(find_dataset(NAME), {"table": b""})
    monkeypatch.setenv("SCRUTATOR_DATA", str(reference_data))
    result = get("georgia-2013")
    assert result.stdout.strip() == str(reference_data / "results" / "georgia-2013.csv.gz")
    assert answered == []


def test_the_list_says_what_is_fetched_how_surely_and_why_not() -> None:
    result = RUNNER.invoke(app, ["data", "list"])
    assert result.exit_code == 0
    for said in ("whole file", "rows", "headings", "uganda-2021: the source is packed as 7z"):
        assert said in result.stdout
    body = json.loads(RUNNER.invoke(app, ["data", "list", "--json"]).stdout)
    assert set(body) == set(registry())
    assert body["poland-2025-r1"]["conversion"]["delimiter"] == ";"
    assert body["uganda-2011"]["conversion"] is None
