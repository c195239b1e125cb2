"""What keeps a form from being sent by SMS: its prefix, its tags, and questions that no tag answers."""

import re
from collections import Counter
from collections.abc import Iterator

from scrutator.field.questions import AnswerKind
from scrutator.field.reading.faults import FormFault
from scrutator.field.reading.sheets import SMS, SheetRow, Sheets

COMMENT = "@"
SERIAL = "X"
_TAG = re.compile(r"[A-Z]{1,3}")
_PREFIX = re.compile(r"[A-Z]{2,4}")
KINDS = (AnswerKind.CHOICE, AnswerKind.CHOICES, AnswerKind.PLACE, AnswerKind.COUNT, AnswerKind.NUMBER)


def sms_faults(sheets: Sheets) -> Iterator[FormFault]:
    """Every reason why the tags of a form cannot be used; none for a form without a prefix and tags."""
    prefix = sheets.settings.get(SMS, "")
    tagged = [row for row in sheets.survey if row[SMS]]
    if prefix and not _PREFIX.fullmatch(prefix):
        remedy = "Write two to four capital letters from A to Z."
        yield FormFault("settings", 2, "D02", f"“{prefix[:40]}” is no prefix for SMS", remedy)
    if bool(prefix) != bool(tagged):
        remedy = f"Give both {SMS} in the settings and {SMS} of its questions, or neither."
        yield FormFault("settings", 2, "D02", "a prefix for SMS without tags, or tags without one", remedy)
    counted = Counter(row[SMS] for row in tagged)
    depth = 0
    for row in sheets.survey:
        depth += {"begin_repeat": 1, "end_repeat": -1}.get(row["type"].split(" ")[0], 0)
        for reason, remedy in _row_faults(row, counted, repeated=depth > 0, has_prefix=bool(prefix)):
            yield FormFault("survey", row.number, "D02", reason, remedy)


def _row_faults(
    row: SheetRow, counted: Counter[str], *, repeated: bool, has_prefix: bool
) -> Iterator[tuple[str, str]]:
    tag, kind = row[SMS], row["type"].split(" ")[0]
    if not tag:
        if has_prefix and row["required"] in ("yes", "true", "true()"):
            yield f"“{row['name'][:40]}” is required and has no tag for SMS", f"Write its {SMS}."
        return
    if (kind == AnswerKind.TEXT) != (tag == COMMENT) or (tag != COMMENT and kind not in KINDS):
        remedy = f"A text takes {COMMENT}; tags are for {', '.join(KINDS)}."
        yield f"“{tag[:40]}” cannot stand for {kind[:40]}", remedy
    elif tag != COMMENT and (not _TAG.fullmatch(tag) or tag == SERIAL):
        yield f"“{tag[:40]}” is no tag", f"Write one to three capital letters, but not {SERIAL} alone."
    if counted[tag] > 1:
        yield f"the tag {tag[:40]} is there twice", "Give each question its own."
    if repeated:
        yield f"the tag {tag[:40]} stands in a repeat", "Take it out: a message has no repeats."
