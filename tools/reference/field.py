"""The pages of the forms and of the language of expressions."""

from pathlib import Path

from scrutator.expressions.functions import FUNCTIONS
from scrutator.expressions.types import Unit
from scrutator.field.forms import bundled, bundled_form
from scrutator.field.questions import Question
from scrutator.field.reading.lint import APPEARANCES, EXPOSING
from scrutator.field.reading.lint import FUNCTIONS as FORM_FUNCTIONS
from scrutator.field.reading.sheets import SMS, read_sheets
from scrutator.field.xlsform import questions_of

HERE = Path(__file__).parent


def pages() -> dict[str, str]:
    return {"forms.md": forms_page(), "expressions.md": expressions_page()}


def forms_page() -> str:
    parts = [(HERE / "forms_head.md").read_text(encoding="utf-8").rstrip()]
    exposing = ", ".join(f"`{name}`" for name in sorted(EXPOSING))
    functions = ", ".join(f"`{name}()`" for name in sorted(FORM_FUNCTIONS))
    looks = ", ".join(f"`{name}`" for name in sorted(APPEARANCES) if name)
    parts.append(
        "## What is refused\n\n"
        f"- Rows that would expose an observer: {exposing}.\n"
        f"- Functions other than {functions}; paths; `mod`.\n"
        f"- Appearances other than {looks}; parameters other than `max-pixels` of an image and `start`, `end`, "
        "`step` of a `range`; `repeat_count`; defaults.\n"
        "- A text that is missing in one of the form's languages, or is `-`.\n"
        "- A condition that names no question, or compares a question with a choice it does not have.\n"
        "- A sheet, a column or a list that has no effect."
    )
    parts.append("## The bundled forms")
    for name in bundled():
        sheets = read_sheets(bundled_form(name))
        parts.append(f"### {sheets.settings['form_title']} (`{name}`, by SMS `{sheets.settings[SMS]}`)")
        head = "| question | SMS | English | answer | a problem is | a share of | norms |\n|---|---|---|---|---|---|---|\n"
        parts.append(head + "\n".join(map(_row, filter(_is_asked, questions_of(sheets)))))
    return "\n\n".join(parts) + "\n"


def _is_asked(question: Question) -> bool:
    return question.kind.is_asked


def _row(question: Question) -> str:
    choices = " ".join(f"`{choice.value}`" for choice in question.choices) or question.kind.value
    problem = " ".join(f"`{value}`" for value in question.problem)
    text, norms = question.labels["en"].replace("|", "/"), " ".join(question.norms)
    tag = f"`{question.tag}`" if question.tag else ""
    return (
        f"| `{question.name}` | {tag} | “{text}” | {choices} | {problem} | {question.denominator} | {norms} |"
    )


def expressions_page() -> str:
    head = (HERE / "expressions_head.md").read_text(encoding="utf-8").rstrip()
    functions = "\n".join(f"| `{one.usage}` | {one.means} |" for one in FUNCTIONS.values())
    units = ", ".join(unit.value for unit in Unit)
    return (
        f"{head}\n\n## Functions\n\n| function | what it gives |\n|---|---|\n{functions}\n\n"
        f"## Units\n\nA number is one of: {units}. {_UNITS}\n"
    )


_UNITS = (
    "A sum, a difference and a comparison need one unit on both sides; votes, ballots and persons compare with"
    " one another, because one voter has one ballot and one vote. A number written in the expression takes the"
    " unit beside it. A count over a count is a share, a share of a count is a count, a moment less a moment is"
    " minutes."
)
