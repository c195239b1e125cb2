import time
from collections.abc import Callable

import pytest

from scrutator.errors import ScrutatorError
from scrutator.statement.cells import find_cells
from scrutator.statement.prose import bare_numbers


@pytest.mark.parametrize(
    "text",
    [
        "Turnout was 75.1 %.",
        "In 16 regions",
        "about 6 941 220 votes",
        "**12,903** votes",
        "| a | 3.5 |",
        "In [12 regions](https://example.org)",
        "The party won 1950 votes.",
        "The party won **1950** valid votes.",
        "The party won 1950 of the votes.",
        "The party won [1950](https://example.org/1) votes.",
        "The party won 1950 %.",
        "The party won 1950–2000 votes.",
        "Turnout was 20:00 points.",
        "More than 1950 came.",
        "It cost €2000.",
        "No. 45000 votes",
        "page 3,000 ballots",
        "pages 29 to 3000 ballots",
        "M3000 ballots",
        "votes-45000",
        "`45000` votes and `1950`",
        "45000. The party won them.",
        "<!-- 45000 votes -->",
        "The party won ½ of them.",
        "Партия получила 1950 голосов.",
        "Партия получила 2000 действительных бюллетеней.",
        "Партия 1950 дауыс алды.",
        "He said “300 votes were added”.",
        'He said "300 votes".',
        "Он сказал «400 голосов».",
        "> a quotation of 50 %",
        "He said “300 votes”. Somebody else was quoted {{ source('A') }}.",
        "He said “300 votes”.\n\n{{ source('A') }}",
        "He said “300 votes” {{ figure('turnout') }}.",
    ],
)
def test_a_number_typed_into_prose_is_reported(text: str) -> None:
    assert len(bare_numbers(text)) >= 1


@pytest.mark.parametrize(
    "text",
    [
        "On 15 January 2012 and in 2007, in 1999–2012, at 20:00.",
        "He said “300-strong” and «400» {{ source('A', '3') }}.",
        "He said “300 votes.” {{ source('A') }}",
        "“300 votes”, wrote the mission of the following day {{ source('A') }}.",
        "> a quotation of 50 %\n> {{ source('A') }}",
        "> a quotation of 50 %\n\n{{ source('A') }}",
        "In 2012, votes were counted. In 1950 the party won; votes of 2007.",
        "The 2012 vote and the 2007 elections. On 16 January observers left.",
        "Act No. 124-IV of 2009. {{ figure('a') }} votes. In 2012 {{ figure('a') }} votes.",
        "```\nscrutator sample --seed 17\n```",
        "В 2012 году партия победила, пункт 7.",
        'Turnout was {{ figure("turnout", digits=2) }}.',
        "Article 97-1, paragraph 7.6, pages 29 to 35, No. 124-IV, Doc. 12884, C07 and M3.",
        "See [the page](https://example.org/12345).",
        "1. first\n2. second",
        "`scrutator sample --seed 17`",
        "15 января 2012",
    ],
)
def test_dates_quotations_names_and_cells_are_no_bare_numbers(text: str) -> None:
    assert bare_numbers(text) == ()


def test_the_line_and_the_neighbourhood_are_named() -> None:
    found = bare_numbers("First.\n\nTurnout was 75.1 % in all.")
    assert (found[0].line, found[0].text) == (3, "75.1 %")
    assert "Turnout was" in found[0].context


HOSTILE: dict[str, Callable[[int], str]] = {
    "openings of cells": lambda n: "{{" * n,
    "closings of cells": lambda n: "}}" * n,
    "line breaks": lambda n: "7" + "\n" * n + "votes",
    "lines of spaces": lambda n: "     \n" * n,
    "numbers on lines": lambda n: "1950\n" * n,
    "source cells": lambda n: "“3” {{ source('A', '3') }}\n" * n,
    "opening quotation marks": lambda n: "“" * n,
    "straight quotation marks": lambda n: '"' * n,
    "fences": lambda n: "```\n" * (n | 1),
    "ticks": lambda n: "`" * n,
    "block quotations": lambda n: ">1\n\n" * n,
    "words": lambda n: "A" * n + "1950 of the of the of the " * (n // 8),
    "addresses": lambda n: "](" * n,
    "dates": lambda n: "1 – " * n,
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_eight_times_the_text_takes_about_eight_times_as_long(kind: str) -> None:
    def seconds(size: int) -> float:
        text, best = HOSTILE[kind](size), float("inf")
        for _ in range(3):
            begin = time.process_time()
            bare_numbers(text)
            find_cells(text, "statement.en.md")
            best = min(best, time.process_time() - begin)
        return best

    small, large = seconds(1_500), seconds(12_000)
    assert large < 24 * small + 0.05  # a search that is quadratic takes 64 times as long


def test_a_cell_longer_than_two_thousand_characters_is_refused() -> None:
    fitting = '{{ source("' + "a" * (2_000 - 16) + '") }}'
    assert len(find_cells(fitting, "statement.en.md")) == 1
    with pytest.raises(ScrutatorError, match="2,001 characters"):
        find_cells(fitting.replace("a", "aa", 1), "statement.en.md")
