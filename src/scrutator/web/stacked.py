"""A tag of templates: a table that becomes a list of labelled lines where the screen is narrow."""

import re
from collections.abc import Iterator
from html import unescape

from django import template
from django.utils.html import conditional_escape, strip_tags
from django.utils.safestring import SafeString, mark_safe

register = template.Library()
_HEADING = re.compile(r'<th scope="col"[^>]*>(.*?)</th>', re.DOTALL)
_ROW = re.compile(r"<tr\b.*?</tr>", re.DOTALL)
_CELL = re.compile(r"<(td|th)\b")
# Display rules of the narrow style take a table's meaning from screen readers: roles give it back.
_ROLES = (
    ("<table", '<table role="table"'),
    ("<thead>", '<thead role="rowgroup">'),
    ("<tbody>", '<tbody role="rowgroup">'),
    ("<tfoot>", '<tfoot role="rowgroup">'),
    ("<tr", '<tr role="row"'),
    ("<td", '<td role="cell"'),
    (' scope="row"', ' role="rowheader" scope="row"'),
    (' scope="col"', ' role="columnheader" scope="col"'),
)


@register.tag
def stacked(parser: template.base.Parser, _token: template.base.Token) -> template.Node:
    """`{% stacked %}<table>…</table>{% endstacked %}`: each cell has the heading of its column."""
    inside = parser.parse(("endstacked",))
    parser.delete_first_token()
    return _Stacked(inside)


class _Stacked(template.Node):
    def __init__(self, inside: template.NodeList) -> None:
        self.inside = inside

    def render(self, context: template.Context) -> SafeString:
        head, end, rest = self.inside.render(context).partition("</thead>")
        headings = [unescape(strip_tags(one)).strip() for one in _HEADING.findall(head)]
        table = head + end + _ROW.sub(lambda row: _labelled(row[0], headings), rest)
        for plain, with_role in _ROLES:
            table = table.replace(plain, with_role)
        # The table is the template's own, its values are escaped by then: only attributes were added.
        return mark_safe(f'<div class="scroll" tabindex="0">{table}</div>')


def _labelled(row: str, headings: list[str]) -> str:
    """The row, each cell with the heading of its column; a cell over several columns has none."""
    if "colspan" in row:
        return row
    names: Iterator[str] = iter(headings)
    return _CELL.sub(lambda cell: f'<{cell[1]} data-label="{conditional_escape(next(names, ""))}"', row)
