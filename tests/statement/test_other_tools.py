"""The published bundle of the real case, read by tools that were not written here."""

import json
import subprocess
import sys
from pathlib import Path

Members = dict[str, bytes]


def test_frictionless_finds_every_table_valid(kazakhstan_folder: Path) -> None:
    script = (
        "import json; from frictionless import validate; r = validate('datapackage.json', type='package');"
        "print(json.dumps([len(r.tasks), [e.message for t in r.tasks for e in t.errors] + [e.message for e in r.errors]]))"
    )
    run = subprocess.run(
        [sys.executable, "-c", script], cwd=kazakhstan_folder, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr
    tables, errors = json.loads(run.stdout.splitlines()[-1])
    assert errors == []
    assert tables > 40


def test_the_ro_crate_validator_finds_nothing(kazakhstan_folder: Path) -> None:
    script = Path(__file__).parents[1] / "seal" / "writing" / "crate_context.py"
    run = subprocess.run(
        [sys.executable, str(script), str(kazakhstan_folder), "REQUIRED"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout[-2000:] + run.stderr[-500:]


def test_the_bundle_carries_entities_reviews_and_provenance(kazakhstan_members: Members) -> None:
    entities = [json.loads(line) for line in kazakhstan_members["exchange/entities.ftm.jsonl"].splitlines()]
    assert {"Payment", "Organization", "Person"} <= {entity["schema"] for entity in entities}
    reviews = json.loads(kazakhstan_members["exchange/claim-reviews.json"])
    assert len(reviews["@graph"] if isinstance(reviews, dict) else reviews) > 50
    provenance = json.loads(kazakhstan_members["exchange/provenance.json"])
    assert "case:run-turnout" in provenance["activity"]
    header, first = kazakhstan_members["exchange/statements.csv"].decode().splitlines()[:2]
    assert header.split(",")[:3] == ["canonical_id", "entity_id", "prop"]
    assert first.count(",") >= header.count(",")
