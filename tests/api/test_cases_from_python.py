"""Cases, findings, claims and bundles from Python."""

from pathlib import Path

import pytest

import scrutator
from scrutator import ScrutatorError


@pytest.fixture
def folder(small_files: dict[str, bytes], tmp_path: Path) -> Path:
    for path, content in small_files.items():
        (tmp_path / "case" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "case" / path).write_bytes(content)
    return tmp_path / "case"


def test_a_sound_case_is_read_checked_and_computed(folder: Path) -> None:
    case = scrutator.read_case(folder)
    assert scrutator.check_case(case)
    assert len(case.table("results")) == len(case.reading.tables["results"]) > 0
    found = scrutator.run_findings(case)
    assert set(found.to_dict()) == {run.id for run in case.record.runs}
    first = next(one for one in found.all if one.outcome.figures)
    name = found.to_dict()[first.id]["figures"][0]["id"]
    assert found.figure(name) is first.outcome.figures[0]


def test_a_case_with_a_fault_is_read_reported_and_not_computed(folder: Path) -> None:
    (folder / "lists.csv").write_text("id;name\nx;y\n")
    checked = scrutator.check_case(folder)
    assert not checked
    assert any(fault.file == "lists.csv" for fault in checked.faults)
    for compute in (scrutator.run_findings, scrutator.weigh_claims):
        with pytest.raises(ScrutatorError) as caught:
            compute(folder)
        assert caught.value.code == "R30"


def test_what_is_not_there_is_named_with_what_there_is(folder: Path) -> None:
    case = scrutator.read_case(folder)
    with pytest.raises(ScrutatorError, match="results"):
        case.table("votes")
    with pytest.raises(ScrutatorError, match="no finding"):
        scrutator.run_findings(case, only="weather")
    with pytest.raises(ScrutatorError, match="no finding"):
        scrutator.run_findings(case)["weather"]
    with pytest.raises(ScrutatorError) as caught:
        scrutator.run_findings(case).figure("turnout/weather")
    assert caught.value.code == "N04"
    for wrong in ("narnia", folder / "nowhere"):
        with pytest.raises(ScrutatorError) as caught:
            scrutator.read_case(wrong)
        assert caught.value.code == "R31"
    with pytest.raises(ScrutatorError, match="type int"):
        scrutator.check_case(3)


def test_claims_are_weighed_with_every_step() -> None:
    claims = scrutator.weigh_claims("kazakhstan-2012")
    body = claims.to_dict()["propositions"]
    assert len(body) == len(claims) > 0
    steps = claims.explain(body[0]["proposition"])
    assert steps[0].startswith("proposition")
    with pytest.raises(ScrutatorError) as caught:
        claims["X99"]
    assert caught.value.code == "G02"


def test_a_bundle_is_verified_for_its_key_only_and_never_overwritten_unasked(
    folder: Path, tmp_path: Path
) -> None:
    secret, target = tmp_path / "m.key", tmp_path / "bundle.zip"
    key = scrutator.new_key(secret, name="mission.example")
    with pytest.raises(ScrutatorError):
        scrutator.new_key(secret, name="mission.example")
    bundle = scrutator.publish(folder, target, key=secret)
    assert (bundle.size, bundle.key) == (target.stat().st_size, key)
    with pytest.raises(ScrutatorError, match="overwrite"):
        scrutator.publish(folder, target, key=secret)
    before = target.read_bytes()
    scrutator.publish(scrutator.read_case(folder), target, key=secret, overwrite=True)
    assert target.read_bytes() == before
    assert scrutator.verify(target, key=key).verdict.startswith("VERIFIED")
    assert not scrutator.verify(target, rebuild=False).verdict.startswith("VERIFIED")
    other = scrutator.new_key(tmp_path / "o.key", name="mission.example")
    assert not scrutator.verify(target, key=other).passed
    target.write_bytes(target.read_bytes()[:-40])
    assert not scrutator.verify(target, key=key).passed
    with pytest.raises(ScrutatorError, match="no file"):
        scrutator.verify(tmp_path / "nowhere.zip")
