"""Whether a case that is shown holds what its bundle says is withheld."""

from collections.abc import Mapping

from scrutator.publishing.withholding.declared import FILE, SPECS, Wrong, table_path
from scrutator.publishing.withholding.projection import mark_of, opened_table
from scrutator.publishing.withholding.public import Public


def faults_of_shown(files: Mapping[str, bytes], public: Public) -> list[str]:
    """Where a case that is shown holds what its bundle says is withheld, or lacks the rows it names."""
    gone = {one.file for one in public.files} | {one.file for one in public.outside}
    found = [f"{name}: declared as not in the bundle, and there" for name in sorted(gone & set(files))]
    if FILE in files:
        found.append(f"{FILE}: it is never published")
    for one in public.cells:
        spec = SPECS[one.table]
        if table_path(spec, files) is None:
            found.append(f"{spec.path}: withheld cells of a table that is not there")
            continue
        table = opened_table(spec, files)
        try:
            marks = {table.names.index(name): mark_of(table, name) for name in one.fields}
        except Wrong as wrong:
            found.append(f"{spec.path}: {wrong.reason}")
            continue
        found += [
            f"{spec.path}, {row}: a cell that is declared as withheld shows something else"
            for row in one.rows
            if row not in table.rows or any(table.rows[row][at] != mark for at, mark in marks.items())
        ]
    return found
