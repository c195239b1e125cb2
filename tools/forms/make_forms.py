"""Write the bundled forms as XLSForms from the questions, choices and messages beside them.

    python tools/forms/make_forms.py [FOLDER]

The same tables give the same bytes on every computer; a test compares them with what is committed.
"""

import csv
import sys
from pathlib import Path

from workbook import workbook

HOME = Path(__file__).parents[2] / "src" / "scrutator" / "field" / "bundled_forms"
LANGUAGES = {"en": "English (en)", "ru": "Русский (ru)", "kk": "Қазақша (kk)"}
OWN = ("norms", "problem", "apart", "denominator", "feeds", "sms")
TITLES = {
    "opening": "Opening",
    "voting": "Voting",
    "counting": "Closing and counting",
    "tabulation": "Tabulation",
    "incident": "Incident",
    "quickcount": "Protocol of results",
    "voters": "Count of voters",
}
PREFIXES = {
    "opening": "OP",
    "voting": "VO",
    "counting": "CO",
    "tabulation": "TA",
    "incident": "IN",
    "quickcount": "QC",
    "voters": "NV",
}
COMMISSION = {
    "id": "commission",
    "list": "commissions.csv",
    "label_en": "Commission",
    "label_ru": "Комиссия",
    "label_kk": "Комиссия",
}
QUICK_END = ("understanding", "transparency", "overall", "comment")

Row = dict[str, str]


def table(name: str) -> list[Row]:
    with (HOME / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def questions_of(form: str, questions: list[Row]) -> list[Row]:
    """The rows of one form in order: head, group of what an admitted team saw, end."""
    head, end, own = ([q for q in questions if q["form"] == block] for block in ("head", "end", form))
    if form == "incident":
        return own
    if form == "voters":
        return [*head[:1], *own, *end[-1:]]
    if form == "quickcount":
        return [*head[:2], *own, *(q for q in end if q["id"] in QUICK_END)]
    if form == "tabulation":
        head = [{**head[0], **COMMISSION}, *head[1:]]
    begin = {"type": "begin_group", "id": "seen", "relevant": "${admitted} != 'refused'"}
    return [*head, begin, *own, *end[:-1], {"type": "end_group"}, end[-1]]


def survey(form: str, questions: list[Row], messages: dict[str, Row]) -> list[list[str]]:
    heading = ["type", "name", "required", "relevant", "constraint", "calculation", "parameters"]
    labels = [f"label::{name}" for name in LANGUAGES.values()]
    says = [f"constraint_message::{name}" for name in LANGUAGES.values()]
    rows = [[*heading, *labels, *says, *(f"scrutator_{name}" for name in OWN)]]
    for question in questions_of(form, questions):
        kind = " ".join(part for part in (question["type"], question.get("list", "")) if part)
        question["parameters"] = "max-pixels=2048" if question["type"] == "image" else ""
        plain = [question.get(name, "") for name in ("id", *heading[2:])]
        message = messages.get(question.get("constraint", ""), {})
        shown = [question.get(f"label_{code}", "") for code in LANGUAGES]
        rows.append(
            [
                kind,
                *plain,
                *shown,
                *(message.get(code, "") for code in LANGUAGES),
                *(question.get(n, "") for n in OWN),
            ]
        )
    return rows


def choices(rows: list[list[str]], every: list[Row]) -> list[list[str]]:
    """The lists that the form uses, in the order of the table."""
    used = {row[0].split()[1] for row in rows[1:] if row[0].startswith("select_") and " " in row[0]}
    heading = ["list_name", "name", *(f"label::{name}" for name in LANGUAGES.values())]
    body = [
        [c["list"], c["value"], *(c[f"label_{code}"] for code in LANGUAGES)]
        for c in every
        if c["list"] in used
    ]
    return [heading, *body]


def form_file(form: str) -> bytes:
    """The XLSForm of one bundled form."""
    messages = {row["constraint"]: row for row in table("messages")}
    rows = survey(form, table("questions"), messages)
    settings = [
        ["form_title", "form_id", "default_language", "scrutator_sms"],
        [TITLES[form], form, LANGUAGES["en"], PREFIXES[form]],
    ]
    return workbook({"survey": rows, "choices": choices(rows, table("choices")), "settings": settings})


def main(folder: Path) -> None:
    for form in TITLES:
        (folder / f"{form}.xlsx").write_bytes(form_file(form))


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else HOME)
