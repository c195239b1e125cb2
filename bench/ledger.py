"""Speed of the ledger: verdicts over a large record, and shortest paths through a large graph."""

import random
from dataclasses import fields
from typing import Any

from bench.measure import Row, beside, peer, seconds
from scrutator.ledger.actors.graph import build_graph
from scrutator.ledger.actors.independence import independence
from scrutator.ledger.claims.rulings import Evidence, cards_of
from scrutator.ledger.claims.verdicts import derive_all
from scrutator.record.cells import Citation
from scrutator.record.dates import PartialDate
from scrutator.record.nouns.actors import Link
from scrutator.record.nouns.claims import Claim, EvidenceLine, Proposition
from scrutator.record.nouns.sources import Source

PROPOSITIONS, LINES_EACH, LINKS, ACTORS = 50_000, 10, 200_000, 60_000


def row(made: type[Any], /, **given: Any) -> Any:
    """A row of the record; cells that are not given are empty."""
    return made(**dict.fromkeys(one.name for one in fields(made)) | given)


def sources(generator: random.Random) -> list[Source]:
    return [
        row(
            Source,
            id=f"s{i}", title="t", publisher=None, kind="press", date=None, address=None,
            obtained=generator.choice(["whole", "part", "quotation", "not obtained"]), locator="none",
            root=f"s{generator.randrange(i)}" if i and generator.random() < 0.2 else None,
            actor=f"a{i % 500}", sha256=None, note=None,
        )
        for i in range(5000)
    ]  # fmt: skip


def ledger(generator: random.Random) -> tuple[list[Proposition], list[Claim], list[EvidenceLine]]:
    cited = (Citation("s1"),)
    claims = [
        row(Claim, id=f"c{i}", topic="t", speaker=(f"a{i % 500}",), text="t", quotation=None, date=None,
              decided_by=None, reported_by=None, source=cited, note=None)
        for i in range(PROPOSITIONS)
    ]  # fmt: skip
    kinds = ["fact", "fact", "figure", "quotation", "opinion", "motive"]
    propositions = [
        row(Proposition, id=f"p{i}", claim=f"c{i}", text="t", kind=kinds[i % 6], stage="voting", place=None,
                    period=None, about=None, verdict=None, extent=None, override_reason=None, missing=None,
                    contradicts=None)
        for i in range(PROPOSITIONS)
    ]  # fmt: skip
    lines = [
        row(
            EvidenceLine,
            id=f"l{i}-{j}",
            proposition=f"p{i}",
            direction=generator.choice(["supports", "contradicts", "neutral"]),
            covers=generator.choice(["whole", "part"]),
            method=generator.choice(["document", "testimony", "absence"]),
            strength=generator.choice(["strong", "moderate", "weak"]),
            text="t",
            figure=None,
            denominator=None,
            root=None,
            source=(Citation(f"s{generator.randrange(5000)}"),),
        )
        for i in range(PROPOSITIONS)
        for j in range(LINES_EACH)
    ]
    return propositions, claims, lines


def links(generator: random.Random) -> list[Link]:
    """Links with a few hubs, as real graphs have: one end is drawn by its rank."""
    relations = ["employment", "membership", "payment", "publication", "participation"]
    return [
        row(
            Link,
            id=f"l{i:06}", origin=f"a{generator.randrange(ACTORS)}",
            relation=relations[i % 5], target=f"a{int(ACTORS * generator.random() ** 3)}", text="t",
            start=PartialDate(2000 + i % 20), end=None, amount=None, currency=None, status="stated",
            disclosed="unknown", source=(Citation("s1"),),
        )
        for i in range(LINKS)
    ]  # fmt: skip


def rows() -> list[Row]:
    """Verdicts over a large record; the graph of ties, and one speaker's ties in it."""
    generator = random.Random(1)
    cards, (propositions, claims, lines) = cards_of(sources(generator)), ledger(generator)
    verdicts = seconds(lambda: derive_all(propositions, claims, lines, Evidence(cards)), 3)
    floor = peer("pandas, lines counted by proposition and direction only", lambda: counted(lines))
    found = links(random.Random(2))
    graph = build_graph(found)
    speakers = [tuple(f"a{generator.randrange(ACTORS)}" for _ in range(2)) for _ in range(60)]

    def ties() -> None:
        for one, other in speakers:
            independence(graph, one, other, PartialDate(2012))

    return [
        *beside("verdicts of 50,000 propositions with 10 lines each", verdicts, [floor], "< 2 s"),
        *beside(
            "graph of 200,000 links",
            seconds(lambda: build_graph(found), 3),
            [peer("a dictionary of lists", lambda: drawn(found), 3)],
        ),
        Row(
            "independence of one speaker, every path of up to 3 links",
            seconds(ties, 3) / len(speakers),
            target="< 50 ms",
            remark="no peer asks for declared, dated paths",
        ),
    ]


def counted(lines: list[EvidenceLine]) -> object:
    """A floor, not the same work: how many lines of each direction a proposition has."""
    import pandas

    pairs = [(line.proposition, line.direction) for line in lines]
    return pandas.DataFrame(pairs, columns=["proposition", "direction"]).value_counts()


def drawn(found: list[Link]) -> object:
    """A floor: the links by their origin, nothing else looked at."""
    graph: dict[str, list[Link]] = {}
    for link in found:
        graph.setdefault(link.origin, []).append(link)
    return graph
