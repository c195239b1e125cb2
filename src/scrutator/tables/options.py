"""The mapping that the options of a command give: pairs of --map, mapping files, --sheet, --accept-losses."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from scrutator.errors import ScrutatorError
from scrutator.tables.mapping import NO_MAPPING, TableMapping


def mapping_of(pairs: Sequence[str] = (), sheet: str = "", accept_losses: bool = False) -> TableMapping:
    """The mapping of the options: `name=column` pairs, and files whose names end in .toml.

    A pair goes before a file. Raises B10 for what is neither, and for a name given twice.
    """
    mapping, given = NO_MAPPING, dict[str, str]()
    for pair in pairs:
        ours, equals, theirs = pair.partition("=")
        if not equals and pair.endswith(".toml"):
            from scrutator.tables.mapping_file import read_mapping  # heavy, and seldom needed

            mapping = _joined(mapping, read_mapping(Path(pair)))
        elif not (ours.strip() and theirs.strip()):
            what = f"--map needs NAME=COLUMN or a file .toml, not “{pair}”"
            raise ScrutatorError("B10", what, remedy="Write e.g. --map registered='Voters on the list'.")
        elif ours.strip() in given:
            raise ScrutatorError("B10", f"--map names “{ours.strip()}” twice")
        else:
            given[ours.strip()] = theirs.strip()
    return replace(
        mapping,
        columns={**mapping.columns, **given},
        sheet=sheet or mapping.sheet,
        accept_losses=accept_losses or mapping.accept_losses,
    )


def _joined(first: TableMapping, second: TableMapping) -> TableMapping:
    if first != NO_MAPPING:
        raise ScrutatorError("B10", "--map names two mapping files")
    return second
