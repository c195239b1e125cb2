"""An empty case folder: every table with its header line, ready to be filled."""

from pathlib import Path

from scrutator.errors import ScrutatorError
from scrutator.record.catalogue import FORMAT, TABLES
from scrutator.record.columns import columns_of

CASE_TOML = """# What the case is, who publishes it, and as of when. See `scrutator docs case-folder`.
format = {format}
id = "{id}"
title = "Title of the statement"
publisher = "Who publishes it"
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
STATEMENT = """## Conclusions

Write here. A number is never typed: it is a cell such as `figure("turnout", region="…")` in double braces.

## What could not be determined, and why

Write here.
"""


def new_case_files(identity: str) -> dict[str, str]:
    """The texts of an empty case folder by path."""
    texts = {spec.path: ",".join(c.name for c in columns_of(spec.row_type)) + "\n" for spec in TABLES}
    header = CASE_TOML.format(id=identity, format=FORMAT)
    return {"case.toml": header, "findings.toml": FINDINGS_TOML, "statement.en.md": STATEMENT, **texts}


def write_new_case(folder: Path) -> list[Path]:
    """Write an empty case folder. Raises X04 when the folder is there and not empty."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise ScrutatorError(
            "X04", f"'{folder}' is not empty", remedy="Name a folder that does not exist yet."
        )
    name = "".join(c if c.isascii() and (c.isalnum() or c in "-._") else "-" for c in folder.name).strip(
        "-._"
    )
    written = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for path, text in new_case_files(name or "case").items():
            (folder / path).write_text(text, encoding="utf-8")
            written.append(folder / path)
    except OSError as error:
        raise ScrutatorError("X04", f"'{folder}' cannot be written: {error.strerror}") from error
    return written
