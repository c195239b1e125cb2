"""Speed of the ledger: verdicts over a large record, and shortest paths through a large graph."""

import random
import time

from scrutator.ledger.actors.graph import build_graph
from scrutator.ledger.actors.independence import independence
from scrutator.ledger.claims.rulings import Evidence, cards_of
from scrutator.ledger.claims.verdicts import derive_all
from scrutator.record.cells import Citation
from scrutator.record.dates import PartialDate
from scrutator.record.nouns.claims import Claim, EvidenceLine, Link, Proposition
from scrutator.record.nouns.sources import Source

PROPOSITIONS, LINES_EACH, LINKS, ACTORS = 50_000, 10, 200_000, 60_000


def sources(generator: random.Random) -> list[Source]:
    return [
        Source(
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
        Claim(id=f"c{i}", topic="t", speaker=(f"a{i % 500}",), text="t", quotation=None, date=None,
              decided_by=None, source=cited, note=None)
        for i in range(PROPOSITIONS)
    ]  # fmt: skip
    kinds = ["fact", "fact", "figure", "quotation", "opinion", "motive"]
    propositions = [
        Proposition(id=f"p{i}", claim=f"c{i}", text="t", kind=kinds[i % 6], stage="voting", place=None,
                    period=None, about=None, verdict=None, extent=None, override_reason=None, missing=None,
                    contradicts=None)
        for i in range(PROPOSITIONS)
    ]  # fmt: skip
    lines = [
        EvidenceLine(
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
        Link(
            id=f"l{i:06}", origin=f"a{generator.randrange(ACTORS)}",
            relation=relations[i % 5], target=f"a{int(ACTORS * generator.random() ** 3)}", text="t",
            start=PartialDate(2000 + i % 20), end=None, amount=None, currency=None, status="stated",
            disclosed="unknown", source=(Citation("s1"),),
        )
        for i in range(LINKS)
    ]  # fmt: skip


def seconds_of_verdicts() -> tuple[float, float]:
    """Wall and processor seconds, the best of three runs each."""
    generator = random.Random(1)
    cards, (propositions, claims, lines) = cards_of(sources(generator)), ledger(generator)
    taken = []
    for _ in range(3):
        wall, processor = time.perf_counter(), time.process_time()
        derive_all(propositions, claims, lines, Evidence(cards))
        taken.append((time.perf_counter() - wall, time.process_time() - processor))
    return min(t[0] for t in taken), min(t[1] for t in taken)


def milliseconds_of_ties(speakers: int = 60) -> tuple[float, float, float]:
    """Seconds to build the graph, then the median and the slowest milliseconds for one speaker."""
    generator = random.Random(2)
    rows = links(generator)
    begin = time.perf_counter()
    graph = build_graph(rows)
    built = time.perf_counter() - begin
    taken = []
    for _ in range(speakers):
        one, other = (f"a{generator.randrange(ACTORS)}" for _ in range(2))
        begin = time.perf_counter()
        independence(graph, one, other, PartialDate(2012))
        taken.append(1000 * (time.perf_counter() - begin))
    return built, sorted(taken)[speakers // 2], max(taken)


def rows() -> list[tuple[str, str, str]]:
    """What was measured, the measurement, the target."""
    wall, processor = seconds_of_verdicts()
    built, median, slowest = milliseconds_of_ties()
    return [
        (
            "ledger: verdicts of 50,000 propositions with 10 lines each, best of 3",
            f"{wall:.2f} s ({processor:.2f} s of processor time)",
            "< 2 s",
        ),
        ("ledger: graph of 200,000 links, built once", f"{built:.2f} s", ""),
        (
            "ledger: independence of one speaker, every path of up to 3 links",
            f"{median:.1f} ms, slowest {slowest:.1f} ms",
            "< 50 ms",
        ),
    ]


if __name__ == "__main__":
    for what, measured, target in rows():
        print(f"{what}: {measured} (target {target or 'none'})")
