"""Through whom an actor speaks: what a body that one leads has published is one's own word as well."""

from collections.abc import Iterable

from scrutator.ledger.actors.graph import Graph, build_graph
from scrutator.ledger.actors.independence import TieStatus, independence
from scrutator.record.nouns.actors import Actor, Link


def lasting_graph(links: Iterable[Link], actors: Iterable[Actor]) -> Graph:
    """The graph of the established links that have no end on record: a former chair is no spokesman."""
    return build_graph([link for link in links if link.end is None and link.status != "alleged"], actors)


def mouths_of(graph: Graph, speakers: Iterable[str], bodies: Iterable[str]) -> dict[str, frozenset[str]]:
    """For each speaker those of the bodies that speak for it, or for which it speaks.

    Assumes a graph of lasting links (see `lasting_graph`). Speakers through whom nobody else speaks are
    left out.
    """
    able, found = sorted(set(bodies)), {}
    for speaker in sorted(set(speakers)):
        voices = frozenset(b for b in able if b != speaker and _one_voice(graph, speaker, b))
        if voices:
            found[speaker] = voices
    return found


def _one_voice(graph: Graph, one: str, other: str) -> bool:
    if not graph.at(one) or not graph.at(other):
        return False
    return TieStatus.CONTROLLED in (
        independence(graph, one, other).status,
        independence(graph, other, one).status,
    )
