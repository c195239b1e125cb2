"""`make bench`: run every module of this folder and print one table each.

Each module has a function `rows()`. Name modules on the command line to run only those; `--quick` measures
each thing once and leaves out what takes minutes: `python -m bench --quick law seal`.
"""

import importlib
import sys

from bench import measure
from scrutator.cli.output import print_table

MODULES = (
    "reading",
    "law",
    "counting",
    "protocols",
    "forensics",
    "ledger",
    "seal",
    "browser",
    "readers",
    "spine",
    "server",
    "desk",
    "checks",
    "night",
    "exports",
    "mission",
)
COLUMNS = ("what", "CPU", "peer", "peer's CPU", "peer ÷ ours", "target", "remark")


def main(arguments: list[str]) -> None:
    """Run the benchmarks and print a table per module as it finishes."""
    measure.QUICK = "--quick" in arguments
    wanted = [name for name in arguments if not name.startswith("-")]
    if unknown := set(wanted) - set(MODULES):
        sys.exit(f"There is no {', '.join(sorted(unknown))}; there are {', '.join(MODULES)}.")
    kind = "once each (quick)" if measure.QUICK else f"medians of {measure.RUNS}"
    print(f"Processor seconds, children included, {kind}. {measure.machine()}\n", flush=True)
    for name in MODULES:
        if not wanted or name in wanted:
            found = importlib.import_module(f"bench.{name}").rows()
            print_table(name, COLUMNS, [_cells(row) for row in found])
            print(flush=True)
    print(f"At the end: {measure.machine()}")


def _cells(row: measure.Row) -> tuple[str, ...]:
    ours = measure.shown(row.ours) if row.what else ""
    theirs = measure.shown(row.theirs) if row.peer else ""
    return (row.what, ours, row.peer, theirs, row.ratio, row.target, row.remark)


if __name__ == "__main__":
    main(sys.argv[1:])
