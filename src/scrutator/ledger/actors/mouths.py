"""Through whom an actor speaks: what a body that one leads has published is one's own word as well."""

from collections.abc import Iterable, Mapping

from scrutator.ledger.actors.graph import PASSED_ON_BY_PERSONS
from scrutator.ledger.actors.independence import CONTROL, LONGEST, ORIGIN_DEPENDS
from scrutator.record.nouns.actors import Actor, Link

Speaking = dict[str, list[tuple[str, Link]]]


def mouths_of(
    links: Iterable[Link], actors: Iterable[Actor], speakers: Iterable[str], bodies: Iterable[str]
) -> dict[str, frozenset[str]]:
    """For each speaker those of the bodies that speak for it, or for which it speaks, over up to three links.

    Only established links of control without an end on record count: a former chair is no spokesman. A
    person in between stands for a body only by leading or owning it. Speakers through whom no one else
    speaks are left out.
    """
    persons = frozenset(actor.id for actor in actors if actor.kind == "person")
    upwards, downwards = _speaking(links)
    able, found = frozenset(bodies), {}
    for speaker in sorted(set(speakers)):
        reached = _reached(speaker, upwards, persons, False) | _reached(speaker, downwards, persons, True)
        voices = (reached & able) - {speaker}
        if voices:
            found[speaker] = voices
    return found


def _speaking(links: Iterable[Link]) -> tuple[Speaking, Speaking]:
    """For whom each actor speaks, and who speaks for it. The head of a body and the body speak for each
    other."""
    upwards: Speaking = {}
    downwards: Speaking = {}
    for link in links:
        if link.relation not in CONTROL or link.status == "alleged" or link.end is not None:
            continue
        ways = (
            [(link.origin, link.target)] if link.relation in ORIGIN_DEPENDS else [(link.target, link.origin)]
        )
        if link.relation == "leadership":
            ways.append((link.origin, link.target))
        for one, other in ways:
            upwards.setdefault(one, []).append((other, link))
            downwards.setdefault(other, []).append((one, link))
    return upwards, downwards


def _reached(
    start: str, ways: Mapping[str, list[tuple[str, Link]]], persons: frozenset[str], backwards: bool
) -> frozenset[str]:
    """The actors at the ends of up to LONGEST steps of speaking, from the start or, backwards, towards it."""
    found, edge = {start}, {start: True}
    for _ in range(LONGEST):
        following: dict[str, bool] = {}
        for here, passes in edge.items():
            for there, link in ways.get(here, ()):
                leads = link.relation in PASSED_ON_BY_PERSONS and link.origin == (
                    here if backwards else there
                )
                # Whoever is walked through must stand for what is on its other side.
                if backwards and here in persons and here != start and not leads:
                    continue
                if not passes or there in found:
                    continue
                following[there] = following.get(there, False) or backwards or there not in persons or leads
        found |= following.keys()
        edge = following
    return frozenset(found)
