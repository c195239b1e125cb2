"""Nothing that a mapping declares is silently unused: a key without effect on a kind of file is refused."""

from scrutator.errors import ScrutatorError
from scrutator.tables.formats.containers import Kind
from scrutator.tables.mapping import NO_MAPPING, TableMapping

_WITHOUT_EFFECT = {
    Kind.PARQUET: ("sheet", "delimiter", "encoding", "heading", "heading_rows"),
    Kind.WORKBOOK: ("delimiter", "encoding"),
    Kind.TEXT: (),
}
_NAMES = {Kind.PARQUET: "a Parquet file", Kind.WORKBOOK: "a workbook", Kind.TEXT: "a text"}


def check_effect(mapping: TableMapping, kind: Kind, *, packed: bool) -> None:
    """Raise B10 for a key that has no effect on this kind of file, and for keys that contradict each other.

    `packed`: the file was in a zip, whose member `sheet` may name.
    """
    for key in _WITHOUT_EFFECT[kind]:
        if key == "sheet" and packed:
            continue
        if getattr(mapping, key) != getattr(NO_MAPPING, key):
            what = f"`{key}` has no effect on {_NAMES[kind]}"
            raise ScrutatorError("B10", what, remedy=f"Leave `{key}` out.")
    if mapping.stations and not mapping.long:
        what = "`stations` has no effect without `long`"
        raise ScrutatorError("B10", what, remedy='Write `long = ["column of lists", "column of votes"]`.')
    both = sorted(set(mapping.drop) & set(mapping.keep))
    if both:
        what = f"row {both[0]} is in `drop` and in `keep`"
        raise ScrutatorError("B10", what, remedy="Write it in one of the two.")
