"""`make bench`: run every module of this folder and print one table.

Each module has a function `rows()` that returns (what, measured, target). Name modules on the
command line to run only those: `python -m bench law seal`.
"""

import importlib
import pkgutil
import sys

import bench
from scrutator.cli.output import print_table


def main(wanted: list[str]) -> None:
    """Run the benchmarks and print a table per module as it finishes."""
    names = [module.name for module in pkgutil.iter_modules(bench.__path__) if module.name != "__main__"]
    for name in names:
        if not wanted or name in wanted:
            module = importlib.import_module(f"bench.{name}")
            if hasattr(module, "rows"):
                print_table(name, ("what", "measured", "target"), module.rows())
                print(flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
