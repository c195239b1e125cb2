"""The index of the search: small, complete, and leading to what it names."""

import gzip
import json
from bisect import bisect_right

from tests.site.pages import pages_of


def index_of(site: dict[str, bytes], case: str) -> dict[str, list[list[str]]]:
    text = site[f"{case}/search/index.js"].decode()
    found: dict[str, list[list[str]]] = json.loads(text.removeprefix("scrutatorIndex(").removesuffix(");\n"))
    return found


def test_every_entry_leads_to_its_place(bundled_site: dict[str, bytes]) -> None:
    from urllib.parse import unquote

    pages = pages_of(bundled_site)
    ids = {name: set(page.ids) for name, page in pages.items()}
    for case in ("kazakhstan-2012", "simulated-republic"):
        entries = index_of(bundled_site, case)["entries"]
        assert entries
        for _, _, address in entries:
            path, _, fragment = address.partition("#")
            assert f"{case}/en/{path}" in pages, address
            assert not fragment or unquote(fragment) in ids[f"{case}/en/{path}"], address


def test_the_first_part_is_below_200_kb_compressed(bundled_site: dict[str, bytes]) -> None:
    for case in ("kazakhstan-2012", "simulated-republic"):
        assert len(gzip.compress(bundled_site[f"{case}/search/index.js"])) < 200_000


def test_every_station_is_in_the_shard_that_its_code_leads_to(bundled_site: dict[str, bytes]) -> None:
    shards = index_of(bundled_site, "simulated-republic")["stations"]
    assert [first for first, _ in shards] == sorted(first for first, _ in shards)
    seen = 0
    for number, (_, name) in enumerate(shards):
        text = bundled_site[f"simulated-republic/{name}"].decode()
        for code, _, page in json.loads(text.removeprefix("scrutatorCodes(").removesuffix(");\n")):
            assert bisect_right([first for first, _ in shards], code) - 1 == number
            assert f"simulated-republic/en/{page}" in bundled_site
            seen += 1
    assert seen == 6000


def test_no_page_is_above_300_kb_compressed(bundled_site: dict[str, bytes]) -> None:
    sizes = {
        name: len(gzip.compress(data, 6)) for name, data in bundled_site.items() if name.endswith(".html")
    }
    assert {name: size for name, size in sizes.items() if size > 300_000} == {}
