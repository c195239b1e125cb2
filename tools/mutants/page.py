"""The page of the last run."""

from listed import Mutant
from running import End, Result

HEAD = """# Mutants

*Written by `make mutants`; the list is `tools/mutants/list.toml`.*

A mutant is the source with one small change: a threshold moved, a comparison with or without equality, a
sign reversed. The tests named for it are run against the changed source, in a copy. A mutant that a test
notices is *killed*; one that passes all its tests *survives*, and then nothing holds that line. {drawn} of
the {all} were drawn over all comparisons, numbers and signs of the source with the seeds {seeds}; the others
were chosen because they decide something that is published.

**{killed} of {all} killed ({percent} %).**{kept}
"""
KEPT = """

{kept} of the results are from an earlier run (`python tools/mutants run-new` runs only what is new on the
list), so that a change of source or tests since then is not in them."""
TABLE = "| file | source | mutant | drawn | result | what depends on it |\n|---|---|---|---|---|---|\n"


def shown_result(mutant: Mutant, text: str) -> Result | None:
    """The result that a page's text shows for exactly this mutant; None when it shows none."""
    lines = set(text.splitlines())
    ends = (Result(mutant, end) for end in End)
    return next((result for result in ends if _row(result).rstrip("\n") in lines), None)


def page(results: list[Result], seeds: tuple[int, ...], kept: int = 0) -> str:
    """The table of all mutants, and the survivors with the reason the list gives.

    `kept` says how many results are from an earlier run.
    """
    killed = sum(not one.survived for one in results)
    head = HEAD.format(
        drawn=sum(one.mutant.drawn for one in results),
        all=len(results),
        seeds=" and ".join([", ".join(map(str, seeds[:-1])), str(seeds[-1])]) if seeds[1:] else seeds[0],
        kept=KEPT.format(kept=kept) if kept else "",
        killed=killed,
        percent=f"{100 * killed / len(results):.0f}",
    )
    survivors = [one for one in results if one.survived]
    reasons = "".join(_survivor(one) for one in survivors)
    tail = f"\n## Survivors\n\n{reasons or 'None.'}\n".rstrip() + "\n"
    return head + "\n" + TABLE + "".join(_row(one) for one in results) + tail


def _row(result: Result) -> str:
    mutant = result.mutant
    old, new = (_code(text) for text in mutant.change)
    drawn = "yes" if mutant.drawn else ""
    file = mutant.file.removeprefix("src/scrutator/")
    return f"| {file} | {old} | {new} | {drawn} | {result.end.value} | {mutant.why} |\n"


def _survivor(result: Result) -> str:
    change = " → ".join(_code(text) for text in result.mutant.change)
    return f"- `{result.mutant.file}`, {change}: {result.mutant.survives or 'no reason given'}\n"


def _code(text: str) -> str:
    return "`" + " ".join(text.split()).replace("|", "\\|") + "`"
