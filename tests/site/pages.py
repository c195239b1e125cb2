"""A page of a site as a parser sees it: its ids, its addresses, and what could load or run something."""

import posixpath
from html.parser import HTMLParser
from urllib.parse import unquote, urlsplit

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; base-uri 'none'; "
    "form-action 'none'"
)


class Seen(HTMLParser):
    """What a page holds that a test asks for."""

    def __init__(self, name: str, data: bytes) -> None:
        super().__init__(convert_charrefs=True)
        self.name = name
        self.ids: list[str] = []
        self.addresses: list[str] = []
        self.tags: list[str] = []
        self.attributes: set[str] = set()
        self.inline: list[str] = []
        self.policy = ""
        self._data_block = False
        self.text = ""
        self.feed(data.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags.append(tag)
        self.attributes |= set(given)
        if "id" in given:
            self.ids.append(str(given["id"]))
        self.addresses += [str(given[key]) for key in ("href", "src", "xlink:href") if given.get(key)]
        if given.get("http-equiv") == "Content-Security-Policy":
            self.policy = str(given["content"])
        if tag == "script" and "src" not in given and given.get("type") != "application/ld+json":
            self.inline.append(str(given))

    def handle_endtag(self, tag: str) -> None:
        self.text += " " if tag in ("td", "th") else ""

    def handle_data(self, data: str) -> None:
        self.text += data

    def targets(self) -> list[tuple[str, str]]:
        """Every address as a file of the site and a fragment."""
        found = []
        for address in self.addresses:
            parts = urlsplit(address)
            path = posixpath.normpath(posixpath.join(posixpath.dirname(self.name), unquote(parts.path)))
            found.append((path if parts.path else self.name, unquote(parts.fragment)))
        return found


def pages_of(site: dict[str, bytes]) -> dict[str, Seen]:
    """The site's own pages; statements are pages of another kind, and have tests of their own."""
    return {
        name: Seen(name, data)
        for name, data in site.items()
        if name.endswith(".html") and "/statement." not in name
    }
