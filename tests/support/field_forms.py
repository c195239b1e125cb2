"""Forms and reports for the tests of the field: bundled forms published once, and submissions of them."""

from functools import cache
from xml.sax.saxutils import escape

from scrutator.field.forms import bundled_form
from scrutator.field.submission import Submission, parse
from scrutator.field.xlsform import PublishedForm, publish

from .needs import package


@cache
def bundled_published(name: str, version: str = "1") -> PublishedForm:
    """A bundled form, published; skips without pyxform."""
    package("pyxform")
    return publish(bundled_form(name), version=version)


def body(form: str, answers: dict[str, str], instance: str = "uuid:1", version: str = "1") -> bytes:
    """The XML of a report: answers by path, groups where paths have them."""
    inside = ""
    groups: dict[str, str] = {}
    for path, value in answers.items():
        group, _, name = path.rpartition("/")
        element = f"<{name}>{escape(value)}</{name}>"
        if group:
            groups[group] = groups.get(group, "") + element
        else:
            inside += element
    inside += "".join(f"<{name}>{text}</{name}>" for name, text in groups.items())
    meta = f"<meta><instanceID>{instance}</instanceID></meta>"
    return f'<data id="{form}" version="{version}">{inside}{meta}</data>'.encode()


def submission(
    form: str, answers: dict[str, str], instance: str = "uuid:1", version: str = "1"
) -> Submission:
    """A parsed report."""
    return parse(body(form, answers, instance, version))
