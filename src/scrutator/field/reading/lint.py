"""What keeps a form from being published: missing translations, what phones and browsers would read
differently, and what would expose an observer."""

import re
from collections import Counter
from collections.abc import Iterator

from scrutator.errors import ScrutatorError
from scrutator.field.questions import AnswerKind
from scrutator.field.reading.faults import FormFault
from scrutator.field.reading.parameters import parameters_fault, parameters_remedy
from scrutator.field.reading.sheets import SheetRow, Sheets
from scrutator.field.reading.sms_tags import sms_faults

GROUPS = ("begin_group", "end_group", "begin_repeat", "end_repeat")
EXPOSING = {
    "deviceid": "the phone's number",
    "phonenumber": "the observer's telephone number",
    "simserial": "the number of the SIM card",
    "subscriberid": "the number of the subscriber",
    "username": "the observer's name",
    "email": "the observer's address",
    "audit": "every touch with its time and place",
    "start": "the precise time",
    "end": "the precise time",
    "today": "the day by the phone's own clock",
    "geopoint": "where the observer stood",
    "geotrace": "where the observer went",
    "geoshape": "where the observer went",
    "start-geopoint": "where the observer stood",
    "background-geopoint": "where the observer stood",
    "background-audio": "the observer's voice",
    "audio": "the observer's voice",
    "video": "who stood before the camera",
}
FUNCTIONS = frozenset(
    ("selected", "count-selected", "string-length", "not", "now", "coalesce", "if", "true", "false")
)
APPEARANCES = frozenset(("", "minimal", "multiline", "field-list"))
_NAME = re.compile(r"[a-z][a-z0-9_]{0,63}")
_CALL = re.compile(r"([A-Za-z_][A-Za-z0-9_:-]*)\s*\(")
_TEXT = re.compile(r"'[^']*'|\"[^\"]*\"")
_EXPRESSIONS = ("relevant", "constraint", "calculation", "choice_filter")


def check_form(sheets: Sheets) -> tuple[FormFault, ...]:
    """Every reason not to publish the form, in the order of the sheets; none: it may be published."""
    faults = [
        *(fault for row in sheets.survey for fault in _row_faults(row)),
        *_translation_faults("survey", sheets.survey, sheets.languages),
        *_translation_faults("choices", sheets.choices, sheets.languages),
        *_name_faults(sheets),
        *_choice_faults(sheets),
        *sms_faults(sheets),
    ]
    if len(sheets.languages) == 0:
        faults.append(FormFault("survey", 1, "D02", "no column has a label", "Add `label::English (en)`."))
    return tuple(sorted(set(faults), key=lambda fault: (fault.sheet != "survey", fault)))


def refuse_faults(faults: tuple[FormFault, ...]) -> None:
    """Raise the first fault, exposing ones first; the others are counted in the message."""
    if not faults:
        return
    first = min(faults, key=lambda fault: (fault.code != "D03", fault.sheet != "survey", fault))
    more = f" (and {len(faults) - 1} more faults of this form)" if len(faults) > 1 else ""
    raise ScrutatorError(
        first.code, first.reason + more, where=f"{first.sheet}, row {first.row}", remedy=first.remedy
    )


def _row_faults(row: SheetRow) -> Iterator[FormFault]:
    kind = row["type"].split(" ")[0]
    if kind in EXPOSING:
        remedy = "Take the row out. Who reports, and from where, is on the mission's own list."
        yield FormFault("survey", row.number, "D03", f"“{kind}” records {EXPOSING[kind]}", remedy)
    elif kind not in (*AnswerKind, *GROUPS):
        remedy = f"Types that phone and browser both know: {', '.join((*AnswerKind, *GROUPS))}."
        yield FormFault("survey", row.number, "D02", f"the type “{kind[:40]}” is not used here", remedy)
    if row["default"]:
        remedy = "Take the default out: it would be counted as an answer that was given."
        yield FormFault("survey", row.number, "D02", "an answer is preselected", remedy)
    if row["appearance"] not in APPEARANCES:
        remedy = f"Use one of: {', '.join(sorted(APPEARANCES - {''}))}, or none."
        yield FormFault(
            "survey",
            row.number,
            "D02",
            f"the appearance “{row['appearance'][:40]}” is drawn differently",
            remedy,
        )
    wrong = parameters_fault(kind, row["parameters"])
    if wrong:
        yield FormFault("survey", row.number, "D02", wrong, parameters_remedy(kind))
    if row["repeat_count"]:
        remedy = "Take it out: observers add as many as they need. Of none and of no number phones ask one."
        yield FormFault("survey", row.number, "D02", "repeat_count is read differently", remedy)
    for column in _EXPRESSIONS:
        yield from _expression_faults(row, column)


def _expression_faults(row: SheetRow, column: str) -> Iterator[FormFault]:
    """Functions that Java and the browser compute differently, or that read a clock, chance or the phone."""
    plain = _TEXT.sub("''", row[column])
    for name in _CALL.findall(plain):
        if name not in FUNCTIONS and name not in ("and", "or", "div", "mod"):
            remedy = f"Functions that agree everywhere: {', '.join(sorted(FUNCTIONS))}."
            yield FormFault(
                "survey", row.number, "D02", f"{column}: the function {name}() is not used", remedy
            )
    if re.search(r"\.\./|//|\[|@|\|", plain):
        remedy = "Name a question as ${name}, and the answer itself as a dot."
        yield FormFault("survey", row.number, "D02", f"{column}: paths are read differently", remedy)


def _translation_faults(
    sheet: str, rows: tuple[SheetRow, ...], languages: tuple[str, ...]
) -> Iterator[FormFault]:
    """A text that is there in one language is there in all; "-" is what a converter writes for none."""
    for row in rows:
        for base in ("label", "hint", "constraint_message", "required_message"):
            texts = {language: row[f"{base}::{language}"].strip() for language in languages}
            missing = [language for language, text in texts.items() if text in ("", "-")]
            needed = base == "label" and _has_label(sheet, row)
            if missing and (needed or len(missing) < len(languages) or "-" in texts.values()):
                reason = f"the {base} of “{row['name'][:40]}” is missing in {', '.join(missing)}"
                yield FormFault(sheet, row.number, "D02", reason, "Write it in every language.")


def _has_label(sheet: str, row: SheetRow) -> bool:
    kind = row["type"].split(" ")[0]
    return sheet == "choices" or kind not in (*GROUPS, AnswerKind.CALCULATED)


def _name_faults(sheets: Sheets) -> Iterator[FormFault]:
    """Names are plain, and one question has one name, whatever group it stands in."""
    seen: set[str] = set()
    for row in sheets.survey:
        name = row["name"]
        if row["type"].startswith("end_"):
            continue
        if not _NAME.fullmatch(name):
            remedy = "Use small letters, digits and underscores, beginning with a letter."
            yield FormFault("survey", row.number, "D02", f"“{name[:40]}” is not a plain name", remedy)
        if name in seen:
            remedy = "Give one of them another name, whatever group it stands in."
            yield FormFault("survey", row.number, "D02", f"two questions are called “{name[:40]}”", remedy)
        seen.add(name)


def _choice_faults(sheets: Sheets) -> Iterator[FormFault]:
    """Values of one list are plain and differ; every list is used and every list used is there."""
    lists = {row["list_name"] for row in sheets.choices}
    used = {}
    for row in sheets.survey:
        kind, _, name = row["type"].partition(" ")
        if kind in (AnswerKind.CHOICE, AnswerKind.CHOICES):
            used[name] = row.number
    for name in sorted(used.keys() - lists):
        yield FormFault("survey", used[name], "D01", f"there is no list “{name[:40]}”", "Add it to choices.")
    counted = Counter((row["list_name"], row["name"]) for row in sheets.choices)
    for row in sheets.choices:
        value = f"“{row['list_name'][:40]}/{row['name'][:40]}”"
        if row["list_name"] not in used:
            yield FormFault("choices", row.number, "D01", f"{value} is in no question", "Take the row out.")
        if not _NAME.fullmatch(row["name"]):
            remedy = "Use small letters, digits and underscores, beginning with a letter."
            yield FormFault("choices", row.number, "D02", f"{value} is not a plain value", remedy)
        if counted[row["list_name"], row["name"]] > 1:
            yield FormFault("choices", row.number, "D02", f"{value} is there twice", "Take one out.")
