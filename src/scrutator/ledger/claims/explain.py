"""The derivation of a verdict in words: one sentence for a table, all steps for a reader who doubts it."""

from collections.abc import Iterator

from scrutator.ledger.claims.assessments import Profile, Standard, in_words
from scrutator.ledger.claims.certainty import REASONS
from scrutator.ledger.claims.rulings import COUNTED, RULES, Ruling
from scrutator.ledger.claims.verdicts import Verdict, mark_of, reach, replay


def counted(verdict: Verdict, direction: str) -> list[Ruling]:
    return [r for r in verdict.rulings if r.rule == COUNTED and r.direction == direction]


def why(verdict: Verdict) -> str:
    """Why the rules give this verdict, in one sentence."""
    if verdict.override_reason:
        return f"the author overrides {mark_of(*verdict.derived)}: {verdict.override_reason}"
    if verdict.kind == "opinion":
        return "a judgement or a framing, not a proposition of fact"
    if verdict.profile is not None:
        return f"{in_words(verdict.profile)}: {standard_words(verdict.profile)}"
    ways = {d: reach(verdict.rulings, d) for d in ("supports", "contradicts")}
    parts = []
    for direction, word in (("supports", "support"), ("contradicts", "contradict")):
        lines = counted(verdict, direction)
        roots = {root for ruling in lines for root in ruling.roots}
        verb = word + ("s" if len(lines) == 1 else "")
        if ways[direction]:
            parts.append(
                f"{_many(len(lines), 'line')} from {_many(len(roots), 'root')} {verb} the {ways[direction]}"
            )
        elif lines:
            parts.append(f"{_many(len(lines), 'weak line')} from one root would {word} it and cannot alone")
    aside = [r for r in verdict.rulings if r.rule not in (COUNTED, "neutral")]
    if aside and not any(ways.values()):
        parts.append("set aside: " + "; ".join(dict.fromkeys(RULES[r.rule] for r in aside)))
    if verdict.lacking:
        parts.append(verdict.lacking)
    if verdict.verdict in ("supported", "contradicted") and rests_on_one_line(verdict):
        parts.append("rests on a single line")
    return "; ".join(parts) or "no evidence on record decides it"


def rests_on_one_line(verdict: Verdict) -> bool:
    """Is there just one counted line on the side that the verdict takes?"""
    direction = "supports" if verdict.verdict == "supported" else "contradicts"
    return len(counted(verdict, direction)) == 1


def standard_words(profile: Profile) -> str:
    """The word for a contest as a whole, in a sentence."""
    if profile.standard is Standard.UNDETERMINED:
        return "whether the standard was met cannot be determined"
    return f"the standard was {profile.standard.value}"


def _many(count: int, noun: str) -> str:
    return f"{count} {noun}" + ("" if count == 1 else "s")


def derivation(verdict: Verdict) -> Iterator[str]:
    """Every step from the lines of evidence to the verdict, in order, ready to be printed."""
    yield f"proposition {verdict.proposition}, kind {verdict.kind}"
    for ruling in verdict.rulings:
        roots = ", ".join(ruling.roots) or "no source"
        said = f"{ruling.direction} the {ruling.covers}, {ruling.strength} {ruling.method}, root {roots}"
        yield f"line {ruling.line}: {said}: {RULES[ruling.rule]}"
    if verdict.profile is not None:
        for condition, state in verdict.profile.states:
            yield f"condition {condition}: {state}"
        yield standard_words(verdict.profile)
    elif verdict.kind != "opinion":
        for direction in ("supports", "contradicts"):
            how_far = reach(verdict.rulings, direction)
            found = f"stands for the {how_far}" if how_far else "does not stand"
            yield f"what {direction}: {found}"
    if verdict.lacking:
        yield f"what is missing: {verdict.lacking}"
    yield f"the table gives: {mark_of(*replay(verdict))}"
    if verdict.override_reason:
        yield f"the author publishes {mark_of(verdict.verdict, verdict.extent)}: {verdict.override_reason}"
    if verdict.unsupported:
        yield "the author typed another verdict without a reason: reported, not published"
    if verdict.certainty:
        for reason, change in verdict.certainty.steps:
            yield f"certainty {change:+d}: {REASONS[reason]}"
        yield f"certainty: {verdict.certainty.level.replace('_', ' ')}"
