"""A public file of stations that is no part of a case: what rests on it is attested without it, rebuilt with it."""

import csv
import gzip
from pathlib import Path

import pytest
from typer.testing import CliRunner

from scrutator.cli.main import app
from scrutator.record.folder.opening import case_files

PARTLY = 4  # exit status of a publication that is rebuilt in part
OUTSIDE = '[[outside]]\nfile = "digitisations.csv"\nwhere = "https://example.org/digitisations.csv"\n'


def run(*arguments: str) -> str:
    result = CliRunner().invoke(app, list(arguments))
    assert result.exit_code == 0, result.output
    return result.output


def rows(path: Path) -> list[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8-sig") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def bundle(reference_data: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, str]:
    """The Venezuelan case with both digitisations outside its bundle: the bundle, the file, the key."""
    folder = tmp_path_factory.mktemp("venezuela")
    case = folder / "case"
    case.mkdir()
    for name, content in case_files("venezuela-2024").items():
        (case / name).write_bytes(content)
    protocols = reference_data / "protocols"
    lines = ["digitisation,area,gonzalez,maduro,others"]
    for row in rows(protocols / "venezuela2024_resultadosconvzla_v1.csv.gz"):
        lines.append(f"first,{row['Estado'].replace(' ', '-')},{row['egu']},{row['nm']},{row['otros']}")
    for row in rows(protocols / "venezuela2024_second_digitisation.csv.gz"):
        area = "DISTRITO-CAPITAL" if row["ESTADO"] == "CAPITAL" else row["ESTADO"].replace(" ", "-")
        lines.append(f"second,{area},{row['Gonzalez']},{row['Maduro']},{row['Otros']}")
    (case / "digitisations.csv").write_text("\n".join([*lines, ""]), encoding="utf-8")
    (case / "withheld.toml").write_text(OUTSIDE, encoding="utf-8")
    key = run("key", "new", "-o", str(folder / "k"), "--name", "desk.example", "--no-passphrase").split()[-1]
    run("publish", str(case), "--key", str(folder / "k"), "-o", str(folder / "b.zip"))
    return folder / "b.zip", case / "digitisations.csv", key


def test_without_the_file_its_figures_are_attested(bundle: tuple[Path, Path, str]) -> None:
    path, _, key = bundle
    result = CliRunner().invoke(app, ["verify", str(path), "--key", key])
    verdict = " ".join(result.output.split()).partition("VERDICT")[2]
    assert result.exit_code == PARTLY
    assert verdict.startswith(" PARTLY REBUILT: 1 of 32 findings, and with them 5 of")
    assert "are attested, not rebuilt" in verdict


def test_with_the_file_they_are_rebuilt(bundle: tuple[Path, Path, str]) -> None:
    path, file, key = bundle
    verdict = " ".join(run("verify", str(path), "--key", key, "--with", str(file)).split())
    assert verdict.partition("VERDICT")[2].startswith(" VERIFIED")


def test_another_file_is_refused(bundle: tuple[Path, Path, str], tmp_path: Path) -> None:
    path, file, key = bundle
    other = tmp_path / "digitisations.csv"
    other.write_bytes(file.read_bytes().replace(b"first,AMAZONAS,244", b"first,AMAZONAS,245", 1))
    result = CliRunner().invoke(app, ["verify", str(path), "--key", key, "--with", str(other)])
    assert result.exit_code != 0
