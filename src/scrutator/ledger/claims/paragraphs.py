"""The verdict that the evidence gives a hypothesis, as a paragraph made from the ledger and nothing else."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from scrutator.ledger.claims.hypotheses import is_diagnostic
from scrutator.ledger.claims.rulings import COUNTED, RULES
from scrutator.ledger.claims.verdicts import Verdict, mark_of
from scrutator.record.nouns.hypotheses import Hypothesis, Reading


@dataclass(frozen=True)
class Telling:
    """The lines that read differently under the hypotheses: those for one of them, against it, neither
    way, and those set aside with the rule that sets them aside."""

    supporting: tuple[str, ...]
    opposing: tuple[str, ...]
    neutral: tuple[str, ...]
    aside: tuple[tuple[str, str], ...]


def telling_lines(hypothesis: str, readings: Sequence[Reading], rules: Mapping[str, str]) -> Telling:
    """Which lines speak for and against one hypothesis, of those that tell the hypotheses apart?

    `rules` is the ruling of every line by id. A line that does not count is set aside, whatever it says.
    """
    by_line: dict[str, dict[str, str]] = {}
    for reading in readings:
        by_line.setdefault(reading.line, {})[reading.hypothesis] = reading.reading
    found: dict[str, list[str]] = {"consistent": [], "inconsistent": [], "neutral": []}
    aside = []
    for line in sorted(by_line):
        if hypothesis not in by_line[line] or not is_diagnostic(list(by_line[line].values())):
            continue
        rule = rules.get(line, "neutral")
        if rule != COUNTED:
            aside.append((line, RULES[rule]))
            continue
        found[by_line[line][hypothesis]].append(line)
    return Telling(
        tuple(found["consistent"]), tuple(found["inconsistent"]), tuple(found["neutral"]), tuple(aside)
    )


def paragraph(
    hypothesis: Hypothesis, holders: str, telling: Telling, verdict: Verdict | None, missing: str
) -> str:
    """The paragraph: what is held and by whom, lines for and against, lines set aside and why, the
    verdict where the hypothesis is a proposition of the ledger, and what would change it."""
    parts = [f"“{hypothesis.text}” ({holders})"]
    if verdict is not None:
        basis = f": {verdict.profile_in_words}" if verdict.profile_in_words else ""
        parts[0] += f": {mark_of(verdict.verdict, verdict.extent)}{basis}."
    else:
        parts[0] += "."
    agree, disagree = len(telling.supporting), len(telling.opposing)
    total = agree + disagree + len(telling.neutral)
    parts.append(
        f"Of {total} counted lines of evidence that read differently under the rival verdicts, {agree} "
        f"{_agree(agree)} with it and {disagree} {_speak(disagree)} against it{_named(telling)}."
    )
    for line, reason in telling.aside:
        parts.append(f"Line {line} is set aside: {reason}.")
    if missing:
        parts.append(f"It would change with: {missing}.")
    return " ".join(parts)


def _agree(count: int) -> str:
    return "agrees" if count == 1 else "agree"


def _speak(count: int) -> str:
    return "speaks" if count == 1 else "speak"


def _named(telling: Telling) -> str:
    for_it, against = ", ".join(telling.supporting), ", ".join(telling.opposing)
    named = [f"for: {for_it}" if for_it else "", f"against: {against}" if against else ""]
    told = "; ".join(text for text in named if text)
    return f" ({told})" if told else ""
