"""The rule files that come with Scrutator, undated: each step has its article, or "not on file"."""

from importlib import resources
from typing import Any

from scrutator.errors import ScrutatorError
from scrutator.typed_toml import read_toml


def bundled_chains() -> tuple[str, ...]:
    """The names of the bundled rule files."""
    folder = resources.files("scrutator.law.chain") / "bundled"
    return tuple(sorted(file.name[:-5] for file in folder.iterdir() if file.name.endswith(".toml")))


def chain_table(name: str) -> dict[str, Any]:
    """The tables of a bundled rule file. Raises L30 for a name that is not there."""
    if name not in bundled_chains():
        raise ScrutatorError("L30", f"no rules {name!r}", remedy=f"Bundled: {', '.join(bundled_chains())}.")
    file = resources.files("scrutator.law.chain") / "bundled" / f"{name}.toml"
    return read_toml(file.read_bytes(), dict[str, Any], "L10", f"{name}.toml")
