"""The author's Markdown, parsed once: tokens with numbered headings, and the table of contents."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from scrutator.errors import missing_extra


@dataclass(frozen=True)
class Heading:
    """A numbered heading of the text."""

    level: int
    number: str
    title: str
    anchor: str


def parse(text: str) -> tuple[list[Any], tuple[Heading, ...]]:
    """Tokens of the text (raw HTML is not interpreted) and its headings, numbered 1, 1.1, 2, …"""
    try:
        from markdown_it import MarkdownIt
    except ImportError as error:
        raise missing_extra("building a statement", "report") from error
    tokens = MarkdownIt("commonmark", {"html": False, "typographer": False}).enable("table").parse(text)
    return tokens, number_headings(tokens)


def number_headings(tokens: list[Any]) -> tuple[Heading, ...]:
    """Number the headings of levels 2 and 3 in place and give each an anchor."""
    headings = []
    chapter = section = 0
    for token, inline in pairwise(tokens):
        if token.type != "heading_open":
            continue
        if token.tag == "h2":
            chapter, section = chapter + 1, 0
            number = str(chapter)
        elif token.tag == "h3":
            section += 1
            number = f"{chapter}.{section}"
        else:
            continue
        anchor = f"s{number.replace('.', '-')}"
        token.attrSet("id", anchor)
        token.meta["number"] = number
        headings.append(Heading(int(token.tag[1]), number, inline.content, anchor))
    return tuple(headings)
