"""The page of the requirements on security: each with what holds it, or why it is not met."""

import tomllib
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
STATES = ("met", "met but for an exception", "met in part", "not met")
TABLE = HERE / "security.toml"


def pages() -> dict[str, str]:
    return {"security.md": security_page()}


def requirements() -> list[dict[str, Any]]:
    """The requirements in the order of their numbers."""
    parts = tomllib.loads(TABLE.read_text(encoding="utf-8"))["part"]
    return [one for part in parts for one in part["requirement"]]


def state(one: dict[str, Any]) -> str:
    """Met, met but for what is outside of the program, met in part, or not."""
    if "why" in one:
        return "not met"
    if "lacking" in one:
        return "met in part"
    return "met but for an exception" if "outside" in one else "met"


def security_page() -> str:
    parts = tomllib.loads(TABLE.read_text(encoding="utf-8"))["part"]
    every = requirements()
    count = {name: sum(state(one) == name for one in every) for name in STATES}
    out = [
        "# Requirements on security, and what holds them",
        f"{len(every)} requirements: " + ", ".join(f"{number} {name}" for name, number in count.items()) + "."
        " *Met* says that the tests named hold what the sentence says, on the server of these tests; an"
        " *exception* is what no program on the server can hold, and *in part* says what is lacking. A test fails when a requirement names no test, or one that is not there."
        " Whom all this protects against whom: [the threat model](../explanation/threats.md).",
        "Numbers after a requirement are those of OWASP ASVS 5.0.0, and of the OWASP API Security Top 10 (API1…).",
    ]
    for part in parts:
        out.append(f"## {part['title']}")
        out += [_entry(one) for one in part["requirement"]]
    return "\n\n".join(out) + "\n"


def _entry(one: dict[str, Any]) -> str:
    ids = f" ({one['asvs'].replace(' ', ', ')})" if one["asvs"] else ""
    lines = [f"**{one['number']}. {one['says']}**{ids}: {state(one)}."]
    lines += [f"{one[name]}" for name in ("lacking", "outside", "why") if name in one]
    lines += ["", *(f"- `{test}`" for test in one.get("tests", []))] if one.get("tests") else []
    return "\n".join(lines)
