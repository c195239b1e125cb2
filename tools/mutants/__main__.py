"""Mutants: does a test notice when a constant, a comparison or a sign of the source changes?

python tools/mutants check           is every anchor of the list there exactly once? (in `make check`)
python tools/mutants run             run all and write docs/reference/mutants.md (`make mutants`)
python tools/mutants run PART        run those whose file contains PART; nothing is written
python tools/mutants run-new         run what is new on the list; the page keeps the results of the rest
python tools/mutants draw SEED N     propose N mutants, drawn over all sites of the source
"""

import sys

from listed import ROOT, Mutant, faults, read_list
from page import page, shown_result
from running import Result, run_all
from sites import as_toml, draw

PAGE = ROOT / "docs" / "reference" / "mutants.md"
AT_LEAST = 0.95


def check(mutants: list[Mutant]) -> int:
    found = faults(mutants)
    print("\n".join(found) or f"mutants: {len(mutants)}, every anchor is there once")
    return 1 if found else 0


def run(mutants: list[Mutant], seeds: tuple[int, ...], part: str) -> int:
    chosen = [one for one in mutants if part in one.file]
    if check(mutants) or not chosen:
        return 1
    results = run_all(chosen)
    text = page(results, seeds)
    print(text)
    if not part:
        PAGE.write_text(text, encoding="utf-8")
    return _status(results)


def run_new(mutants: list[Mutant], seeds: tuple[int, ...]) -> int:
    """Run what is new on the list, and write the page with the earlier results of the rest."""
    earlier = PAGE.read_text(encoding="utf-8")
    known = [shown_result(one, earlier) for one in mutants]
    chosen = [one for one, result in zip(mutants, known, strict=True) if result is None]
    if check(mutants):
        return 1
    fresh = iter(run_all(chosen) if chosen else [])
    results = [result or next(fresh) for result in known]
    PAGE.write_text(page(results, seeds, kept=len(mutants) - len(chosen)), encoding="utf-8")
    return _status(results)


def _status(results: list[Result]) -> int:
    """1 when too few are killed, or when one survives that the list gives no reason for."""
    unexplained = [one.mutant.file for one in results if one.survived and not one.mutant.survives]
    killed = sum(not one.survived for one in results) / len(results)
    return 1 if unexplained or killed < AT_LEAST else 0


if __name__ == "__main__":
    what, *rest = sys.argv[1:] or ["help"]
    mutants, seeds = read_list()
    if what == "check":
        sys.exit(check(mutants))
    if what == "run":
        sys.exit(run(mutants, seeds, rest[0] if rest else ""))
    if what == "run-new":
        sys.exit(run_new(mutants, seeds))
    if what == "draw":
        print("\n".join(as_toml(site, ROOT) for site in draw(ROOT, int(rest[0]), int(rest[1]))))
        sys.exit(0)
    print(__doc__)
