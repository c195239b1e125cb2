"""What a new case folder says before anybody has written it: none of it may be published."""

from scrutator.errors import ScrutatorError
from scrutator.record.case import Case
from scrutator.record.folder.template import PUBLISHER, TITLE, UNWRITTEN
from scrutator.statement.comments import without_comments


def placeholders(case: Case) -> tuple[str, ...]:
    """Every placeholder that is left, an empty list of sources, a statement that is empty or missing."""
    found = []
    if case.header.title == TITLE:
        found.append(f"case.toml: the title is still “{TITLE}”")
    if case.header.publisher == PUBLISHER:
        found.append(f"case.toml: the publisher is still “{PUBLISHER}”")
    if not case.sources:
        found.append("sources.csv: no source is listed")
    if case.header.language not in case.statements:
        found.append(f"statement.{case.header.language}.md: the case has no statement in its own language")
    for language, text in case.statements.items():
        if not without_comments(text).strip():
            found.append(f"statement.{language}.md: the statement is empty")
        if UNWRITTEN in text:
            found.append(f"statement.{language}.md: a chapter still says “{UNWRITTEN}”")
    return tuple(found)


def demand_written(case: Case) -> None:
    """Raise T06 with every placeholder of a case that is about to be published."""
    found = placeholders(case)
    if found:
        raise ScrutatorError("T06", f"{len(found)} parts are not written yet", where="; ".join(found))
