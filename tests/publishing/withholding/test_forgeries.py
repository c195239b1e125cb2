"""The holder of the true key cannot pass off what is withheld, or attested, as something else."""

import json
from collections.abc import Callable

import pytest
from tests.publishing.test_rebuild import resealed
from tests.publishing.withholding.cases import CELL, Members, members_of, verified

from scrutator.publishing.build import Built
from scrutator.publishing.withholding.attested import faults_of_attested
from scrutator.publishing.withholding.public import Cells, Public, Whole, faults_of_commitments
from scrutator.record.folder.opening import sound_case
from scrutator.seal import canonical
from scrutator.seal.log import records
from support.needs import package
from support.small_case import SMALL_CASE

package("typst")


def shown_value(members: Members) -> Members:
    return {"case/turnout.csv": members["case/turnout.csv"].replace(b"not published: withheld", b"99.9")}


def other_attested(members: Members) -> Members:
    return {"withheld.json": members["withheld.json"].replace(b"40.5", b"90.5")}


def attested_elsewhere(members: Members) -> Members:
    """Everything is called attested, though it rests on nothing that is withheld."""
    plain = json.loads(members["withheld.json"])
    plain["cells"] = []
    plain["files"] = [{"file": "boundaries.geojson", "why": "x"}]
    return {"withheld.json": canonical.encode(plain)}


def nothing_attested(members: Members) -> Members:
    plain = json.loads(members["withheld.json"])
    return {"withheld.json": canonical.encode({**plain, "attested": {}})}


FORGERIES: dict[str, Callable[[Members], Members]] = {
    "a value where one is declared as withheld": shown_value,
    "another attested value than the pages print": other_attested,
    "attested without need": attested_elsewhere,
    "nothing attested": nothing_attested,
    "a declaration in another spelling": lambda m: {
        "withheld.json": m["withheld.json"].replace(b'"rows":[],', b"")
    },
    "a declaration of nothing": lambda m: {
        "withheld.json": b'{"attested":{},"cells":[],"files":[],"outside":[],"rows":[]}'
    },
    "the mission's own list": lambda m: {"case/withheld.toml": CELL.encode()},
}


@pytest.mark.parametrize("what", FORGERIES)
def test_the_holder_of_the_true_key_cannot_pass(cell: Built, what: str) -> None:
    members = members_of(cell.bundle)
    changed = FORGERIES[what](members)
    assert any(members.get(name) != data for name, data in changed.items())
    report = verified(resealed(members | changed))
    assert report.word == "NOT VERIFIED", report.verdict


def test_the_declaration_cannot_be_left_out(cell: Built) -> None:
    members = {name: data for name, data in members_of(cell.bundle).items() if name != "withheld.json"}
    assert verified(resealed(members)).word == "NOT VERIFIED"


@pytest.mark.parametrize(
    "data",
    [
        {"percent": "40.5"},
        {},
        {"percent": {"sha256-salted": "00"}},
        {"percent": {"sha256-salted": "0" * 64}, "more": 1},
    ],
)
def test_the_log_must_hold_a_commitment_for_each_thing_that_is_withheld(cell: Built, data: object) -> None:
    def change(rows: list[records.Record]) -> list[records.Record]:
        return [records.Record(r.id, r.kind, data) if r.kind == "withheld" else r for r in rows]  # type: ignore[arg-type]

    members = members_of(cell.bundle)
    assert verified(resealed(members)).word == "PARTLY REBUILT"
    assert verified(resealed(members, change)).word == "NOT VERIFIED"
    assert (
        verified(resealed(members, lambda rows: [r for r in rows if r.kind != "withheld"])).word
        == "NOT VERIFIED"
    )


def test_a_commitment_that_nothing_declares_is_refused(cell: Built) -> None:
    extra = records.Record("withheld/places/land", "withheld", {"name": {"sha256-salted": "0" * 64}})
    assert verified(resealed(members_of(cell.bundle), lambda rows: [*rows, extra])).word == "NOT VERIFIED"


def test_only_what_reads_something_withheld_may_be_attested(cell: Built) -> None:
    """Each rule alone, without the records of the log that would give a forger away as well."""
    case = sound_case({name: text.encode() for name, text in SMALL_CASE.items()}, "small")
    attested = json.loads(members_of(cell.bundle)["withheld.json"])["attested"]
    whole = (Whole("boundaries.geojson", "x"),)
    (fault,) = faults_of_attested(case, Public(attested=attested, files=whole))
    assert "attested, though it rests on nothing that is withheld" in fault
    cells = (Cells(("percent",), ("vote,south,20:00,preliminary,B",), "turnout", "x"),)
    assert faults_of_attested(case, Public(attested=attested, cells=cells)) == []
    assert faults_of_attested(case, Public(attested={"none": {}}, cells=cells)) != []
    broken = {"turnout": {**attested["turnout"], "title": 7}}
    (fault,) = faults_of_attested(case, Public(attested=broken, cells=cells))
    assert "cannot be read" in fault


def test_every_field_of_a_record_of_commitments_is_one() -> None:
    cells = (Cells(("note", "percent"), ("r",), "turnout", "x"),)
    hidden = {"sha256-salted": "0" * 64}

    def faults(data: object) -> list[str]:
        return list(faults_of_commitments(Public(cells=cells), {"withheld/turnout/r": data}))  # type: ignore[dict-item]

    assert faults({"note": hidden, "percent": hidden}) == []
    for wrong in (
        {"note": hidden, "percent": "40.5"},
        {"note": hidden},
        {"note": hidden, "percent": hidden, "x": hidden},
        None,
    ):
        assert len(faults(wrong)) == 1, wrong
