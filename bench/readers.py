"""What readers wait for: one answer of the law page, and the site of a case with 50,000 stations.

The memory is the most that the child held, from the operating system (`ru_maxrss`), in the remark.
"""

import gzip
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench import measure
from bench.measure import Row, seconds

STATIONS, LARGEST = 50_000, 300_000
_MEASURED = """
import resource, runpy, sys
sys.argv = ["scrutator", *sys.argv[1:]]
try:
    runpy.run_module("scrutator", run_name="__main__")
finally:
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, file=sys.stderr)
"""


def results(stations: int) -> Iterator[str]:
    """A file of results, the same in every run."""
    draw = random.Random(3)
    yield "region,district,station,registered,ballots_cast,valid,A,B,C\n"
    for number in range(stations):
        registered = draw.randint(200, 2_500)
        cast = int(registered * draw.uniform(0.4, 0.8))
        valid = cast - cast // 50
        first = int(valid * draw.uniform(0.3, 0.5))
        second = int((valid - first) * 0.6)
        counts = (registered, cast, valid, first, second, valid - first - second)
        place = f"Region {number % 25:02d},District {number % 400:03d},S{number:05d}"
        yield f"{place},{','.join(map(str, counts))}\n"


_SMALL = "import subprocess, sys; sys.exit(subprocess.run(sys.argv[1:]).returncode)"
"""A small process between: Linux counts the memory of the one who starts a command as the command's too."""


def run(place: Path, *arguments: str) -> int:
    """A command in a folder; the most memory it held, in kB."""
    command = [sys.executable, "-c", _SMALL, sys.executable, "-c", _MEASURED, *arguments]
    done = subprocess.run(command, cwd=place, capture_output=True, text=True, check=True)
    return int(done.stderr.split()[-1])


def site_row() -> Row:
    """The site of a case with 50,000 stations."""
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        (place / "results.csv").write_text("".join(results(STATIONS)), encoding="utf-8")
        about = ["--title", "T", "--publisher", "P", "--source", "S", "--date", "2026-11-27"]
        run(place, "case", "new", "big", "--from", "results.csv", *about, "--election-day", "2026-11-20")
        before = measure.used()
        memory = run(place, "site", "big", "-o", "pages")
        took = measure.used() - before
        sizes = [len(gzip.compress(page.read_bytes(), 6)) for page in (place / "pages").rglob("*.html")]
    largest = f"the largest of {len(sizes)} pages {max(sizes) / 1e3:.0f} kB gz"
    remark = f"{memory / 1e3:,.0f} MB (target 1 GB); {largest}"
    return Row(f"site of {STATIONS:,} stations", took, target="60 s", remark=remark)


def law_rows() -> list[Row]:
    """One answer of the law page: the example as it is, fifteen and twenty lists with everything turned, and
    what a second request then seeks."""
    from dataclasses import replace

    from scrutator.web.law.answer import answer
    from scrutator.web.law.asked import Asked, asked_of

    def turned(lists: int) -> Asked:
        votes = "list,votes\n" + "".join(f"L{at},{100_003 + 37_001 * at}\n" for at in range(lists))
        return Asked(day="2012-01-15", seats="150", threshold="1%", votes=votes)

    asked = {
        "the example": asked_of({}),
        "15 lists, 150 seats": turned(15),
        "20 lists, 150 seats": turned(20),
        "20 lists, 150 seats, its fewest votes": replace(turned(20), fewest="on"),
    }
    return [
        Row(f"the law page's answer, {what}", seconds(lambda one=one: answer(one)), target="150 ms")  # type: ignore[misc]
        for what, one in asked.items()
    ]


def rows() -> list[Row]:
    """The law page and the site."""
    return [*law_rows(), site_row()]
