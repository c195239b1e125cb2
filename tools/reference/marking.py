"""The part of a page of verdicts on the second marking, from the files as they were written that day."""

import csv
from collections.abc import Mapping
from pathlib import Path

from agreement import agreement, confusion

HERE = Path(__file__).parent
# Case -> the folder of its marking, its day in words, what the marker saw beside the sheet, which lines were read.
MARKINGS = {
    "kazakhstan-2012": (
        "marking-2026-11-26", "26 November 2026", "the sheet and the two seed texts",
        "Of {lines} lines {original} were read in the original, one of the two seed texts; {record} were known only from this record of them.",
    ),
    "venezuela-2024": (
        "marking-venezuela-2024", "27 November 2026", "the sheet",
        "Of {lines} lines {original} were read in the original; all were known only from this record of them.",
    ),
}  # fmt: skip
MARKS = ("supported", "partly supported", "contradicted", "contradicted in part", "cannot be determined")
HEAD = """
## The second marking

On {day} a second marker marked {items} propositions on the sheet as it stood that day. The marker is a language model. It saw {saw}, and no mark, direction, strength or method of ours; “independent” means that and no more. The first marks are those that the ledger derived on the same day.

The two give the same mark to {equal} of {items} propositions, {observed} %; by chance they would to {expected} %. **Cohen's kappa over the five marks is {kappa}** (95 %: {low} to {high}, taking the propositions for independent, which those of one claim are not). The figure stays as it was first computed; what the marker changed on this record is below.

{read} So the marking tests the step from lines to marks, and hardly tests the lines themselves.
"""


def read(name: str, case: str = "kazakhstan-2012") -> list[dict[str, str]]:
    with (folder(case) / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def folder(case: str) -> Path:
    """Where the files of a case's second marking lie."""
    return HERE / MARKINGS[case][0]


def section(case: str = "kazakhstan-2012") -> str:
    """Marks, kappa, every disagreement with both reasons, and what was read of each line."""
    first = {row["proposition"]: row for row in read("first.csv", case)}
    second = {row["proposition"]: row for row in read("second.csv", case)}
    names = list(second)
    ours, theirs = ([rows[name]["mark"] for name in names] for rows in (first, second))
    return "\n".join(
        [
            head(ours, theirs, case),
            *crossed(ours, theirs),
            "",
            *disagreements(first, second, case),
            "### Every mark of the second marker\n",
            *every_mark(second, case),
            "",
            remarks(case),
        ]
    )


def head(ours: list[str], theirs: list[str], case: str) -> str:
    found = agreement(ours, theirs)
    lines = read("lines.csv", case)
    original = sum(row["read"] == "original" for row in lines)
    assert found.kappa is not None
    assert found.interval is not None
    _, day, saw, read_of = MARKINGS[case]
    counts = {"lines": len(lines), "original": original, "record": len(lines) - original}
    return HEAD.format(
        day=day, saw=saw, read=read_of.format(**counts),
        items=found.items, equal=int(found.observed * found.items), observed=percent(float(found.observed)),
        expected=percent(float(found.expected)), kappa=f"{float(found.kappa):.2f}",
        low=f"{found.interval[0]:.2f}", high=f"{found.interval[1]:.2f}",
    )  # fmt: skip


def percent(share: float) -> str:
    return f"{100 * share:.1f}"


def crossed(ours: list[str], theirs: list[str]) -> list[str]:
    rows = confusion(ours, theirs, MARKS)
    return [
        f"| first mark, down; second, across | {' | '.join(MARKS)} |",
        f"|---{'|---' * len(MARKS)}|",
        *(f"| {mark} | {' | '.join(map(str, row))} |" for mark, row in zip(MARKS, rows, strict=True)),
    ]


def disagreements(
    first: Mapping[str, Mapping[str, str]],
    second: Mapping[str, Mapping[str, str]],
    case: str = "kazakhstan-2012",
) -> list[str]:
    """Every proposition with two marks, and the answer to it; an answer too many or too few fails."""
    answers = {row["proposition"]: row for row in read("answers.csv", case)}
    differing = [name for name in second if first[name]["mark"] != second[name]["mark"]]
    assert list(answers) == differing
    counted = [row["outcome"] for row in answers.values()]
    asked = texts(case)
    parts = [
        f"### Every disagreement ({len(differing)})\n",
        f"Corrected after the marker: {counted.count('corrected')}. The mark kept because the record was "
        f"completed where the marker had found it too thin: {counted.count('record completed')}. "
        f"Kept: {counted.count('kept')}.\n",
    ]
    for name in differing:
        answer = answers[name]
        parts.append(
            f"**{name}: {asked[name]}**\n\n"
            f"- First: *{first[name]['mark']}*. {sentence(first[name]['reason'])}.\n"
            f"- Second: *{second[name]['mark']}*. {second[name]['reason']}\n"
            f"- {answer['outcome'].capitalize()}. {answer['answer']}\n"
        )
    return parts


def sentence(words: str) -> str:
    return words[:1].upper() + words[1:]


def texts(case: str) -> dict[str, str]:
    """The propositions as the sheet of that day printed them."""
    found: dict[str, str] = {}
    for part in (folder(case) / "sheet.md").read_text(encoding="utf-8").split("\n### ")[1:]:
        name, _, rest = part.partition("\n\n")
        found[name] = rest.partition("\n")[0]
    return found


def every_mark(second: Mapping[str, Mapping[str, str]], case: str) -> list[str]:
    """One row for a proposition: mark, reason, and what was read of each of its lines."""
    lines: dict[str, list[str]] = {}
    for row in read("lines.csv", case):
        lines.setdefault(row["line"].rpartition("-")[0], []).append(f"{row['line']} {row['read']}")
    return [
        "| proposition | second mark | reason | of each line, what was read |",
        "|---|---|---|---|",
        *(
            f"| {name} | {row['mark']} | {row['reason'].replace('|', '/')} | {', '.join(lines[name])} |"
            for name, row in second.items()
        ),
    ]


def remarks(case: str) -> str:
    """What the marker remarked on the sheet, a level of headings down."""
    text = (folder(case) / "remarks.md").read_text(encoding="utf-8")
    return text.replace("\n## ", "\n#### ").replace(
        "# Remarks of the second marker", "### Remarks of the second marker"
    )
