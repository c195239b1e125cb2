"""A count of ranked ballots as tables for a reader and as plain values."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from scrutator.law.ballots.result import OUTCOMES, Count, Outcome, Stage
from scrutator.law.ballots.search import Searched
from scrutator.law.lots import Tie

DECIMALS_SHOWN = 5
SHEET_COLUMNS = ("stage", "what", "candidate", "a paper is worth", "elected", "article")


def votes_shown(value: Fraction, decimals: int | None = None) -> str:
    """Votes for a reader: with the law's own decimals, or five of an exact fraction, marked as cut."""
    if value.denominator == 1:
        return f"{int(value):,}"
    places = DECIMALS_SHOWN if decimals is None else decimals
    cut = value * 10**places // 1
    whole, rest = divmod(int(cut), 10**places)
    more = "…" if cut != value * 10**places else ""
    return f"{whole:,}.{rest:0{places}d}{more}"


def sheet_rows(count: Count) -> list[tuple[str, ...]]:
    """One row a stage: what was done to whom, at which value, who was elected, under which article."""
    return [
        (
            str(stage.number),
            _what(stage),
            stage.candidate or "–",
            votes_shown(stage.value, count.decimals) if stage.value is not None else "–",
            ", ".join(stage.elected) or "–",
            stage.article or "–",
        )
        for stage in count.stages
    ]


def _what(stage: Stage) -> str:
    said = str(stage.action) if stage.moved else f"{stage.action}, no transfer"
    return f"{said}; {stage.says}" if stage.says else said


def vote_tables(count: Count, width: int = 8) -> Iterator[tuple[tuple[str, ...], list[tuple[str, ...]]]]:
    """Headings and rows of votes by candidate and stage, so many stages beside one another."""
    for first in range(0, len(count.stages), width):
        stages = count.stages[first : first + width]
        heads = ("candidate", *(f"stage {stage.number}" for stage in stages))
        rows = [
            (name, *(votes_shown(stage.totals[name], count.decimals) for stage in stages))
            for name in count.candidates
        ]
        lost = (votes_shown(stage.non_transferable, count.decimals) for stage in stages)
        yield heads, [*rows, ("not transferable", *lost)]


def headline(count: Count) -> str:
    """The result in one sentence."""
    names = ", ".join(count.elected) or "no one"
    said = f"{count.rules}: {OUTCOMES[count.outcome]}; elected to {count.seats} seats: {names}"
    if count.outcome is not Outcome.SETTLED:
        said += f"; {count.seats - count.unfilled - len(count.elected)} seats open"
    return said + (f"; {count.unfilled} seats without a candidate" if count.unfilled else "")


def tie_said(tie: Tie) -> str:
    """The tie that stays open, and which fact would settle it."""
    stage = f"Stage {tie.stage}: " if tie.stage else ""
    article = f" ({tie.article})" if tie.article else ""
    return (
        f"{stage}equal votes of {', '.join(tie.between)}, {tie.places} of them for {tie.purpose}{article}; "
        "the lot is not on record."
    )


def remarks(count: Count) -> tuple[str, ...]:
    """What a reader should know beside the tables."""
    papers = f"{count.valid:,} valid papers, {count.not_valid:,} not valid; the quota is {count.quota:,}."
    return (papers, *([tie_said(count.tie)] if count.tie else []), *count.notes)


def count_dict(count: Count) -> dict[str, Any]:
    """The count as plain values; votes are exact, as texts: "41.03787", or a fraction "1/3"."""
    return {
        "rules": count.rules,
        "outcome": str(count.outcome),
        "seats": count.seats,
        "unfilled": count.unfilled,
        "elected": list(count.elected),
        "valid": count.valid,
        "not_valid": count.not_valid,
        "quota": count.quota,
        "tie": tie_dict(count.tie),
        "stages": [_stage_dict(stage) for stage in count.stages],
        "notes": list(count.notes),
    }


def tie_dict(tie: Tie | None) -> dict[str, Any] | None:
    """An open tie as plain values."""
    if tie is None:
        return None
    return {
        "purpose": str(tie.purpose),
        "between": list(tie.between),
        "places": tie.places,
        "article": tie.article,
        "stage": tie.stage,
    }


def _stage_dict(stage: Stage) -> dict[str, Any]:
    return {
        "stage": stage.number,
        "action": str(stage.action),
        "candidate": stage.candidate,
        "article": stage.article,
        "elected": list(stage.elected),
        "moved": stage.moved,
        "votes": {name: exact(votes) for name, votes in stage.totals.items()},
        "non_transferable": exact(stage.non_transferable),
    }


def exact(value: Fraction) -> str:
    """An exact value as a text: decimals where they end, else a fraction."""
    for places in range(19):
        scaled = value * 10**places
        if scaled.denominator == 1:
            whole, rest = divmod(int(scaled), 10**places)
            return f"{whole}.{rest:0{places}d}" if places else str(whole)
    return f"{value.numerator}/{value.denominator}"


def searched_said(found: Searched | str) -> str:
    """What the search for a margin found, and how far it went."""
    if isinstance(found, str):
        return f"No margin: {found}."
    size = f"searched: {found.counts:,} counts, {found.pairs:,} of {found.of_pairs:,} pairs of candidates"
    if found.papers is None:
        return f"No papers moved from one first preference to another changed the result ({size})."
    then = ", ".join(found.elected) or "no one"
    return (
        f"{found.papers:,} papers from {found.source} to {found.target} change the result to: "
        f"{OUTCOMES[found.outcome]}; {then} ({size}; fewer papers changed in other ways may do)."
    )


def searched_dict(found: Searched | str) -> dict[str, Any]:
    """The search as plain values."""
    if isinstance(found, str):
        return {"not_searched": found}
    return {
        "papers": found.papers,
        "from": found.source,
        "to": found.target,
        "elected": list(found.elected),
        "outcome": str(found.outcome),
        "proof": "searched",
        "counts": found.counts,
        "pairs": found.pairs,
        "of_pairs": found.of_pairs,
    }
