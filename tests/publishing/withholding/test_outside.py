"""Files outside the bundle: attested without them, rebuilt with them."""

from pathlib import Path

import pytest
from tests.publishing.test_rebuild import resealed
from tests.publishing.withholding.cases import OUTSIDE, members_of, published, verified

from scrutator.errors import ScrutatorError
from scrutator.publishing.build import Built
from scrutator.publishing.rebuild import compared, demand_declared
from scrutator.seal.log import records
from support.needs import package
from support.small_case import SMALL_CASE

package("typst")


def test_a_file_outside_the_bundle_is_attested_without_it_and_rebuilt_with_it(outside: Built) -> None:
    members = members_of(outside.bundle)
    assert "case/turnout.csv" not in members
    without = verified(outside.bundle)
    assert (without.word.value, "1 of 1 findings" in without.verdict) == ("PARTLY REBUILT", True)
    file = SMALL_CASE["turnout.csv"].encode()
    backed = verified(outside.bundle, rebuild=lambda given: compared(given, [file]))
    assert (backed.word.value, "attested" in backed.verdict) == ("VERIFIED", False)


def test_a_lie_about_a_file_outside_the_bundle_is_found_with_the_file(outside: Built, tmp_path: Path) -> None:
    from hashlib import sha256

    other = SMALL_CASE["turnout.csv"].replace("40.5", "41.5").encode()
    members = members_of(outside.bundle)
    true = sha256(SMALL_CASE["turnout.csv"].encode()).hexdigest().encode()
    lie = members["withheld.json"].replace(true, sha256(other).hexdigest().encode())
    assert lie != members["withheld.json"]

    def change(rows: list[records.Record]) -> list[records.Record]:
        data = {"sha256": sha256(other).hexdigest()}
        return [records.Record(r.id, r.kind, data) if r.id == "file/turnout.csv" else r for r in rows]

    crate = (tmp_path / "x", OUTSIDE)
    forged = published(*crate, **{"turnout.csv": other.decode()})  # the members that name the hash
    mixed = members_of(forged.bundle) | {"withheld.json": lie}
    assert (
        verified(resealed(mixed, change), rebuild=lambda given: compared(given, [other])).word
        == "NOT VERIFIED"
    )


def test_a_file_that_the_bundle_does_not_declare_is_an_error(outside: Built) -> None:
    with pytest.raises(ScrutatorError, match="X03"):
        demand_declared(outside.bundle, [b"something else"])
    demand_declared(outside.bundle, [SMALL_CASE["turnout.csv"].encode()])
