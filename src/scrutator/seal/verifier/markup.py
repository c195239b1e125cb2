"""What a statement's page may be made of: elements, where each may stand, attributes, addresses, styles.

The list holds what our own pages and a statement's Markdown write, and nothing that runs, loads, hides or
moves. docs/reference/bundle.md prints it. Values are compared as they are spelled, references unresolved.
"""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256

from scrutator.seal.refusals import Refusal
from scrutator.seal.verifier.known_styles import KNOWN_STYLES

_INLINE = "a b br code em i img span strong svg"
_FLOW = (
    f"{_INLINE} blockquote details div dl figure h1 h2 h3 h4 h5 h6 header hr main nav ol p pre section"
    " table ul"
)
_DRAWN = "defs g line path text tspan"

# Which elements may stand directly in which; "" is the page itself. Nothing may stand in another element.
CHILDREN = {
    parent: frozenset(children.split())
    for parents, children in {
        " ": f"html {_FLOW}",
        "html": "head body",
        "head": "meta title link style",
        "body blockquote div section header nav main li dd td th": _FLOW,
        "a b code em i p pre span strong dt caption h1 h2 h3 h4 h5 h6": _INLINE,
        "summary": f"{_INLINE} h2 h3",
        "details": f"summary {_FLOW}",
        "figure": f"figcaption {_FLOW}",
        "figcaption": _FLOW,
        "ol ul": "li",
        "dl": "dt dd",
        "table": "caption thead tbody tr",
        "thead tbody": "tr",
        "tr": "th td",
        "svg g": _DRAWN,
        "text tspan": "tspan",
        "defs": "lineargradient",
        "lineargradient": "stop",
        "meta link br hr img title style line path stop": "",
    }.items()
    for parent in (parents.split() or [""])
}
# Between the parts of these elements only white space may stand: a browser would move any text.
ONLY_SPACE = frozenset(["html", "head", "table", "thead", "tbody", "tr"])
_BARE = frozenset(["html", "head", "meta", "title", "link", "style"])
DRAWING = frozenset(f"svg {_DRAWN} lineargradient stop".split())

_ANY = r"[^\0]*"
_NUMBER = r"-?[0-9]+(?:\.[0-9]+)?"
_SAFE = r"(?:[^\0-\x20\x7f\"'<>\\&`]|&(?:amp|quot|lt|gt|#x27|#39);)*"
_PART = r"(?!(?:\.|%2[eE]){1,2}(?:[/#]|$))[A-Za-z0-9_%@=,~+.-]+"
_MEMBER = rf"{_PART}(?:/{_PART})*"
_PAINT = r"(?![^\0]*[uU][rR][lL])[^\0\\&;]*|url\(#[A-Za-z0-9_.-]+\)"
_PAINTED = (
    "class clip-path cx cy d display dy dx fill fill-opacity font-family font-size font-style font-weight"
    " height id offset opacity pointer-events points r rx ry stop-color stop-opacity stroke"
    " stroke-dasharray stroke-linecap stroke-linejoin stroke-miterlimit stroke-opacity stroke-width"
    " text-anchor transform width x x1 x2 y y1 y2"
)
# The policy of a page, which names one style of a release; pages of the first release have styles of
# elements, and name none.
_STYLES = "|".join(
    re.escape(f"sha256-{b64encode(bytes.fromhex(digest)).decode()}") for digest in KNOWN_STYLES.values()
)
_POLICY = rf"default-src 'none'; style-src '(?:unsafe-inline|{_STYLES})'; img-src data:"
# The attributes of every element in the body, then of one; each with the values it may have, whole.
GENERAL = dict.fromkeys(
    ["aria-label", "aria-labelledby", "class", "data-figure", "id", "lang", "role", "tabindex", "title"], _ANY
)
DRAWN = dict.fromkeys(_PAINTED.split(), _PAINT)
OWN = {
    "html": {"lang": _ANY},
    "meta": {
        "charset": "utf-8",
        "name": "viewport|color-scheme",
        "content": rf"width=device-width, initial-scale=1|light dark|{_POLICY}",
        "http-equiv": "Content-Security-Policy",
    },
    "link": {"rel": "icon", "href": "data:,"},
    "a": {
        "href": rf"#{_SAFE}|https?://[^/?#]{_SAFE}|{_MEMBER}(?:#{_SAFE})?",
        "download": "",
        "data-note": "[0-9]+",
    },
    "img": {
        "src": rf"{_MEMBER}|data:image/(?:png|jpeg|gif|webp);base64,[A-Za-z0-9+/=]+",
        "alt": _ANY,
    },
    "ol": {"start": "[0-9]+"},
    "details": {"open": ""},
    "span": {"style": "--level:[0-9]+%"},
    "td": {"style": "text-align:(?:left|right|center)", "data-label": _ANY},
    "th": {
        "style": "text-align:(?:left|right|center)",
        "data-label": _ANY,
        "scope": "col|row",
    },
    "svg": {
        "xmlns": "http://www.w3.org/2000/svg",
        "xmlns:xlink": "http://www.w3.org/1999/xlink",
        "role": "img",
        "aria-label": _ANY,
        "viewbox": rf"{_NUMBER}(?: {_NUMBER}){{3}}",
        "style": rf"max-width:{_NUMBER}px;overflow:visible",
    },
}


def _allowed(name: str) -> dict[str, re.Pattern[str]]:
    general = DRAWN if name in DRAWING else {} if name in _BARE else GENERAL
    return {key: re.compile(value) for key, value in (general | OWN.get(name, {})).items()}


ATTRIBUTES = {name: _allowed(name) for name in CHILDREN if name}


def check_element(parent: str, name: str, attributes: list[tuple[str, str]]) -> None:
    """Refuse an element that is not on the list, not in its place, or has what it may not have."""
    if name not in ATTRIBUTES:
        raise Refusal("forbidden_markup", f"<{name}> is no element of a statement's page")
    if name not in CHILDREN[parent]:
        raise Refusal("forbidden_markup", f"<{name}> may not stand in <{parent or 'page'}>")
    if len(dict(attributes)) < len(attributes):
        raise Refusal("malformed_html", f"<{name}> has an attribute twice")
    allowed = ATTRIBUTES[name]
    for key, value in attributes:
        if key not in allowed:
            raise Refusal("forbidden_markup", f"<{name}> may not have the attribute {key!r}"[:200])
        if allowed[key].fullmatch(value) is None:
            raise Refusal("forbidden_markup", f"<{name} {key}> may not be {value!r}"[:200])


def check_text(parent: str, text: str) -> None:
    """Refuse text where only elements may stand."""
    if parent in ONLY_SPACE and text.strip(" \t\n\f\r"):
        raise Refusal("malformed_html", f"a browser moves the text in <{parent}>: {text[:40]!r}")


def check_style(text: str) -> None:
    """Refuse a style sheet that no release has written: it could hide a figure, or load something."""
    if sha256(text.encode()).hexdigest() not in KNOWN_STYLES.values():
        raise Refusal("forbidden_markup", "the style sheet is none that a release of Scrutator has written")
