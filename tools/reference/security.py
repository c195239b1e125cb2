"""The page of the requirements on security: each with what holds it, or why it is not met."""

import tomllib
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
TABLE = HERE / "security.toml"


def pages() -> dict[str, str]:
    return {"security.md": security_page()}


def requirements() -> list[dict[str, Any]]:
    """The requirements in the order of their numbers."""
    parts = tomllib.loads(TABLE.read_text(encoding="utf-8"))["part"]
    return [one for part in parts for one in part["requirement"]]


def state(one: dict[str, Any]) -> str:
    """Met, met in part, or not."""
    if "why" in one:
        return "not met"
    return "met in part" if "lacking" in one else "met"


def security_page() -> str:
    parts = tomllib.loads(TABLE.read_text(encoding="utf-8"))["part"]
    every = requirements()
    count = {name: sum(state(one) == name for one in every) for name in ("met", "met in part", "not met")}
    out = [
        "# Requirements on security, and what holds them",
        f"{len(every)} requirements: {count['met']} met, {count['met in part']} met in part, {count['not met']} not met."
        " *Met* says that the tests named hold what the sentence says, on the server of these tests; *in part* says"
        " what is lacking. A test fails when a requirement names no test, or one that is not there."
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
    lines += [f"{one[name]}" for name in ("lacking", "why") if name in one]
    lines += ["", *(f"- `{test}`" for test in one.get("tests", []))] if one.get("tests") else []
    return "\n".join(lines)
