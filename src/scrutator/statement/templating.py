"""The templates of pages: HTML with holes, in which every text is escaped and none may be missing."""

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from scrutator.errors import missing_extra
from scrutator.statement import report_words

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

FILTERS: Mapping[str, Any] = {
    "count": report_words.count,
    "number": report_words.number,
    "percent_span": report_words.percent_span,
    "p_value": report_words.p_value,
    "named": report_words.named,
    "beside": report_words.beside,
    "cell": report_words.cell,
    "spaced": report_words.spaced,
    "head_lines": report_words.head_lines,
    "settings": report_words.settings,
}
"""How templates print numbers: `{{ votes | count }}`."""


@cache
def environment() -> "Environment":
    """The templates of this package. Raises X02 without the extra `report`."""
    try:
        from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined
    except ImportError as error:
        raise missing_extra("building a page", "report") from error
    rooms = ("scrutator.statement.page", "scrutator.statement.station_report")
    made = Environment(
        loader=ChoiceLoader([PackageLoader(room, "templates") for room in rooms]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        auto_reload=False,
    )
    made.filters.update(FILTERS)
    return made


def as_html(text: str) -> "Markup":
    """A text that is HTML already, which templates take as it is. Raises X02 without the extra `report`."""
    try:
        from markupsafe import Markup
    except ImportError as error:
        raise missing_extra("building a page", "report") from error
    return Markup(text)


def rendered(template: str, **values: Any) -> "Markup":
    """A template with these values, as HTML that other templates take as it is."""
    return as_html(environment().get_template(template).render(**values))
