"""The 21 vectors of Dutch councils: quota, remainders, averages, majority, exhausted lists, lots."""

import csv
from pathlib import Path

import pytest

from scrutator.law.chain.allocate import allocate
from scrutator.law.chain.chain_files import chain_table
from scrutator.law.chain.rules import rules_from
from scrutator.law.chain.votes import ListVotes, Votes

Row = dict[str, str]


@pytest.fixture(scope="module")
def vectors(reference_data: Path) -> list[Row]:
    with (reference_data / "law/systems/nl_council_vectors.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def allocated(row: Row):  # type: ignore[no-untyped-def]
    seats = int(row["seats"])
    counts = [int(count) for count in row["votes"].split("|")]
    names = [str(number) for number in range(1, len(counts) + 1)]
    room = [int(c) for c in row["candidates"].split("|")] if row["candidates"] else [None] * len(counts)
    loses = "P 9" in row["article"]  # there the list drawn gives its seat, so every other comes before it
    lots = (
        {n: (2 if loses else 1) if n == row["lots"] else (1 if loses else 2) for n in names}
        if row["lots"]
        else {}
    )
    lists = tuple(
        ListVotes(n, v, candidates=c, lot=lots.get(n)) for n, v, c in zip(names, counts, room, strict=True)
    )
    chain = "netherlands-council-below-19" if seats < 19 else "netherlands-council-19-and-more"
    return allocate(rules_from(chain_table(chain)).with_house(seats), Votes(lists))


def test_every_vector_of_the_dutch_councils_is_reproduced(vectors: list[Row]) -> None:
    assert len(vectors) == 21
    wrong = {}
    for row in vectors:
        result = allocated(row)
        if row["expected"].startswith("open:"):
            among = row["expected"].split("among ")[1].split(",")
            tied = [name for tie in result.first.ties for name in tie.lists]
            got, due = (result.outcome, sorted(tied)), ("tie_to_resolve", among)
        else:
            got, due = list(result.seats.values()), [int(s) for s in row["expected"].split("|")]
        if got != due:
            wrong[row["id"]] = (got, due)
    assert wrong == {}


def test_an_empty_seat_of_an_exhausted_list_is_said() -> None:
    row = {
        "seats": "15",
        "votes": "2000|1600|1200|800|400",
        "candidates": "4|4|3|2|1",
        "lots": "",
        "article": "P 10",
    }
    result = allocated(row)
    assert (result.outcome, result.first.unfilled) == ("seats_unfilled", 1)
