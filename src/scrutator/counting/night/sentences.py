"""The sentences a quick count may print: each with its probability and what that assumes."""

from dataclasses import dataclass

import numpy as np

from scrutator.counting.estimation.intervals import NO_VARIATION, NoInterval
from scrutator.counting.night.publication import Contrast, Moment, Registered, contrast
from scrutator.counting.night.quickcount import QuickCount

ASSUMES = (
    "design-based normal approximation on the adjusted sample; stations not yet in differ from those "
    "that are by no more than the late bound; reported figures are those of the station protocols"
)


@dataclass(frozen=True)
class Sentence:
    """What may be said, how sure it is at least, and under which assumptions.

    `kind` is "leader", "share" (of a single quantity), "threshold" or "majority"; `decided` is False when
    the honest answer is that it cannot be determined.
    """

    kind: str
    text: str
    decided: bool
    probability: float | None
    assumes: str = ASSUMES


def sentences(count: QuickCount, moment: Moment, rules: Registered) -> tuple[Sentence, ...]:
    """Answer: who is ahead, which lists clear the threshold, is there a majority or a run-off?"""
    if np.isnan(moment.adjusted.values).any():
        why = moment.adjusted.no_interval_because or "a share has no value"
        return (Sentence("leader", f"Nothing can be determined: {why}.", False, None),)
    said = [_leader(count, moment, rules)] if len(count.lists) > 1 else [_alone(moment, rules)]
    for name, threshold in (rules.thresholds or {}).items():
        said.append(_threshold(count, moment, rules, name, threshold))
    if rules.majority is not None:
        said.append(_majority(count, moment, rules, rules.majority))
    return tuple(said)


def _leader(count: QuickCount, moment: Moment, rules: Registered) -> Sentence:
    """Whether the first list leads every other; each comparison at its share of the error rate."""
    order = np.argsort(-moment.adjusted.values, kind="stable")
    first, second = (count.lists[int(place)] for place in order[:2])
    chances = []
    for other in order[1:]:
        votes = np.zeros(len(count.lists))
        votes[order[0]], votes[other] = 1.0, -1.0
        chances.append(contrast(count, moment, votes, 0.0, rules))
    known = [one.chance_above for one in chances]
    if any(chance is None for chance in known):
        because = next(one.because for one in chances if one.chance_above is None) or NO_VARIATION
        text = f"The order of {first} and {second} cannot be determined: {because}."
        return Sentence("leader", text, False, None)
    # Bonferroni: at least one of the leads is wrong with no more than the summed risks.
    sure = max(0.0, 1 - sum(1 - chance for chance in known if chance is not None))
    if sure >= rules.called_at:
        rest = 1 - float(np.sum(moment.adjusted.values))
        if rest > float(moment.adjusted.values[order[0]]):
            text = f"{first} has the most votes of the lists counted; {100 * rest:.1f} % are of none of them."
            return Sentence("leader", text, True, sure)
        return Sentence("leader", f"{first} has the most votes.", True, sure)
    text = f"The order of the two leading lists, {first} and {second}, cannot be determined."
    return Sentence("leader", text, False, sure)


def _alone(moment: Moment, rules: Registered) -> Sentence:
    """One quantity, such as turnout: it has no order; its interval is all that can be said."""
    one = moment.shares[0]
    if isinstance(one.interval, NoInterval):
        return Sentence("share", f"{one.name} cannot be determined: {one.interval.because}.", False, None)
    low, high = (100 * end for end in (one.interval.low, one.interval.high))
    text = f"{one.name} lies between {low:.1f} and {high:.1f} %."
    return Sentence("share", text, True, rules.level)


def _threshold(count: QuickCount, moment: Moment, rules: Registered, name: str, threshold: float) -> Sentence:
    found = _against(count, moment, rules, name, threshold)
    return _side(found, rules, "threshold", name, f"the threshold of {100 * threshold:g} %")


def _against(count: QuickCount, moment: Moment, rules: Registered, name: str, threshold: float) -> Contrast:
    votes = np.zeros(len(count.lists))
    votes[count.lists.index(name)] = 1.0
    return contrast(count, moment, votes, threshold, rules)


def _side(found: Contrast, rules: Registered, kind: str, name: str, what: str) -> Sentence:
    above, below = found.chance_above, found.chance_below
    if above is None or below is None:
        return Sentence(
            kind,
            f"Whether {name} is above {what} cannot be determined: {found.because or NO_VARIATION}.",
            False,
            None,
        )
    if above >= rules.called_at:
        return Sentence(kind, f"{name} is above {what}.", True, above)
    if below >= rules.called_at:
        return Sentence(kind, f"{name} is below {what}.", True, below)
    return Sentence(kind, f"Whether {name} is above {what} cannot be determined.", False, max(above, below))


def _majority(count: QuickCount, moment: Moment, rules: Registered, majority: float) -> Sentence:
    """Decided in this round, or a run-off: no other list can reach a majority if the first does not."""
    first = count.lists[int(np.argmax(moment.adjusted.values))]
    found = _against(count, moment, rules, first, majority)
    side = _side(found, rules, "majority", first, f"{100 * majority:g} %")
    if not side.decided:
        text = f"Whether there is a run-off cannot be determined: {side.text[0].lower()}{side.text[1:]}"
        return Sentence("majority", text, False, side.probability)
    above = side.probability == found.chance_above
    text = f"{first} is elected in this round." if above else "There is a run-off: no list has a majority."
    return Sentence("majority", text, True, side.probability)
