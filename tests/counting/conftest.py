"""The api samples of R survey and the Mexican night of 2018 as fixtures."""

import csv
import gzip
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from scrutator.counting.estimation.design import Design, make_design
from scrutator.counting.night.night_file import Night, read_night


class Sample:
    """One api sample: columns by name, numbers as floats with NaN for NA."""

    def __init__(self, folder: Path, name: str) -> None:
        with (folder / "survey" / f"{name}.csv").open(encoding="utf-8") as file:
            self.rows = list(csv.DictReader(file))

    def text(self, column: str) -> np.ndarray:
        return np.array([row[column] for row in self.rows])

    def number(self, column: str) -> np.ndarray:
        return np.array([np.nan if row[column] == "NA" else float(row[column]) for row in self.rows])


def api_designs(folder: Path, *, fpc: bool = True) -> dict[str, tuple[Sample, Design]]:
    names = {"dsrs": "apisrs", "dstrat": "apistrat", "dclus1": "apiclus1", "dclus2": "apiclus2"}
    samples = {design: Sample(folder, name) for design, name in names.items()}
    labels = {"dstrat": {"strata": "stype"}, "dclus1": {"clusters": "dnum"}, "dclus2": {"clusters": "dnum"}}
    sizes = {name: {"population": "fpc"} for name in names} | {
        "dclus2": {"population": "fpc1", "cluster_sizes": "fpc2"}
    }
    made = {}
    for name, sample in samples.items():
        grouping = {key: sample.text(column) for key, column in labels.get(name, {}).items()}
        counts = {key: sample.number(column) for key, column in sizes[name].items()} if fpc else {}
        made[name] = (sample, make_design(sample.number("pw"), **grouping, **counts))
    return made


@pytest.fixture(scope="session")
def api(reference_data: Path) -> dict[str, tuple[Sample, Design]]:
    return api_designs(reference_data)


@pytest.fixture(scope="session")
def api_without_fpc(reference_data: Path) -> dict[str, tuple[Sample, Design]]:
    return api_designs(reference_data, fpc=False)


MEXICO = {
    "title": "Mexico 2018",
    "date": date(2018, 7, 1),
    "sample": {
        "station": "key",
        "stratum": ["iD_ESTADO", "ID_DISTRITO_FEDERAL"],
        "equal_strata": 523,
        "registered": "LISTA_NOMINAL",
    },
    "cells": {"columns": ["iD_ESTADO", "TIPO_SECCION"], "quartiles": "LISTA_NOMINAL", "zero_as": 750},
    "arrivals": {
        "station": "key",
        "at": "arrived_at",
        "denominator": "qc_TOTAL",
        "lists": {"AMLO": "qc_AMLO", "Anaya": "qc_RAC", "Meade": "qc_JAMK", "JHRC": "qc_JHRC"},
    },
    "official": {"AMLO": 53.1936, "Anaya": 22.2750, "Meade": 16.4086, "JHRC": 5.2316},
}


@pytest.fixture(scope="session")
def mexico_rows(reference_data: Path) -> list[dict[str, str]]:
    path = reference_data / "protocols" / "mexico2018_quickcount_vs_official.csv.gz"
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="session")
def mexico(mexico_rows: list[dict[str, str]]) -> Night:
    return read_night(MEXICO, mexico_rows, mexico_rows)
