"""Reading printed figures from a page: what counts as printed, and what is refused instead of guessed."""

import re
from base64 import b64encode
from hashlib import sha256
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrutator.seal.refusals import Refusal
from scrutator.seal.verifier.known_styles import KNOWN_STYLES
from scrutator.seal.verifier.markup import ATTRIBUTES, CHILDREN, check_element
from scrutator.seal.verifier.pages import printed_figures
from scrutator.statement.page.html import page_style

UNSEEN = "template noscript textarea select dialog canvas object video iframe xmp plaintext listing"


def figures(page: str) -> list[tuple[str, str]]:
    return printed_figures(page.encode())


def answer(page: str) -> str:
    try:
        figures(page)
    except Refusal as refusal:
        return refusal.name
    return "read"


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("<p>no figure</p>", []),
        ('<b data-figure="a">7</b>', [("a", "7")]),
        ("<b data-figure='a'>7</b>", [("a", "7")]),
        ("<b data-figure=a>7</b>", [("a", "7")]),
        ('<B DATA-FIGURE = "a" >7</B >', [("a", "7")]),
        ('<a data-figure="a" href="#x"><i>7</i>&#8239;<b>5</b>\u202f%</a>', [("a", "7\u202f5\u202f%")]),
        ('<a data-figure="x&amp;y&#x27;s">&lt;7&gt;</a>', [("x&y's", "<7>")]),
        ('<a data-figure="a">7<br>8<img src="x"/></a>', [("a", "78")]),
        ('<a data-figure="a">7<!-- 9 -->8</a>', [("a", "78")]),
        ("<!DOCTYPE html><html><head><title>1 < 2</title></head><body><p>x</p></body></html>", []),
        (f"<html><head><style>{page_style()}</style></head></html>", []),
        ('<svg><path d="M0"/><text>7</text></svg><b data-figure="a">7</b>', [("a", "7")]),
        ("<ul><li>1</li><li>2</li></ul><p>x</p><p data-figure='a'>7</p>", [("a", "7")]),
        ('<b data-figure="a">7</b> <b data-figure="a">7</b>', [("a", "7"), ("a", "7")]),
        ('<b data-figure="a">1<i data-figure="b">2</i></b>', [("b", "2"), ("a", "12")]),
        ('<b title="data-figure=a">7</b>', []),
        ('<b data-figure="">7</b>', [("", "7")]),
    ],
)
def test_the_text_of_a_figure_is_what_a_reader_sees(page: str, expected: list[tuple[str, str]]) -> None:
    assert figures(page) == expected


@pytest.mark.parametrize(
    "page",
    [
        '<b data-figure="a">7',
        '<b data-figure="a"><i>7</b>8</i>'.replace("</b>", ""),
        '<p><b data-figure="a">7</p>',
        '<b data-figure="a" data-figure="b">7</b>',
        '<img data-figure="a">',
        '<b data-figure="a"/>7',
        "<b/>7",
        "a < b",
        "<",
        "<b",
        "<b a='>",
        "<!-- open",
        "<!--> 7 -->",
        "<!---> 7 -->",
        "<![CDATA[x]]>",
        "<?php ?>",
        "<!ELEMENT x>",
        "<1>",
        "</ b>",
        "<b>" * 501,
        "</b></i>",
        "<p>1",
        "<b><i>7</b></i>",
        '<a href="#x"><b><a href="#y">7</a></b></a>',
        "<html><head><style>open</title>",
        "<html><head><title>x</title y></title></head></html>",
        "<html></html><html></html>",
        "<table>7<tr><td>8</td></tr></table>",
        "<b>7</b x>",
        '<b class="a" class="a">7</b>',
        "<!doctype x>",
        "<!-- 7 --!> -->",
        "<!-- <!-- 7 -->",
        "<!-- <!-->",
        "<!-- 7 --!>",
        "7\r",
        "7\0",
    ],
)
def test_a_page_that_browsers_would_repair_or_hide_is_refused(page: str) -> None:
    with pytest.raises(Refusal) as caught:
        figures(page)
    assert caught.value.name == "malformed_html"


@pytest.mark.parametrize(
    "page",
    [
        '<title data-figure="a">7</title>',
        '<html><head><title data-figure="a">7</title></head></html>',
        '<p hidden><b data-figure="a">7</b></p>',
        '<b data-figure="a" hidden>7</b>',
        '<b data-figure="a">7<i hidden>8</i></b>',
        '<svg><text data-figure="a">7</text></svg>',
        *(f'<{name}><b data-figure="a">7</b></{name}>' for name in UNSEEN.split()),
        '<p><b data-figure="a"><div>7</div></b></p>',
        "<p><p>7</p></p>",
        "<tr><td>7</td></tr>",
        "<script></script>",
        '<b data-figures="a">7</b>',
    ],
)
def test_what_is_not_on_the_list_is_refused_by_name(page: str) -> None:
    assert answer(page) == "forbidden_markup"


def test_each_element_and_attribute_of_the_list_is_one_that_some_page_needs() -> None:
    assert frozenset(ATTRIBUTES) >= frozenset().union(*CHILDREN.values())
    runs = {
        "script",
        "iframe",
        "object",
        "embed",
        "form",
        "base",
        "use",
        "image",
        "foreignobject",
        "animate",
        "set",
    }
    assert runs & set(ATTRIBUTES) == set()
    named = {name for allowed in ATTRIBUTES.values() for name in allowed}
    assert {
        name for name in named if name.startswith("on") or name in ("hidden", "srcset", "target")
    } == set()


def test_500_elements_may_be_open_at_once() -> None:
    assert answer("<b>" * 500 + "</b>" * 500) == "read"
    assert answer("<b>" * 501 + "</b>" * 501) == "malformed_html"


def test_a_page_that_is_too_long_or_not_utf8_is_refused() -> None:
    for page, name in [(b"x" * (2**25 + 1), "oversized_member"), (b"\xff", "not_utf8")]:
        with pytest.raises(Refusal) as caught:
            printed_figures(page)
        assert caught.value.name == name


@pytest.mark.parametrize(
    "stretch", ["<", "<!", "<!--", "<a ", '<a b="', "<a b", "<!doctype ", "<script>", "</b>", "&", "<a>", "-"]
)
def test_hostile_repetition_is_answered_in_linear_time(stretch: str) -> None:
    # A quadratic reader would need hours for this megabyte; there is no clock in this test.
    for page in (stretch * (2**20 // len(stretch)), "<!--" + stretch * (2**20 // len(stretch))):
        assert answer(page) in ("read", "malformed_html", "forbidden_markup")


class _Peer(HTMLParser):
    """The standard library's reading of the same well-formed page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []
        self.stack: list[tuple[str | None, list[str]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.stack.append((dict(attrs).get("data-figure"), []))

    def handle_data(self, data: str) -> None:
        for cell, texts in self.stack:
            if cell is not None:
                texts.append(data)

    def handle_endtag(self, tag: str) -> None:
        cell, texts = self.stack.pop()
        if cell is not None:
            self.found.append((cell, "".join(texts)))


TEXT = st.text("ab7&<>\"' é\u202f", max_size=5).map(
    lambda text: re.sub("[&<>\"']", lambda m: f"&#{ord(m[0])};", text)
)
ELEMENT = st.recursive(
    TEXT,
    lambda inner: st.builds(
        lambda name, cell, parts: (
            f"<{name}" + ("" if cell is None else f' data-figure="{cell}"') + f">{''.join(parts)}</{name}>"
        ),
        st.sampled_from(["i", "b", "span", "code"]),
        st.none() | TEXT,
        st.lists(inner, max_size=4),
    ),
    max_leaves=12,
)


@given(ELEMENT)
def test_well_formed_pages_read_as_the_standard_library_reads_them(page: str) -> None:
    peer = _Peer()
    peer.feed(page)
    peer.close()
    assert figures(page) == peer.found


@given(st.text("<>/!-=\"' ab&;7", max_size=60))
def test_any_text_is_read_or_refused(page: str) -> None:
    assert answer(page) in ("read", "malformed_html", "forbidden_markup")


def policy(source: str) -> list[tuple[str, str]]:
    content = f"default-src 'none'; style-src '{source}'; img-src data:"
    return [("http-equiv", "Content-Security-Policy"), ("content", content)]


@pytest.mark.parametrize("digest", KNOWN_STYLES.values())
def test_a_policy_may_allow_the_style_of_any_release(digest: str) -> None:
    source = f"sha256-{b64encode(bytes.fromhex(digest)).decode()}"
    check_element("head", "meta", policy(source))


def test_the_policy_of_the_first_release_is_read_and_one_of_a_foreign_style_is_not() -> None:
    check_element("head", "meta", policy("unsafe-inline"))
    foreign = b64encode(sha256(b".fig { display: none }").digest()).decode()
    for source in (f"sha256-{foreign}", "self", "unsafe-inline' 'self", "nonce-x"):
        with pytest.raises(Refusal, match="may not be"):
            check_element("head", "meta", policy(source))
