"""The graph of actors: links as they stood at a date, and every path through them up to a length."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from scrutator.errors import ScrutatorError
from scrutator.record.dates import PartialDate
from scrutator.record.nouns.actors import Actor, Link

# Observing a country, suing somebody or being turned away makes nobody dependent.
NOT_A_TIE = frozenset({"observation", "dispute", "refusal"})
# Through a person, a tie passes on to a body only while that person leads or owns the body.
PASSED_ON_BY_PERSONS = frozenset({"leadership", "ownership"})
MOST_PATHS = 20_000
"""More ties than this between two actors cannot be read by anyone; a record with more is refused."""


@dataclass(frozen=True)
class Step:
    """One link of a path, walked from `here` to `there`; `active` says it had not ended yet."""

    link: Link
    here: str
    there: str
    active: bool

    @property
    def forward(self) -> bool:
        """Whether the link is walked from its origin to its target."""
        return self.link.origin == self.here


Path = tuple[Step, ...]


@dataclass(frozen=True)
class Graph:
    """Links by the actors at either end, which actors are persons, and whether a link is alleged."""

    links: dict[str, tuple[Link, ...]]
    persons: frozenset[str] = frozenset()
    has_alleged: bool = False
    kinds: dict[str, str] = field(default_factory=dict)

    def at(self, actor: str) -> tuple[Link, ...]:
        """The links with this actor at either end."""
        return self.links.get(actor, ())


def build_graph(links: Iterable[Link], actors: Iterable[Actor] = ()) -> Graph:
    """The graph of these links, each reachable from both of its ends.

    `actors` say which ends are persons: an association through a person's past stays with the person.
    """
    found: dict[str, list[Link]] = {}
    alleged = False
    for link in links:
        alleged = alleged or link.status == "alleged"
        found.setdefault(link.origin, []).append(link)
        if link.target != link.origin:
            found.setdefault(link.target, []).append(link)
    kinds = {actor.id: actor.kind for actor in actors}
    persons = frozenset(name for name, kind in kinds.items() if kind == "person")
    return Graph({actor: tuple(ends) for actor, ends in found.items()}, persons, alleged, kinds)


def had_begun(link: Link, date: PartialDate | None) -> bool:
    """False only when the link surely began after the date."""
    if date is None or link.start is None or link.start.year < date.year:
        return True
    return not link.start.surely_after(date)


def is_active(link: Link, date: PartialDate | None) -> bool:
    """False when the link is known to have ended before the date."""
    return date is None or link.end is None or not date.surely_after(link.end)


def other_end(link: Link, actor: str) -> str:
    """The actor at the other end of a link."""
    return link.target if link.origin == actor else link.origin


def every_path(
    graph: Graph,
    start: str,
    goals: Iterable[str],
    date: PartialDate | None,
    usable: Callable[[Link], bool],
    longest: int,
) -> tuple[Path, ...]:
    """Every path of usable links, begun by the date, from an actor to any goal, no actor visited twice.

    A path ends at the first goal it meets and has at most `longest` links. It passes through a person only
    while that person leads or owns what comes before, and by a link that has not ended (see `_passes`).
    The order does not depend on ids or on the order of the table: short paths first, then by their words.
    Raises G27 for more than MOST_PATHS.
    """
    wanted = frozenset(goals)
    if start in wanted:
        return ()
    near_goals = {other_end(link, goal) for goal in wanted for link in graph.at(goal)} | wanted
    found: list[Path] = []
    for path in _walk(graph, start, (), wanted, near_goals, date, usable, longest):
        found.append(path)
        if len(found) > MOST_PATHS:
            what = f"more than {MOST_PATHS:,} ties connect '{start}' with {', '.join(sorted(wanted))}"
            raise ScrutatorError("G27", what)
    return tuple(sorted(found, key=in_words))


def in_words(path: Path) -> tuple[int, tuple[tuple[str, ...], ...]]:
    """What paths are ordered by: their length, then what each link says; never an id."""
    return len(path), tuple((s.here, s.there, s.link.relation, s.link.text, s.link.status) for s in path)


def _walk(
    graph: Graph,
    here: str,
    walked: Path,
    goals: frozenset[str],
    near_goals: set[str],
    date: PartialDate | None,
    usable: Callable[[Link], bool],
    longest: int,
) -> Iterator[Path]:
    before = {step.here for step in walked}
    last = len(walked) + 1 == longest
    for link in graph.at(here):
        there = other_end(link, here)
        if there == here or there in before or (last and there not in goals):
            continue
        if len(walked) + 2 == longest and there not in near_goals:
            continue
        if not usable(link) or not had_begun(link, date):
            continue
        step = Step(link, here, there, is_active(link, date))
        if walked and not _passes(graph, walked[-1], step):
            continue
        path = (*walked, step)
        if there in goals:
            yield path
        elif not last:
            yield from _walk(graph, there, path, goals, near_goals, date, usable, longest)


def _passes(graph: Graph, before: Step, after: Step) -> bool:
    """Does a tie go on through the actor between these two links?

    Through a body it does. A person stands for a body only while leading or owning it, and only with ties
    that last: what members once studied, wrote or earned elsewhere is no tie of the body.
    """
    if before.there not in graph.persons:
        return True
    leads = before.link.relation in PASSED_ON_BY_PERSONS and before.link.origin == before.there
    return leads and before.active and after.active
