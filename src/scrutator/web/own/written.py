"""What a visitor wrote in a form that was refused: it is shown again, and nothing of it is lost."""

from typing import Any

from msgspec.structs import replace

from scrutator.web.own.asked import COMPUTING, DELIMITERS, MARKS, READING, ROLES
from scrutator.web.own.understanding import Understood


def reading_again(given: Any, found: Understood | None) -> dict[str, Any]:
    """The part of the page's context that the form of reading is filled from."""
    text = {name: given.get(name, "") for name in READING}
    mapping = {
        **text,
        "delimiter": DELIMITERS.get(text["delimiter"], ""),
        "thousands": MARKS.get(text["thousands"], ""),
        "long": (text["long_list"], text["long_votes"]),
        "drop": [text["drop"]],
        "keep": [text["keep"]],
    }
    return {"mapping": mapping, **({"found": _with_roles(given, found)} if found else {})}


def _with_roles(given: Any, found: Understood) -> Understood:
    roles = [given.get(f"role-{place}", "") for place in range(len(found.columns))]
    columns = (
        replace(column, role=role if role in ROLES else "")
        for column, role in zip(found.columns, roles, strict=True)
    )
    return replace(found, columns=tuple(columns))


def computing_again(given: Any) -> dict[str, Any]:
    """The part of the page's context that the form of computing is filled from."""
    asked = {name: given.get(name, "") for name in COMPUTING}
    return {"asked": {**asked, "regions": given.getlist("regions")}, "law": asked["law"]}
