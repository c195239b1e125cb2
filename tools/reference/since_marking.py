"""The part of a page of verdicts on what became of the propositions after their second marking."""

import re
from collections.abc import Mapping

from agreement import agreement
from marking import folder, percent, read
from second_marking import sheet

from scrutator.findings.methods.ledger.verdicts import verdicts_of
from scrutator.findings.running import context_of
from scrutator.ledger.claims.verdicts import mark_of
from scrutator.record.case import Case

Asked = tuple[str, tuple[str, ...]]
"""What a marker was asked: the proposition's text, and the texts of its lines."""
TEXT = """### The same second marks beside the record as it is now

The figure above belongs to the texts and marks of that day. Nobody marked anew; this is what the same second marks give beside the marks that follow now.

- Propositions that are no longer on record under their number: {gone}.
- Propositions whose own text is another: {reworded}.
- Propositions with lines that were added, reworded or taken out, so that the second mark was made on other evidence: {relined}.
- Propositions whose first mark is another now: {remarked}.

Over the {items} propositions still on record the two give the same mark to {equal}, {observed} %, and kappa is {kappa} (95 %: {low} to {high}). Our marks were corrected after the second ones were read: it is no independent figure. Over the {untouched} whose text and lines are word for word those of the sheet it is {kept}.
"""


def asked_on(text: str) -> dict[str, Asked]:
    """Every proposition of a sheet, with the texts of its lines."""
    found = {}
    for part in re.split(r"\n### |^### ", text)[1:]:
        name, _, rest = part.partition("\n\n")
        lines = re.findall(r"^- ([^:\n]+: .*?)\.? Source: ", rest, re.M)
        found[name] = (rest.partition("\n")[0], tuple(lines))
    return found


def changed(then: Mapping[str, Asked], now: Mapping[str, Asked]) -> tuple[list[str], list[str], list[str]]:
    """Which propositions are gone, which have another text, which of the others have other lines."""
    gone = [name for name in then if name not in now]
    reworded = [name for name in then if name in now and then[name][0] != now[name][0]]
    relined = [name for name in then if name in now and then[name][1] != now[name][1]]
    return gone, reworded, relined


def listed(names: list[str]) -> str:
    return f"{len(names)} ({', '.join(names)})" if names else "none"


def since(case: Case, name: str) -> str:
    """What changed since the marking, and what kappa is beside the present marks."""
    first, second = (
        {row["proposition"]: row["mark"] for row in read(f"{who}.csv", name)} for who in ("first", "second")
    )
    then, now = (asked_on(text) for text in ((folder(name) / "sheet.md").read_text("utf-8"), sheet(case)))
    gone, reworded, relined = changed({one: then[one] for one in second}, now)
    verdicts = zip(case.propositions, verdicts_of(context_of(case)), strict=True)
    marks = {p.id: mark_of(*verdict.derived) for p, verdict in verdicts}
    still = [one for one in second if one not in gone]
    same = [one for one in still if one not in (*reworded, *relined)]
    found, kept = (agreement([marks[one] for one in of], [second[one] for one in of]) for of in (still, same))
    assert found.kappa is not None
    assert kept.kappa is not None
    assert found.interval is not None
    return TEXT.format(
        gone=listed(gone), reworded=listed(reworded), relined=listed(relined),
        remarked=listed([one for one in still if marks[one] != first[one]]),
        items=found.items, equal=int(found.observed * found.items), observed=percent(float(found.observed)),
        kappa=f"{float(found.kappa):.2f}", low=f"{found.interval[0]:.2f}", high=f"{found.interval[1]:.2f}",
        untouched=kept.items, kept=f"{float(kept.kappa):.2f}",
    )  # fmt: skip
