"""Bodies and heads of pages: what our own pages write, and one case for each kind of thing that no page may have."""

from scrutator.statement.page.html import allowed_style, page_style
from verify_page.cases import FIGURE


def _drawing(inside: str, attributes: str = "") -> str:
    return f'{FIGURE}<svg xmlns="http://www.w3.org/2000/svg"{attributes}>{inside}</svg>'


def _link(address: str) -> str:
    return f'{FIGURE}<a href="{address}">x</a>'


def allowed() -> dict[str, str]:
    """Bodies that only hold what pages may; all pass."""
    return {
        "allowed: a link in the page": _link("#cell-1"),
        "allowed: a link to a member": _link("data/a.csv"),
        "allowed: a link to a place in a member": _link("docs/a%20b.html#p-1"),
        "allowed: a link to http": _link("http://example.org/a?b=1&amp;c=2#d"),
        "allowed: a download": f'{FIGURE}<a href="data/a.csv" download>x</a>',
        "allowed: an image in the page": f'{FIGURE}<img src="data:image/png;base64,AAAA" alt="x">',
        "allowed: a level": f'{FIGURE}<span class="bars" style="--level:25%"></span>',
        "allowed: a table of Markdown": f'<table><thead><tr><th style="text-align:right">x</th></tr></thead>'
        f'<tbody>\n<tr><td style="text-align:right">{FIGURE}</td></tr></tbody></table>',
        "allowed: a gradient": _drawing(
            '<defs><linearGradient id="g" x1="0"><stop offset="0" stop-color="rgb(0, 1, 2)"/></linearGradient></defs>'
            '<path d="M0 0" fill="url(#g)" transform="translate(0,-1.5)"/><line stroke="var(--ink)"/>'
            '<text font-family="Arial, sans-serif">a<tspan x="0" dy="14">b</tspan></text>',
            ' role="img" aria-label="x" viewBox="0 0 1.5 2" style="max-width:1.5px;overflow:visible"',
        ),
        "allowed: a comment that looks like two": f"<!-- a --- b -- !> --->{FIGURE}",
        "allowed: lists and terms": f"{FIGURE}<ol start='3'><li>x<ul><li>y</li></ul></li></ol><dl><dt>a</dt><dd>b</dd></dl>",
    }


def forbidden() -> dict[str, str]:
    """Bodies that hold one thing that pages may not; all fail C12."""
    return {
        "forbidden: embed": f'{FIGURE}<embed src="x">',
        "forbidden: object": f'{FIGURE}<object data="x"></object>',
        "forbidden: a base in the body": f'{FIGURE}<base href="https://example.org/">',
        "forbidden: an input alone": f"{FIGURE}<input>",
        "forbidden: a button": f'{FIGURE}<button formaction="x">x</button>',
        "forbidden: math": f"{FIGURE}<math></math>",
        "forbidden: a map": f'{FIGURE}<map><area href="x"></map>',
        "forbidden: srcset": f'{FIGURE}<img src="x.png" srcset="https://example.org/x.png 2x" alt="">',
        "forbidden: a ping": f'{FIGURE}<a href="#x" ping="https://example.org/">x</a>',
        "forbidden: a target": f'{FIGURE}<a href="#x" target="_top">x</a>',
        "forbidden: a popover": f"{FIGURE.replace('<span', '<span popover')}",
        "forbidden: an editable part": f'{FIGURE}<p contenteditable="">x</p>',
        "forbidden: onload": f'{FIGURE}<img src="x.png" onerror="x()">',
        "forbidden: a style that loads": f'{FIGURE}<p style="background:url(https://example.org/)">x</p>',
        "forbidden: a style on a level": f'{FIGURE}<span style="--level:25%;display:none">x</span>',
        "forbidden: a style in the body": f"<style>p {{}}</style>{FIGURE}",
        "forbidden: an image that is a drawing": f'{FIGURE}<img src="data:image/svg+xml;base64,AAAA" alt="">',
        "forbidden: a data address": _link("data:text/html,x"),
        "forbidden: a javascript address in capitals": _link("JavaScript:x()"),
        "forbidden: a javascript address by reference": _link("javascript&colon;x()"),
        "forbidden: an address of a file": _link("file:///etc/x"),
        "forbidden: an address without its scheme": _link("//example.org/x"),
        "forbidden: an address from the root": _link("/x"),
        "forbidden: an address above": _link("a/../../x"),
        "forbidden: an address above, written with per cent": _link("a/%2e%2E/x"),
        "forbidden: an address with a tab": _link("java\tscript:x()"),
        "forbidden: an address with a backslash": _link("https://example.org\\x"),
        "forbidden: an empty host": _link("https:///x"),
        "forbidden: a link elsewhere by use": _drawing('<use href="https://example.org/x.svg#a"/>'),
        "forbidden: an image in a drawing": _drawing('<image href="https://example.org/x.png"/>'),
        "forbidden: a link in a drawing": _drawing('<a xlink:href="javascript:x()"><text>x</text></a>'),
        "forbidden: a script in a drawing": _drawing("<script>x()</script>"),
        "forbidden: an animation": _drawing('<g><set attributeName="href" to="javascript:x()"/></g>'),
        "forbidden: paint from elsewhere": _drawing('<path fill="url(https://example.org/x.svg#a)"/>'),
        "forbidden: paint from elsewhere after a line": _drawing(
            '<path fill="&#10;\nurl(https://example.org/)"/>'
        ),
        "forbidden: a style on a path": _drawing('<path style="fill:red"/>'),
        "forbidden: text of the page in a drawing": _drawing("<p>x</p>"),
        "forbidden: a drawing's part outside": f"{FIGURE}<g></g>",
        "forbidden: text in a row": f"<table><tr>x<td>{FIGURE}</td></tr></table>",
        "forbidden: a space by reference in a row": f"<table><tr>&nbsp;<td>{FIGURE}</td></tr></table>",
        "forbidden: a list's part alone": f"{FIGURE}<li>x</li>",
        "forbidden: a heading in a heading": f"{FIGURE}<h2><h3>x</h3></h2>",
        "forbidden: a link in a link's part": f'{FIGURE}<a href="#x"><b><a href="#y">x</a></b></a>',
        "forbidden: a second body": f"{FIGURE}<body></body>",
        "forbidden: a carriage return": f"{FIGURE}\r",
        "forbidden: an end tag with an attribute": FIGURE.replace("</p>", '</p class="x">'),
        "forbidden: a space that is none": FIGURE.replace("<span ", "<span\xa0"),
    }


def heads() -> dict[str, str]:
    """Heads of pages: our own, and what a head may not hold."""
    policy, first = (
        f"default-src 'none'; style-src '{source}'; img-src data:"
        for source in (allowed_style(page_style()), "unsafe-inline")
    )
    return {
        "allowed: a head of ours": '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}"><title>a < b</title>'
        f'<link rel="icon" href="data:,"><style>{page_style()}</style>',
        "forbidden: a style of one's own": r'<style>a > b::after { content: "\00a0[" attr(data-note) "]"; }</style>',
        "forbidden: a style that hides figures": f"<style>{page_style()}.fig {{ display: none }}</style>",
        "forbidden: a style with a space more": f"<style>{page_style()} </style>",
        "forbidden: a second style": f"<style>{page_style()}</style><style>.fig {{ opacity: 0 }}</style>",
        "forbidden: an empty style": "<style></style>",
        "allowed: the policy of the first release": f'<meta http-equiv="Content-Security-Policy" content="{first}">',
        "forbidden: the policy of a style of one's own": '<meta http-equiv="Content-Security-Policy" '
        f'content="{first.replace("unsafe-inline", allowed_style("p { display: none }"))}">',
        "forbidden: another policy": '<meta http-equiv="Content-Security-Policy" content="script-src *">',
        "forbidden: a cookie": '<meta http-equiv="set-cookie" content="light dark">',
        "forbidden: a preload": '<link rel="preload" href="https://example.org/x">',
        "forbidden: an icon from elsewhere": '<link rel="icon" href="https://example.org/x">',
        "forbidden: a style with an address": "<style>p { background: URL(https://example.org/) }</style>",
        "forbidden: a style with an import": '<style>@IMPORT "https://example.org/x.css";</style>',
        "forbidden: a style with an escape": r"<style>p { background: \75rl(https://example.org/) }</style>",
        "forbidden: a style with an image": '<style>p { background: image-set("x" 1x) }</style>',
        "forbidden: a script in the head": "<script></script>",
        "forbidden: text in the head": "x",
        "forbidden: a paragraph in the head": "<p>x</p>",
        "forbidden: a style's end with more": "<style>p {}</style x></style>",
    }
