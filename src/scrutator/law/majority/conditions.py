"""What a majority rule asks of each candidate: shares, votes against all, a spread over the regions."""

from collections.abc import Collection
from dataclasses import dataclass

from scrutator.errors import ScrutatorError
from scrutator.law.majority.poll import Candidacy, Poll, base_of
from scrutator.law.majority.rules import Condition, MajorityRules, Of


@dataclass(frozen=True)
class Check:
    """One condition and one candidate: what is asked for, by which article, and whether it is met."""

    candidate: str
    condition: str
    article: str
    votes: int
    needed: int
    met: bool


def check_ballots(poll: Poll, rules: MajorityRules) -> None:
    """No more votes than the papers can hold."""
    papers = min((n for n in (poll.valid, poll.cast) if n is not None), default=None)
    each = rules.keys.votes_each
    known = poll.total + (poll.against_all or 0)
    if poll.cast is not None and max(known, poll.valid or 0) > each * poll.cast:
        what = f"{known:,} votes, at most {each} on each of {poll.cast:,} papers cast"
        raise ScrutatorError("L05", what, where=poll.name)
    parts = (poll.valid if poll.valid is not None else known if each == 1 else 0) + (poll.void or 0)
    if poll.cast is not None and parts > poll.cast:
        what = f"{parts:,} valid and void papers, {poll.cast:,} cast"
        raise ScrutatorError("L05", what, where=poll.name)
    if each > 1 and papers is not None and max(one.votes for one in poll.candidates) > papers:
        raise ScrutatorError(
            "L05", f"a candidate has more votes than there are papers ({papers:,})", where=poll.name
        )


def checks_of(poll: Poll, rules: MajorityRules) -> tuple[Check, ...]:
    """Every condition for every candidate, in the order of the law."""
    found: list[Check] = []
    for condition in rules.keys.conditions:
        base = base_of(poll, condition.of, rules.keys)
        more = "more than " if condition.strictly else ""
        says = f"{more}{condition.share} of {base:,} {condition.of}"
        needed, article = condition.least(base), rules.article("conditions")
        found += [
            Check(one.name, says, article, one.votes, needed, condition.met_by(one.votes, base))
            for one in poll.candidates
        ]
    if rules.keys.against_all == "must_be_outpolled":
        found += _against_all(poll, rules)
    if rules.keys.spread:
        found += _spread(poll, rules, {one.candidate for one in found if not one.met})
    return tuple(found)


def _against_all(poll: Poll, rules: MajorityRules) -> list[Check]:
    against = poll.against_all
    if against is None:
        what = "the rules compare candidates with the votes against all, which are not given"
        raise ScrutatorError("L06", what, where=poll.name, remedy="Add a row with kind = against_all.")
    says, article = f"more than the {against:,} against all", rules.article("against_all")
    return [
        Check(one.name, says, article, one.votes, against + 1, one.votes > against) for one in poll.candidates
    ]


def _spread(poll: Poll, rules: MajorityRules, failed: Collection[str]) -> list[Check]:
    """In how many regions each candidate has the share; not more regions may be missing than matter."""
    spread = rules.keys.spread
    assert spread is not None
    given, article = len(poll.regions), rules.article("spread")
    if given > spread.regions:
        what = f"{given} regions are in the file, and the law counts {spread.regions}"
        raise ScrutatorError("L74", what, where=poll.name)
    _check_regions(poll)
    found = []
    for one in poll.candidates:
        known = {region: base for region, base in poll.regions.items() if region in one.regions}
        reached = sum(_in_region(one, region, base, rules) for region, base in known.items())
        could = reached + spread.regions - len(known)
        if reached < spread.needed <= could and one.name not in failed:
            of = f"{spread.needed} of {spread.regions} needed"
            what = f"{one.name}: {reached} of {len(known)} regions known, {of}"
            raise ScrutatorError(
                "L74",
                what,
                where=poll.name,
                remedy="Add the votes of the regions that are missing; write 0 where there were none.",
            )
        more = "more than " if spread.strictly else ""
        says = f"{more}{spread.share} in {spread.needed} of {spread.regions} regions"
        found.append(Check(one.name, says, article, reached, spread.needed, reached >= spread.needed))
    return found


def _check_regions(poll: Poll) -> None:
    """The votes for candidates in a region are no more than the valid votes there. Raises L05."""
    for region, base in poll.regions.items():
        there = sum(one.regions.get(region, 0) for one in poll.candidates)
        if there > base:
            what = f"{there:,} votes for candidates in {region}, {base:,} valid votes there"
            raise ScrutatorError("L05", what, where=poll.name)


def _in_region(one: Candidacy, region: str, base: int, rules: MajorityRules) -> bool:
    spread = rules.keys.spread
    assert spread is not None
    condition = Condition(share=spread.share, strictly=spread.strictly)
    return condition.met_by(one.regions[region], base)


def notes_of(poll: Poll, rules: MajorityRules) -> list[str]:
    """What a reader should know of the votes: sums that differ, regions that lack, what was not asked for."""
    said = []
    known = poll.total + (poll.against_all or 0)
    if poll.against_all and rules.keys.against_all == "has_no_seat":
        said.append(f"{poll.against_all:,} votes against all are valid votes and stand for no candidate.")
    if poll.valid is not None and rules.keys.votes_each == 1:
        apart = poll.valid - poll.total - (poll.against_all or 0)
        if apart > 0:
            said.append(f"Candidates and votes against all add up to {apart:,} less than the valid papers.")
    took_part = max(poll.cast or 0, poll.valid or 0, known if rules.keys.votes_each == 1 else 0)
    if poll.registered is not None and took_part > poll.registered:
        said.append(f"{took_part:,} papers are more than the {poll.registered:,} registered voters.")
    if poll.regions and not rules.keys.spread:
        said.append(f"The {len(poll.regions)} regions are added up; these rules ask for no spread.")
    missing = rules.keys.spread.regions - len(poll.regions) if rules.keys.spread else 0
    if rules.keys.spread and missing:
        said.append(f"{missing} of {rules.keys.spread.regions} regions are not in the file.")
    added = {one.name: sum(one.regions.values()) for one in poll.candidates}
    said += [
        f"{one.name} has {one.votes:,} votes in all and {added[one.name]:,} in the regions."
        for one in poll.candidates
        if added[one.name] > one.votes
    ]
    unasked = _not_asked_for(poll, rules)
    return [*said, *([f"Given, and not asked for by these rules: {', '.join(unasked)}."] if unasked else [])]


def _not_asked_for(poll: Poll, rules: MajorityRules) -> list[str]:
    """Numbers of the input that no rule reads. `valid` and `cast` are always held against the votes."""
    keys = rules.keys
    bases = {one.of for one in keys.conditions}
    bases |= {keys.entry.of} if keys.entry and keys.entry.share else set()
    asked = {"registered": Of.REGISTERED in bases, "void": Of.CAST in bases}
    asked["blank"] = Of.CAST in bases or (keys.blank_is_valid and Of.VALID in bases)
    found = [kind for kind, used in asked.items() if getattr(poll, kind) is not None and not used]
    has_ages = any(one.age is not None for one in poll.candidates)
    return [*found, *(["ages"] if has_ages and "age" not in keys.ties else [])]
