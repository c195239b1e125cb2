"""The forger's suite: whoever holds the true key and alters anything people read is not VERIFIED."""

import json
import re
import sys
from collections.abc import Callable, Mapping
from hashlib import sha256
from pathlib import Path

import pytest
from typer.testing import CliRunner

from scrutator.cli.main import app
from scrutator.errors import ScrutatorError
from scrutator.publishing.build import build_bundle, published
from scrutator.publishing.rebuild import compared, declared_release
from scrutator.publishing.rebuild_bounded import compared_bounded
from scrutator.record.folder.opening import sound_case
from scrutator.seal import canonical
from scrutator.seal.bundle import archive
from scrutator.seal.bundle.manifest import manifest_bytes
from scrutator.seal.keys.sign import key_from_seed
from scrutator.seal.log import records
from scrutator.seal.log.records import Record
from scrutator.seal.notes.note import COSIGNATURE, parse_key
from scrutator.seal.verifier.opened import NotRebuilt, Rebuilt
from scrutator.seal.verifier.verify import verify_bundle
from scrutator.seal.writing.bundle import _log_members
from scrutator.seal.writing.guide import guide_bytes
from scrutator.seal.writing.pyz import verifier_bytes
from support.needs import package
from support.small_case import SMALL_CASE

package("typst")
SIGNER = key_from_seed("mission.example", bytes([1]) * 32)
ORIGIN = "mission.example/small"
Members = dict[str, bytes]
Changes = Mapping[str, bytes | None]
"""What a forger does to members; None: it is removed."""


@pytest.fixture(scope="module")
def members(tmp_path_factory: pytest.TempPathFactory) -> Members:
    """The members of the small case's bundle."""
    folder = tmp_path_factory.mktemp("case")
    for name, text in SMALL_CASE.items():
        (folder / name).write_text(text, encoding="utf-8")
    return {n: bytes(v) for n, v in archive.read(build_bundle(str(folder), SIGNER).bundle).items()}


def resealed(members: Members, change: Callable[[list[Record]], list[Record]] = list) -> bytes:
    """The bundle of these members, sealed anew with the true key; `change` alters the records of the log."""
    kept = records.latest_versions(records.parse_entries(members[records.ENTRIES])).values()
    now = [Record(e.id, e.kind, e.data) for _, e in kept if e.kind != records.MANIFEST_TYPE]
    files = {n: d for n, d in members.items() if n != records.MANIFEST and not n.startswith("log/")}
    files[records.KEY] = members[records.KEY]
    files[records.MANIFEST] = manifest_bytes(files)
    entries = records.grow([], change(now))
    entries.append(records.manifest_entry(entries, sha256(files[records.MANIFEST]).hexdigest()))
    return archive.write(files | _log_members(entries, SIGNER, ORIGIN))


def verdict(bundle: bytes) -> tuple[str, str]:
    report = verify_bundle(bundle, key=str(SIGNER.key), rebuild=compared)
    return report.word.value, report["C13"].detail


def test_what_was_published_is_verified(members: Members) -> None:
    assert verdict(resealed(members))[0] == "VERIFIED"


def altered_prose(members: Members) -> Members:
    page = members["statement.en.html"]
    assert b"</p>" in page
    return {"statement.en.html": page.replace(b"</p>", b" It was free and fair.</p>", 1)}


def in_page(old: bytes, new: bytes) -> Callable[[Members], Changes]:
    """A forgery that puts something else into the page."""

    def change(members: Members) -> Changes:
        assert old in members["statement.en.html"], old
        return {"statement.en.html": members["statement.en.html"].replace(old, new, 1)}

    return change


def renamed(members: Members) -> Changes:
    return {"statement.en.pdf": None, "report.pdf": members["statement.en.pdf"]}


def swapped(members: Members) -> Changes:
    one, two = [name for name in sorted(members) if name.startswith("data/")][:2]
    assert members[one] != members[two]
    return {one: members[two], two: members[one]}


def case_altered_and_findings_rebuilt(members: Members) -> Changes:
    """Another turnout in the case, and in the findings and figures that follow from it; the pages stay."""
    case = {n.removeprefix("case/"): d for n, d in members.items() if n.startswith("case/")}
    case["turnout.csv"] = case["turnout.csv"].replace(b"40.5", b"44.5")
    anew, _ = published(sound_case(case, "altered"))
    kept = ("case/turnout.csv", "findings.json", "figures.json")
    assert all(anew[name] != members[name] for name in kept)
    return {name: anew[name] for name in kept}


FORGERIES: dict[str, Callable[[Members], Changes]] = {
    "the prose of a page": altered_prose,
    "a number in a table of the page": in_page(b"40.5", b"44.5"),
    "the value on a figure's card": in_page(
        b'<span class="key">value</span> 40.5', b'<span class="key">value</span> 44.5'
    ),
    "a script that rewrites the figures": in_page(
        b"</body>", b"<script>document.body.textContent=''</script></body>"
    ),
    "a style that covers the figures": in_page(b"</style>", b".fig{display:none}</style>"),
    "a style sheet of one's own": in_page(b"</head>", b"<style>.fig{opacity:0}</style></head>"),
    "a page that leads elsewhere": in_page(
        b"</head>", b'<meta http-equiv="refresh" content="0;url=https://example.org/"></head>'
    ),
    "all pages removed": lambda m: {n: None for n in m if n.startswith("statement.")},
    "a table removed": lambda m: {_first(m, "data/"): None},
    "the guide removed": lambda m: {"VERIFY.md": None},
    "a member renamed": renamed,
    "two members swapped": swapped,
    "the case altered, findings rebuilt": case_altered_and_findings_rebuilt,
    "a file of the case removed": lambda m: {"case/turnout.csv": None},
    "the whole PDF": lambda m: {"statement.en.pdf": b"%PDF-1.7 nothing"},
    "votes in a table of data": lambda m: {_first(m, "data/"): b"list,votes\nred,42\n"},
    "an extra page": lambda m: {"index.html": b"<!DOCTYPE html><title>x</title>"},
    "a verifier that only says VERIFIED": lambda m: {"verify.pyz": b"print('VERIFIED')"},
    "a hostile guide": lambda m: {"VERIFY.md": b"# Trust us\n"},
    "a claim review": lambda m: {_first(m, "exchange/"): b"{}"},
    "the crate": lambda m: {"datapackage.json": b"{}"},
    "the figures": lambda m: {"figures.json": canonical.encode({})},
    "the findings": lambda m: {"findings.json": canonical.encode([])},
    "a row of the case": lambda m: {"case/results.csv": m["case/results.csv"].replace(b"920", b"921")},
    "a stray file in the case": lambda m: {"case/observers.csv": b"name\nA\n"},
    "a bare number in the text of the case": lambda m: {
        "case/statement.en.md": m["case/statement.en.md"] + b"\n\nThe party won 1950 votes.\n"
    },
}


def _first(members: Members, folder: str) -> str:
    return next(name for name in sorted(members) if name.startswith(folder))


@pytest.mark.parametrize("what", FORGERIES)
def test_the_holder_of_the_true_key_cannot_alter(members: Members, what: str) -> None:
    changed = {**members, **FORGERIES[what](members)}
    assert changed != members
    word, detail = verdict(resealed({name: data for name, data in changed.items() if data is not None}))
    assert word == "NOT VERIFIED", (what, detail)


def test_every_member_of_the_real_bundle_is_compared(kazakhstan_bundle: bytes) -> None:
    """In memory, against one publication made anew: each member altered, each removed, each under another
    name is found; what rebuilding leaves to the seal's own checks fails one of those."""
    from scrutator.publishing import rebuild

    real = {name: bytes(view) for name, view in archive.read(kazakhstan_bundle).items()}
    case = {n.removeprefix("case/"): d for n, d in real.items() if n.startswith("case/")}
    expected, _ = published(sound_case(case, "kazakhstan-2012"))
    key = parse_key(real[records.KEY].decode().strip())
    expected |= {"VERIFY.md": guide_bytes(key, f"{key.name}/kazakhstan-2012"), "verify.pyz": verifier_bytes()}
    found = rebuild._members_that_differ
    assert list(found(real, expected)) == []
    for name in sorted(expected):
        assert list(found(real | {name: real[name] + b" "}, expected)) == [f"{name}: not what the case gives"]
        assert list(found(real | {name: real[name][:-1]}, expected)) == [f"{name}: not what the case gives"]
        removed = {n: d for n, d in real.items() if n != name}
        assert list(found(removed, expected)) == [f"{name}: missing"]
        other = removed | {f"x/{name}": real[name]}
        assert list(found(other, expected)) == [
            f"x/{name}: nothing in the case gives this member",
            f"{name}: missing",
        ]
    rest = sorted(set(real) - set(expected))
    kinds = {re.sub(r"/\d+[.]", "/n.", name) for name in rest}
    assert kinds == {
        "log/key",
        "log/checkpoint",
        "log/entries.jsonl",
        "log/proofs/n.tlog-proof",
        "manifest-sha256.txt",
    }
    for name in [*rest[:3], rest[-1], next(one for one in rest if "proofs" in one)]:
        for data in (real[name] + b" ", real[name][:-1], None):
            altered = {**real, name: data}
            bundle = archive.write({n: d for n, d in altered.items() if d is not None})
            assert verify_bundle(bundle, key=str(key)).word == "NOT VERIFIED", name


@pytest.mark.parametrize(
    "change",
    [
        lambda rows: rows[1:],
        lambda rows: [*rows, Record("claims/X", "claims", {"text": "not in the case"})],
        lambda rows: [Record(rows[0].id, rows[0].kind, {"altered": "yes"}), *rows[1:]],
        lambda rows: rows[:1],
    ],
)
def test_records_of_the_log_must_be_those_of_the_case(
    members: Members, change: Callable[[list[Record]], list[Record]]
) -> None:
    assert verdict(resealed(members, change))[0] == "NOT VERIFIED"


def test_what_a_bundle_declares_of_its_release_never_widens_what_may_differ(members: Members) -> None:
    crate = json.loads(members["ro-crate-metadata.json"])
    for entity in crate["@graph"]:
        if entity.get("@type") == "SoftwareApplication":
            entity["name"] = "scrutator 99.0"
    forged = members | altered_prose(members) | {"ro-crate-metadata.json": canonical.encode(crate)}
    word, detail = verdict(resealed(forged))
    assert word == "CANNOT REBUILD"
    assert "scrutator 99.0" in detail
    assert declared_release({}) == "an unknown program"


def test_a_bundle_without_its_case_is_not_rebuilt(members: Members) -> None:
    without = {name: data for name, data in members.items() if not name.startswith("case/")}
    assert verdict(resealed(without))[0] == "SIGNED, NOT REBUILT"


def test_rebuilding_in_a_child_gives_the_same_answer_and_is_ended_at_a_limit(members: Members) -> None:
    assert compared_bounded(members) == Rebuilt()
    with pytest.raises(NotRebuilt, match=r"more than 0\.01 seconds") as time_up:
        compared_bounded(members, seconds=0.01)
    with pytest.raises(NotRebuilt, match="GiB") as memory_up:
        compared_bounded(members, memory=1024)
    assert time_up.value.word == memory_up.value.word == "limit"


EVIDENCE = "id,proposition,direction,covers,method,strength,text,figure,source\n"
# What a stranger's case may hold: each cost the verifier a minute or more before its size was bounded.
HOSTILE = {
    "40,000 openings of a cell": {"case/statement.en.md": b"{{" * 40_000},
    "40,000 line breaks": {"case/statement.en.md": b"\n" * 40_000},
    "20,000 citations": {"case/statement.en.md": b'{{ source("A", "3") }} ' * 20_000},
    "an endless exponent": {
        "case/evidence.csv": f"{EVIDENCE}E,P,supports,whole,document,strong,text,turnout/turnout <= 1e999999999,A\n".encode()
    },
    "100,000 findings": {
        "case/findings.toml": b"".join(
            b'[[finding]]\nid = "x%d"\nmethod = "official.turnout"\n' % n for n in range(100_000)
        )
    },
}


@pytest.mark.skipif(sys.platform == "win32", reason="the system does not tell what its child processes used")
@pytest.mark.parametrize("pinned", [True, False], ids=["pinned", "untrusted"])
@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_case_is_answered_in_five_seconds_of_work_and_500_megabytes(
    members: Members, what: str, pinned: bool
) -> None:
    import resource

    def work() -> float:
        used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
        return sum(one.ru_utime + one.ru_stime for one in used)

    bundle, begun = resealed(members | HOSTILE[what]), work()
    report = verify_bundle(
        bundle,
        key=str(SIGNER.key) if pinned else None,
        rebuild=lambda given: compared_bounded(given, memory=500_000_000),
        rebuild_untrusted=not pinned,
    )
    assert report.word.value == "NOT VERIFIED"
    assert report["C13"].refusal == "rebuilt_differs"
    assert work() - begun < 5


def test_a_witness_that_rebuilds_cosigns_nothing_that_its_case_does_not_give(
    members: Members, tmp_path: Path
) -> None:
    """Without --rebuild it vouches for the log alone, and says so."""
    key, state, note = tmp_path / "w.key", tmp_path / "state", tmp_path / "note"
    key.write_bytes(key_from_seed("university.example", bytes(32), COSIGNATURE).to_file(None))
    key.chmod(0o600)
    forged, true = tmp_path / "forged.zip", tmp_path / "true.zip"
    forged.write_bytes(resealed(members | altered_prose(members)))
    true.write_bytes(resealed(members))

    def witness(bundle: Path, *more: str) -> str:
        asked = [
            "witness",
            str(bundle),
            "--log-key",
            str(SIGNER.key),
            "--key",
            str(key),
            "--state",
            str(state),
        ]
        command = [*asked, "-o", str(note), "--first", *more]
        return str(CliRunner().invoke(app, command, catch_exceptions=False).output)

    with pytest.raises(ScrutatorError, match="differ from what the case gives"):
        witness(forged, "--rebuild")
    assert not note.exists()
    assert not state.exists()
    assert "rebuilt and equal" in witness(true, "--rebuild")
    assert note.exists()
    state.unlink()
    assert "not rebuilt" in witness(forged)
