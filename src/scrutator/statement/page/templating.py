"""The templates of the page: HTML with holes, in which every text is escaped and none may be missing."""

from functools import cache
from typing import TYPE_CHECKING, Any

from scrutator.errors import missing_extra

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup


@cache
def environment() -> "Environment":
    """The templates of this package. Raises X02 without the extra `report`."""
    try:
        from jinja2 import Environment, PackageLoader, StrictUndefined
    except ImportError as error:
        raise missing_extra("building a page", "report") from error
    return Environment(
        loader=PackageLoader("scrutator.statement.page", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        auto_reload=False,
    )


def rendered(template: str, **values: Any) -> "Markup":
    """A template with these values, as HTML that other templates take as it is."""
    found = environment().get_template(template)
    from markupsafe import Markup

    return Markup(found.render(**values))
