"""The verifier against hostile bytes: it always answers, and never by breaking."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.seal.conftest import members_of, rebuilt, signer, small_bundle

from scrutator.seal.bundle import archive
from scrutator.seal.keys.sign import key_from_seed
from scrutator.seal.log import records
from scrutator.seal.notes.note import COSIGNATURE
from scrutator.seal.refusals import Refusal
from scrutator.seal.verifier.report import Outcome
from scrutator.seal.verifier.verify import verify_bundle

BUNDLE = small_bundle()
MEMBERS = members_of(BUNDLE)
WITNESS = str(key_from_seed("university.example", bytes(32), COSIGNATURE).key)
OPENED = MEMBERS | {records.OPENINGS: b'{"allowed":["claim.text"],"opened":[]}'}
NAMES = sorted(
    {*OPENED, "log/history/3.checkpoint", "statement.ru.html", "x.json", "y.jsonl", "log/proofs/x.tlog-proof"}
)


def answers(data: bytes) -> bool:
    """Whether the verifier passes these bytes; its own faults fail the test."""
    report = verify_bundle(data)
    assert "verifier_fault" not in {check.refusal for check in report.checks}
    assert len(report.checks) == 17
    assert all(check.line().isprintable() for check in report.checks)
    return report.passed


@given(st.binary(max_size=2000))
def test_any_bytes_are_answered_and_none_pass(data: bytes) -> None:
    assert not answers(data)


@given(st.data())
def test_a_bundle_with_any_stretch_replaced_passes_only_if_nothing_changed(data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(BUNDLE)))
    end = data.draw(st.integers(start, min(len(BUNDLE), start + 100)))
    changed = BUNDLE[:start] + data.draw(st.binary(max_size=100)) + BUNDLE[end:]
    assert answers(changed) is (changed == BUNDLE)


@given(st.sampled_from(NAMES), st.binary(max_size=200), st.data())
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_a_member_with_any_stretch_replaced_passes_only_if_nothing_changed(
    name: str, inserted: bytes, data: st.DataObject
) -> None:
    body = OPENED.get(name, b"")
    start = data.draw(st.integers(0, len(body)))
    end = data.draw(st.integers(start, min(len(body), start + 60)))
    members = MEMBERS | {name: body[:start] + inserted + body[end:]}
    assert answers(rebuilt(members)) is (members == MEMBERS)


JSON_TEXT = st.recursive(
    st.sampled_from(
        [b"1", b"-0", b"1e400", b"NaN", b'"\\ud800"', b'"x"', b"null", b"9007199254740993", b"{"]
    ),
    lambda inner: (
        st.lists(inner, max_size=3).map(lambda parts: b"[" + b",".join(parts) + b"]")
        | inner.map(lambda part: b'{"data":' + part + b',"id":"a","type":"b","version":1}')
        | inner.map(lambda part: b'{"allowed":' + part + b',"opened":[' + part + b"]}")
        | inner.map(lambda part: b'{"turnout":{"text":' + part + b"}}")
        | inner.map(lambda part: b'{"turnout":{"text":{"en":' + part + b"}}}")
    ),
    max_leaves=6,
)


@given(st.sampled_from([records.ENTRIES, records.FIGURES, records.OPENINGS]), JSON_TEXT)
def test_json_of_any_shape_is_answered(name: str, body: bytes) -> None:
    assert not answers(rebuilt(MEMBERS | {name: body + b"\n" * (name == records.ENTRIES)}))


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\n",
        b"\x00",
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"a":' * 100_000,
        b"9" * 100_000,
        b"<" * 100_000,
        b"<!" * 50_000,
        b"<![foo",
        b"\n" * 100_000,
        b"<a data-figure=x>" * 2000,
    ],
)
def test_the_classics_of_hostile_content_are_answered(name: str, body: bytes) -> None:
    assert not answers(rebuilt(MEMBERS | {name: body}))


def test_a_page_that_hides_control_characters_in_a_cells_name_prints_harmlessly() -> None:
    page = "<b data-figure='\x1b[2J\u202e'>1</b>".encode()
    report = verify_bundle(rebuilt(MEMBERS | {"statement.en.html": page}))
    assert report["C12"].refusal == "figure_mismatch"
    assert "\x1b" not in report["C12"].line()
    assert "\u202e" not in report["C12"].line()


def test_a_path_is_read_and_a_missing_one_is_a_failure_of_the_first_check(tmp_path: Path) -> None:
    path = tmp_path / "bundle.zip"
    path.write_bytes(BUNDLE)
    assert verify_bundle(path).passed
    assert verify_bundle(str(path)).passed
    report = verify_bundle(tmp_path / "none.zip")
    assert [check.id for check in report.failed] == ["C1"]
    assert {check.outcome for check in report.checks[1:]} == {Outcome.NOT_CHECKED}


def test_a_file_beyond_the_limit_is_refused_before_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "bundle.zip"
    path.write_bytes(BUNDLE)
    monkeypatch.setattr(archive, "LARGEST_BUNDLE", 10)
    monkeypatch.setattr(Path, "read_bytes", lambda self: pytest.fail("was read"))
    assert verify_bundle(path)["C1"].refusal == "bundle_too_large"


def test_what_the_reader_supplies_is_refused_loudly_if_it_cannot_be_read() -> None:
    for question in ({"key": "nonsense"}, {"witnesses": ["nonsense"]}, {"remembered": b"nonsense"}):
        with pytest.raises(Refusal):
            verify_bundle(BUNDLE, **question)  # type: ignore[arg-type]


def test_an_unreadable_cosigned_checkpoint_fails_its_check() -> None:
    report = verify_bundle(BUNDLE, witnesses=[WITNESS], cosigned=b"nonsense")
    assert report["C9"].refusal == "malformed_note"


@pytest.mark.parametrize("threshold", [-1, 0, 2])
def test_a_threshold_that_asks_nothing_or_the_impossible_is_refused(threshold: int) -> None:
    with pytest.raises(Refusal, match="too_few_witnesses"):
        verify_bundle(BUNDLE, witnesses=[WITNESS], threshold=threshold)
    with pytest.raises(Refusal, match="too_few_witnesses"):
        verify_bundle(BUNDLE, threshold=1)


def test_a_log_is_not_its_own_witness() -> None:
    with pytest.raises(Refusal, match="own witness"):
        verify_bundle(BUNDLE, witnesses=[str(signer().key)])


def test_a_witness_key_cannot_stand_as_the_logs_own() -> None:
    report = verify_bundle(rebuilt(MEMBERS | {records.KEY: f"{WITNESS}\n".encode()}))
    assert "malformed_key" in {check.refusal for check in report.checks}
    assert not report.passed


@pytest.mark.parametrize(
    ("name", "body", "passes"),
    [
        ("x.json", b"", False),
        ("x.JSON", b"{ }", False),
        ("x.Json", b"{}", True),
        ("x.JSONL", b"1\n2", False),
        ("x.jsonl", b"", True),
        ("x.jsonl", b"\n", False),
    ],
)
def test_json_is_canonical_whatever_the_case_of_its_name_and_nothing_is_no_value(
    name: str, body: bytes, passes: bool
) -> None:
    assert (verify_bundle(rebuilt(MEMBERS | {name: body}))["C3"].outcome is Outcome.PASS) is passes
