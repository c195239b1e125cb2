"""The regions of a table of stations, with the page and the files of each."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from scrutator.record.typed_table import TypedTable
from scrutator.site.subject import Subject


@dataclass(frozen=True)
class Area:
    """A region with its rows in the table; `number` counts regions in the order of their names."""

    name: str
    number: int
    rows: "np.ndarray[Any, np.dtype[np.intp]]"

    @property
    def page(self) -> str:
        return f"results/region-{self.number:03d}.html"

    @property
    def data(self) -> str:
        return f"stations/region-{self.number:03d}"


def areas(table: TypedTable) -> tuple[Area, ...]:
    """The regions of a table of stations, by name; stations of no region come last, under no name."""
    column = table["region"]
    texts = np.array(column.texts, dtype=object)[column.codes] if column.texts else np.array([], dtype=object)
    names = sorted(set(texts.tolist()), key=lambda name: (not name, name))
    return tuple(Area(name, index, np.flatnonzero(texts == name)) for index, name in enumerate(names, 1))


def areas_of(subject: Subject) -> tuple[Area, ...]:
    """The regions of a case's stations; none where it has no stations."""
    table = subject.case.columns.get("stations")
    return () if table is None else areas(table)
