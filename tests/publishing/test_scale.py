"""Bulk tables stand once in a bundle, and long histories are checked in one pass."""

import time
from hashlib import sha256
from pathlib import Path

from tests.seal.conftest import ORIGIN, rebuilt, signer, small_members

from scrutator.publishing.build import build_bundle
from scrutator.publishing.rebuild import compared
from scrutator.seal.bundle import archive
from scrutator.seal.bundle.manifest import manifest_bytes
from scrutator.seal.keys.sign import sign_checkpoint
from scrutator.seal.log import merkle, records
from scrutator.seal.log.records import Record
from scrutator.seal.verifier.verify import verify_bundle
from scrutator.seal.writing.bundle import _log_members
from support.needs import package
from support.small_case import SMALL_CASE

package("typst")
LISTS, STATIONS = 20, 3_500


def test_seventy_thousand_rows_are_one_record_and_are_rebuilt(tmp_path: Path) -> None:
    lists = [f"list-{n}" for n in range(LISTS)]
    grown = {
        "lists.csv": "".join(f"{name},List {name}\n" for name in lists),
        "places.csv": "".join(f"s{n},Station {n},station,north,A\n" for n in range(STATIONS)),
        "results.csv": "".join(
            f"vote,s{n},{name},final,{(n * 7 + k) % 400},0.00,0,A\n"
            for n in range(STATIONS)
            for k, name in enumerate(lists)
        ),
    }
    for name, text in SMALL_CASE.items():
        (tmp_path / name).write_text(text + grown.get(name, ""), encoding="utf-8")
    bundle = build_bundle(str(tmp_path), signer()).bundle
    members = archive.read(bundle)
    entries = records.parse_entries(bytes(members[records.ENTRIES]))
    digest = sha256((tmp_path / "results.csv").read_bytes()).hexdigest()
    assert [e.data for e in entries if "results" in e.id] == [{"sha256": digest}]
    assert sum(bytes(view).count(b"vote,s7,list-7,") for view in members.values()) == 1
    assert len(entries) < 5_000
    assert verify_bundle(bundle, key=str(signer().key), rebuild=compared).word == "VERIFIED"


def long_history(count: int, publications: int) -> bytes:
    """A bundle of so many records whose log was published so many times before."""
    sizes = [(n + 1) * count // publications for n in range(publications)]
    entries = [records.make_entry(Record(f"r{n}", "claim", n), 1) for n in range(count)]
    for version, size in enumerate(sizes, 1):
        ends = Record(records.MANIFEST, records.MANIFEST_TYPE, {"sha256": "0" * 64})
        entries[size - 1] = records.make_entry(ends, version)
    roots = merkle.roots_at([merkle.leaf_hash(entry.leaf) for entry in entries], sizes)
    files = small_members() | {
        records.history_name(size): sign_checkpoint(signer(), ORIGIN, size, roots[size]) for size in sizes
    }
    files |= {records.KEY: f"{signer().key}\n".encode(), "VERIFY.md": b"", "verify.pyz": b""}
    files[records.MANIFEST] = manifest_bytes(files)
    entries.append(records.manifest_entry(entries, sha256(files[records.MANIFEST]).hexdigest()))
    return rebuilt(files | _log_members(entries, signer(), ORIGIN))


def test_five_thousand_records_and_five_hundred_checkpoints_take_two_seconds_of_work_at_most() -> None:
    bundle = long_history(5_000, 500)
    begun = time.process_time()
    report = verify_bundle(bundle, key=str(signer().key))
    assert time.process_time() - begun < 2
    assert report.word == "SIGNED, NOT REBUILT"
    assert "each of 500 earlier checkpoints" in report["C6"].detail
