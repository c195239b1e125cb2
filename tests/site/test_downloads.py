"""Whatever a page offers for download is there, opens, and is what its name says."""

import csv
import io
import json
import tomllib
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Callable, Mapping

import pytest
from tests.site.pages import pages_of

SVG = "{http://www.w3.org/2000/svg}svg"


def table(data: bytes) -> bool:
    """A table has a heading, and as many cells in every row."""
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    return bool(rows) and bool(rows[0]) and {len(row) for row in rows} == {len(rows[0])}


def lines(data: bytes) -> bool:
    return all(isinstance(json.loads(line), dict) for line in data.decode().splitlines())


def parsed(data: bytes) -> bool:
    return json.loads(data) is not None


def drawing(data: bytes) -> bool:
    return ET.fromstring(data).tag == SVG


def packed(data: bytes) -> bool:
    return zipfile.ZipFile(io.BytesIO(data)).testzip() is None


def paper(data: bytes) -> bool:
    return data.startswith(b"%PDF-") and data.rstrip().endswith(b"%%EOF")


KINDS: Mapping[str, Callable[[bytes], bool]] = {
    "csv": table,
    "json": parsed,
    "geojson": parsed,
    "jsonl": lines,
    "svg": drawing,
    "pdf": paper,
    "zip": packed,
    "toml": lambda data: bool(tomllib.loads(data.decode())),
    "html": lambda data: data.lstrip().startswith(b"<!DOCTYPE html>"),
    "md": lambda data: bool(data.decode().strip()),
    "atom": lambda data: ET.fromstring(data).tag.endswith("}feed"),
}
NO_FILES = ("js", "css")  # what a page is made of, and no reader opens


def offered(site: Mapping[str, bytes]) -> set[str]:
    """Every file, but pages and what they are made of, that a page leads to."""
    found = {target for page in pages_of(dict(site)).values() for target, _ in page.targets()}
    own = set(pages_of(dict(site)))
    return {name for name in found - own if "://" not in name and not name.endswith(NO_FILES)}


@pytest.mark.parametrize("case", ["kazakhstan-2012", "simulated-republic"])
def test_every_file_that_a_page_offers_opens_and_is_what_it_says(
    bundled_site: dict[str, bytes], case: str
) -> None:
    site = {name: data for name, data in bundled_site.items() if name.startswith(f"{case}/")}
    names = {name for name in offered(site) if name.startswith(f"{case}/")}
    assert [name for name in sorted(names) if name not in site] == []
    kinds = {name.rpartition(".")[2] for name in names}
    assert {"csv", "json", "svg", "pdf"} <= kinds <= set(KINDS)
    wrong = [name for name in sorted(names) if not KINDS[name.rpartition(".")[2]](site[name])]
    assert wrong == []


def test_the_same_table_says_the_same_as_csv_and_as_json(bundled_site: dict[str, bytes]) -> None:
    tables = [name for name in bundled_site if "/data/" in name and name.endswith(".csv")]
    assert tables
    for name in tables:
        rows = list(csv.reader(io.StringIO(bundled_site[name].decode("utf-8-sig"))))
        plain = json.loads(bundled_site[f"{name[:-4]}.json"])
        assert len(plain["rows"]) == len(rows) - 1, name


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        ("csv", b"a,b\n1\n"),
        ("svg", b"<html></html>"),
        ("pdf", b"<!DOCTYPE html>"),
        ("jsonl", b'{"a": 1}\n[]\n'),
        ("html", b"a,b\n"),
    ],
)
def test_a_file_of_another_kind_is_not_taken_for_what_it_says(kind: str, data: bytes) -> None:
    assert not KINDS[kind](data)
