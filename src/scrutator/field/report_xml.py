"""A report as a phone sends it: the other direction of `submission`."""

from collections.abc import Mapping
from xml.sax.saxutils import escape, quoteattr

from scrutator.field.xlsform import PublishedForm


def report_xml(
    form: PublishedForm, answers: Mapping[str, str], instance_id: str, deprecated_id: str = ""
) -> bytes:
    """The XML of one report: `answers` by the name of the question, in the order of the form; a question
    without an entry was not shown. `deprecated_id` is the report that this one replaces."""
    text, inside = "", ""
    for question in form.questions:
        if question.name in answers:
            group, _, name = question.path.rpartition("/")
            text += _moved(inside, group) + f"<{name}>{escape(answers[question.name])}</{name}>"
            inside = group
    text += _moved(inside, "")
    old = f"<deprecatedID>{escape(deprecated_id)}</deprecatedID>" if deprecated_id else ""
    meta = f"<meta><instanceID>{escape(instance_id)}</instanceID>{old}</meta>"
    head = f"<data id={quoteattr(form.form_id)} version={quoteattr(form.version)}>"
    return f"{head}{text}{meta}</data>".encode()


def _moved(inside: str, group: str) -> str:
    """The tags that close one group and open the next."""
    before, after = (path.split("/") if path else [] for path in (inside, group))
    common = 0
    while common < min(len(before), len(after)) and before[common] == after[common]:
        common += 1
    closed = "".join(f"</{name}>" for name in reversed(before[common:]))
    return closed + "".join(f"<{name}>" for name in after[common:])
