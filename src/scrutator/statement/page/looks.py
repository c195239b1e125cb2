"""The looks that statement, site and server have in common: one file of colours, sizes and themes."""

from functools import cache
from importlib.resources import files


@cache
def looks() -> str:
    """Which colours, sizes of type, spaces and themes do all pages have? As CSS variables on `:root`."""
    return (files("scrutator.statement") / "page" / "looks.css").read_text(encoding="utf-8")
