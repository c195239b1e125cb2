"""A case with 50,000 stations: the site is written in a minute, in a gigabyte, and no page is too heavy to open."""

import gzip
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from bench import measure  # noqa: E402 (the folder comes first)
from bench.readers import LARGEST, STATIONS, results, run  # noqa: E402

MINUTE, GIGABYTE = 60, 1_000_000  # seconds of the processor, kB


@pytest.mark.slow
@pytest.mark.system
def test_the_site_of_fifty_thousand_stations_keeps_its_limits(tmp_path: Path) -> None:
    """Seconds of the processor, which other work on the computer does not stretch."""
    (tmp_path / "results.csv").write_text("".join(results(STATIONS)), encoding="utf-8")
    about = ["--title", "T", "--publisher", "P", "--source", "S", "--date", "2026-11-27"]
    run(tmp_path, "case", "new", "big", "--from", "results.csv", *about, "--election-day", "2026-11-20")
    before = measure.used()
    memory = run(tmp_path, "site", "big", "-o", "pages")
    took = measure.used() - before
    sizes = {
        str(page.relative_to(tmp_path)): len(gzip.compress(page.read_bytes(), 6))
        for page in (tmp_path / "pages").rglob("*.html")
    }
    assert len(sizes) > 100
    assert max(sizes.values()) < LARGEST, max(sizes, key=lambda name: sizes[name])
    assert memory < GIGABYTE
    assert took < MINUTE
