"""An empty case folder: every table with its header line, ready to be filled."""

import re
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from shutil import rmtree

from scrutator.errors import ScrutatorError
from scrutator.record.catalogue import FORMAT, TABLES
from scrutator.record.columns import columns_of

# As long as these are there, the case is not published.
TITLE = "Title of the statement"
PUBLISHER = "Who publishes it"
UNWRITTEN = "Write here."
CASE_TOML = """# What the case is, who publishes it, and as of when. See `scrutator docs case-folder`.
format = {format}
id = "{id}"
title = "{title}"
publisher = "{publisher}"
date = "2012-01-16"
language = "en"
licence = "CC-BY-4.0"
"""
FINDINGS_TOML = """# Which methods run on this case, with their parameters and seeds. One entry each:
#
# [[finding]]
# id = "turnout"
# method = "official.turnout"
# seed = 1
# [finding.parameters]
# contest = "mazhilis-2012"
"""
README = """# A case for Scrutator

Fill `case.toml`, then the tables: sources first, since every row names the source of its values. Tables
that you do not need may stay empty or be removed. `scrutator docs case-folder` explains every column,
`scrutator case check .` lists what is wrong, `scrutator publish` builds the statement.
"""
STATEMENT = """## Conclusions

Write here. A number is never typed: it is a cell such as `figure("turnout", region="…")` in double braces.

## What could not be determined, and why

Write here.
"""


def new_case_files(identity: str) -> dict[str, str]:
    """The texts of an empty case folder by path."""
    texts = {spec.path: ",".join(c.name for c in columns_of(spec.row_type)) + "\n" for spec in TABLES}
    header = CASE_TOML.format(id=identity, title=TITLE, publisher=PUBLISHER, format=FORMAT)
    return {
        "case.toml": header,
        "findings.toml": FINDINGS_TOML,
        "statement.en.md": STATEMENT,
        "README.md": README,
        **texts,
    }


def write_new_case(folder: Path) -> list[Path]:
    """Write an empty case folder. Raises X04 when the folder is there and not empty."""
    return write_case_texts(folder, new_case_files(identity_of(folder)))


def identity_of(folder: Path) -> str:
    """A case's id from the name of its folder; from a hash of the name where no letter can stand in an id."""
    name = folder.resolve().name
    identity = re.sub(r"[^A-Za-z0-9._-]+", "-", name).strip("-._")
    return identity or f"case-{sha256(name.encode()).hexdigest()[:8]}"


def write_case_texts(folder: Path, texts: Mapping[str, str]) -> list[Path]:
    """Write the files of a new case. Raises X04 when the folder is there and not empty."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise ScrutatorError(
            "X04", f"'{folder}' is not empty", remedy="Name a folder that does not exist yet."
        )
    beside = folder.parent / f".{folder.resolve().name}.new"
    try:
        beside.mkdir(parents=True)
        for path, text in texts.items():
            (beside / path).write_text(text, encoding="utf-8", newline="\n")
        if folder.exists():
            folder.rmdir()
        beside.rename(folder)
    except OSError as error:
        rmtree(beside, ignore_errors=True)
        raise ScrutatorError("X04", f"'{folder}' cannot be written: {error.strerror}") from error
    return [folder / path for path in texts]
