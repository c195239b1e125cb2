"""Addresses inside a site: relative, so that a folder or a stick is as good as a server."""

import re
from dataclasses import dataclass
from urllib.parse import quote

from scrutator.findings.model import Figure, Finding
from scrutator.findings.plain import figure_id


@dataclass(frozen=True)
class Link:
    """Words that lead somewhere; the address is relative to the page."""

    text: str
    address: str


def up_from(path: str) -> str:
    """From a page inside the folder of a language to that folder: "" or "../"."""
    return "../" * path.count("/")


def anchor(name: str) -> str:
    """A name as an id of HTML: stable, and without spaces."""
    return re.sub(r"\s+", "_", name)


def fragment(name: str) -> str:
    """The end of an address that leads to the entry of this name."""
    return "#" + quote(anchor(name), safe="-._~()=,/:@")


def figure_anchor(finding: Finding, figure: Figure) -> str:
    """The id of a figure on its page: its name everywhere, `finding/name(key=value)`."""
    return anchor(figure_id(finding.id, figure))


def source_address(citation: str) -> str:
    """Where a cited source is described, inside the folder of a language."""
    return f"sources/index.html{fragment('source-' + citation.partition('#')[0])}"
