"""The committed list of mutants: small changes of the source that a test must notice."""

import tomllib
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
LIST = HERE / "list.toml"


@dataclass(frozen=True)
class Mutant:
    """One change: `anchor` in `file` becomes `replacement`, and one of `tests` must then fail."""

    file: str
    anchor: str
    replacement: str
    tests: tuple[str, ...]
    why: str
    drawn: bool = False
    survives: str = ""
    name: str = field(default="", compare=False)

    @property
    def change(self) -> tuple[str, str]:
        """What differs, without the parts of the lines that stay."""
        old, new = self.anchor, self.replacement
        start = 0
        while start < min(len(old), len(new)) and old[start] == new[start]:
            start += 1
        end = 0
        while end < min(len(old), len(new)) - start and old[-1 - end] == new[-1 - end]:
            end += 1
        first = old.rfind("\n", 0, start) + 1
        last = [text.find("\n", len(text) - end) for text in (old, new)]
        return (
            old[first : last[0] if last[0] >= 0 else None].strip(),
            new[first : last[1] if last[1] >= 0 else None].strip(),
        )


def read_list(path: Path = LIST) -> tuple[list[Mutant], tuple[int, ...]]:
    """The mutants and the seeds of the drawn half."""
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    mutants = [Mutant(**{**row, "tests": tuple(row["tests"])}) for row in data["mutant"]]
    return mutants, tuple(data["seeds"])


def mutated(text: str, mutant: Mutant) -> str:
    """The file's text with the change. Raises ValueError unless the anchor is there exactly once."""
    found = text.count(mutant.anchor)
    if found != 1:
        raise ValueError(
            f"{mutant.file}: the anchor is there {found} times, not once: {mutant.anchor.strip()}"
        )
    return text.replace(mutant.anchor, mutant.replacement)


def faults(mutants: list[Mutant], root: Path = ROOT) -> list[str]:
    """What is wrong with the list: lost anchors, changes of nothing, duplicates, tests that are not there."""
    found, seen = [], set()
    for one in mutants:
        source = root / one.file
        try:
            text = source.read_text(encoding="utf-8")
            changed = mutated(text, one)
            if source.suffix == ".py":
                compile(changed, one.file, "exec")
        except (ValueError, OSError, SyntaxError) as error:
            found.append(str(error))
        if one.anchor == one.replacement or (one.file, one.anchor, one.replacement) in seen:
            found.append(f"{one.file}: changes nothing or is a duplicate: {one.anchor.strip()}")
        seen.add((one.file, one.anchor, one.replacement))
        if not one.tests or not one.why:
            found.append(f"{one.file}: no tests or no reason given: {one.anchor.strip()}")
        found += [f"{one.file}: there is no {test}" for test in one.tests if not _there(root, test)]
    return found


def _there(root: Path, test: str) -> bool:
    """Is there a test file, and in it the test named after `::`?"""
    file, _, name = test.partition("::")
    path = root / file
    return path.is_file() and (not name or f"def {name}(" in path.read_text(encoding="utf-8"))
