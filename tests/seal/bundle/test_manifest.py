import pytest

from scrutator.seal.bundle.manifest import check_manifest, manifest_bytes
from scrutator.seal.refusals import Refusal

MEMBERS = {"a.csv": b"1", "b.csv": b"2"}


def lines() -> list[bytes]:
    return manifest_bytes(MEMBERS).splitlines(keepends=True)


def test_the_manifest_covers_its_members() -> None:
    assert check_manifest(manifest_bytes(MEMBERS), MEMBERS) == 2


@pytest.mark.parametrize(
    "spoiled",
    [
        lambda rows: rows[1] + rows[0],
        lambda rows: rows[0] + rows[0] + rows[1],
        lambda rows: rows[0] + rows[1][:-1],
        lambda rows: rows[0] + b"\n" + rows[1],
        lambda rows: rows[0].replace(b"  ", b" ") + rows[1],
        lambda rows: rows[0].upper() + rows[1],
    ],
    ids=["unsorted", "a line twice", "no last newline", "an empty line", "one space", "capitals"],
)
def test_a_manifest_has_one_form_only(spoiled: object) -> None:
    with pytest.raises(Refusal, match="malformed_manifest"):
        check_manifest(spoiled(lines()), MEMBERS)  # type: ignore[operator]
