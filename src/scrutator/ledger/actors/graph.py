"""The graph of actors: links as they stood at a date, and shortest paths through them."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from scrutator.record.dates import PartialDate
from scrutator.record.nouns.claims import Link

# Observing a country, suing somebody or being turned away makes nobody dependent.
NOT_A_TIE = frozenset({"observation", "dispute", "refusal"})
# Along these alone, one actor acts for another as long as they last.
CONTROL = frozenset({"employment", "representation", "ownership", "leadership"})


@dataclass(frozen=True)
class Step:
    """One link of a path, walked from `here` to `there`; `active` says it had not ended yet."""

    link: Link
    here: str
    there: str
    active: bool


@dataclass(frozen=True)
class Graph:
    """Links by the actors at either end, and whether any of them is alleged."""

    links: dict[str, tuple[Link, ...]]
    has_alleged: bool = False

    def at(self, actor: str) -> tuple[Link, ...]:
        return self.links.get(actor, ())


def build_graph(links: Iterable[Link]) -> Graph:
    """The graph of these links, each reachable from both of its ends."""
    found: dict[str, list[Link]] = {}
    alleged = False
    for link in links:
        alleged = alleged or link.status == "alleged"
        found.setdefault(link.origin, []).append(link)
        if link.target != link.origin:
            found.setdefault(link.target, []).append(link)
    return Graph({actor: tuple(ends) for actor, ends in found.items()}, alleged)


def had_begun(link: Link, date: PartialDate | None) -> bool:
    """False only when the link surely began after the date."""
    if date is None or link.start is None or link.start.year < date.year:
        return True
    return not link.start.surely_after(date)


def is_active(link: Link, date: PartialDate | None) -> bool:
    """False when the link is known to have ended before the date."""
    return date is None or link.end is None or not date.surely_after(link.end)


def other_end(link: Link, actor: str) -> str:
    return link.target if link.origin == actor else link.origin


def shortest_path(
    graph: Graph,
    start: str,
    goals: Iterable[str],
    date: PartialDate | None,
    usable: Callable[[Link], bool],
    longest: int,
) -> tuple[Step, ...] | None:
    """The shortest path of usable links from an actor to any goal; None when there is none.

    An empty path means that the actor is a goal. Ties between paths are broken by the ids of
    links, so that the answer does not depend on the order of the table. Searches from both sides;
    `longest` is the greatest number of links.
    """
    wanted = set(goals)
    if start in wanted:
        return ()
    forward: dict[str, tuple[Link, str] | None] = {start: None}
    backward: dict[str, tuple[Link, str] | None] = {goal: None for goal in wanted if goal in graph.links}
    near, far = [start], sorted(backward)
    for _ in range(longest):
        if not near or not far:
            return None
        ahead = _links_at(graph, near) <= _links_at(graph, far)
        seen, other = (forward, backward) if ahead else (backward, forward)
        edge, met = _grow(graph, near if ahead else far, seen, other, date, usable)
        near, far = (edge, far) if ahead else (near, edge)
        if met:
            return _joined(min(_joins(met, forward, backward, date), key=_order), date)
    return None


def _links_at(graph: Graph, edge: Sequence[str]) -> int:
    """How many links the next ring would have to walk: hubs are left to the other side."""
    return sum([len(graph.links.get(actor, ())) for actor in edge])


def _grow(
    graph: Graph,
    edge: Sequence[str],
    seen: dict[str, tuple[Link, str] | None],
    other: dict[str, tuple[Link, str] | None],
    date: PartialDate | None,
    usable: Callable[[Link], bool],
) -> tuple[list[str], list[str]]:
    """One ring further out; the actors reached that the other side has reached too."""
    reached: dict[str, tuple[Link, str]] = {}
    for actor in edge:
        for link in graph.at(actor):
            there = other_end(link, actor)
            if there in seen or not usable(link) or not had_begun(link, date):
                continue
            if there not in reached or (link.id, actor) < (reached[there][0].id, reached[there][1]):
                reached[there] = (link, actor)
    seen.update(reached)
    return sorted(reached), [actor for actor in reached if actor in other]


def _joins(
    met: Iterable[str],
    forward: dict[str, tuple[Link, str] | None],
    backward: dict[str, tuple[Link, str] | None],
    date: PartialDate | None,
) -> list[list[tuple[Link, str, str]]]:
    return [_walk(actor, forward)[::-1] + _turned(_walk(actor, backward)) for actor in met]


def _walk(actor: str, seen: dict[str, tuple[Link, str] | None]) -> list[tuple[Link, str, str]]:
    """The links from an actor back to where its side of the search began: (link, from, to)."""
    path = []
    step = seen[actor]
    while step is not None:
        link, before = step
        path.append((link, before, actor))
        actor, step = before, seen[before]
    return path


def _turned(path: list[tuple[Link, str, str]]) -> list[tuple[Link, str, str]]:
    return [(link, there, here) for link, here, there in path]


def _order(path: list[tuple[Link, str, str]]) -> tuple[int, tuple[str, ...]]:
    return len(path), tuple(link.id for link, _, _ in path)


def _joined(path: list[tuple[Link, str, str]], date: PartialDate | None) -> tuple[Step, ...]:
    return tuple(Step(link, here, there, is_active(link, date)) for link, here, there in path)
