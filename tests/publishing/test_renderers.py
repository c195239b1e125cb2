"""Other renderers than the pinned ones: nothing is published, and what cannot be compared is named and counted."""

import tomllib
from pathlib import Path

import pytest
from tests.publishing.test_rebuild import SIGNER, resealed

from scrutator.errors import ScrutatorError
from scrutator.publishing import renderers
from scrutator.publishing.build import build_bundle, build_unsigned_bundle
from scrutator.publishing.rebuild import compared
from scrutator.seal.bundle import archive
from scrutator.seal.verifier.report import Report
from scrutator.seal.verifier.verify import verify_bundle
from support.needs import package
from support.small_case import SMALL_CASE

package("typst")
Members = dict[str, bytes]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("case")
    for name, text in SMALL_CASE.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def members(folder: Path) -> Members:
    return {n: bytes(v) for n, v in archive.read(build_bundle(str(folder), SIGNER).bundle).items()}


@pytest.fixture
def other_typst(monkeypatch: pytest.MonkeyPatch) -> None:
    known = renderers.version
    monkeypatch.setattr(renderers, "version", lambda name: "0.14.1" if name == "typst" else known(name))


def verified(members: Members) -> Report:
    return verify_bundle(resealed(members), key=str(SIGNER.key), rebuild=compared)


def test_the_pins_are_those_of_the_extra() -> None:
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8"))
    extra = project["project"]["optional-dependencies"]["report"]
    assert {f"{name}=={wanted}" for name, wanted in renderers.PINNED.items()} <= set(extra)
    assert renderers.other_renderers() == {}


@pytest.mark.usefixtures("other_typst")
def test_nothing_is_published_with_another_renderer(folder: Path) -> None:
    for publish in (
        lambda: build_bundle(str(folder), SIGNER).bundle,
        lambda: build_unsigned_bundle(str(folder)),
    ):
        with pytest.raises(ScrutatorError, match=r"X02.*typst 0\.14\.1.*0\.15\.2"):
            publish()


@pytest.mark.usefixtures("other_typst")
def test_what_was_not_compared_is_named_and_counted_and_the_word_is_partly(members: Members) -> None:
    report = verified(members)
    assert (report.word.value, report.status, report.passed) == ("PARTLY REBUILT", 4, False)
    files = sum(not name.startswith("log/") for name in members) - 1
    assert f"{files - 1} of {files} files" in report.verdict
    assert "1 could not be compared here: statement.en.pdf" in report.verdict
    # The description of the bundle holds the hash of the PDF that was published: both must be forged.
    forged = verified(members | {"statement.en.pdf": b"%PDF-1.7 another"})
    assert "ro-crate-metadata.json" in forged["C13"].detail


@pytest.mark.usefixtures("other_typst")
@pytest.mark.parametrize(
    "name", ["statement.en.html", "findings.json", "case/results.csv", "ro-crate-metadata.json"]
)
def test_another_renderer_widens_nothing_else_that_may_differ(members: Members, name: str) -> None:
    assert verified(members | {name: members[name].replace(b"9", b"8")}).word.value == "NOT VERIFIED"


def test_with_the_pinned_renderers_every_file_is_compared(members: Members) -> None:
    assert verified(members).word.value == "VERIFIED"
    assert verified(members | {"statement.en.pdf": b"%PDF-1.7 another"}).word.value == "NOT VERIFIED"
