"""Pages of a statement, signed by the true key."""

from verify_page.cases import FIGURE, Case, content, page, signed, with_page
from verify_page.corpus_parts.markup import allowed, forbidden, heads
from verify_page.forge import canonical


def pages() -> dict[str, Case]:
    """Pages of a statement, signed by the true key."""
    bodies = {
        "the figure in bold": FIGURE.replace("40.5 %", "<b>40.5</b> %"),
        "a reference in the figure": FIGURE.replace("%", "&#37;"),
        "a named reference in the figure": FIGURE.replace("%", "&percnt;"),
        "another figure": FIGURE.replace("40", "41"),
        "no figure": "<p>x</p>",
        "the figure twice": FIGURE * 2,
        "an unknown figure": FIGURE + FIGURE.replace("a/b", "a/c"),
        "a figure never closed": '<p><span data-figure="a/b">40.5 %</p>',
        "a paragraph never closed": FIGURE + "<p>x",
        "an end tag too many": FIGURE + "</div>",
        "elements crossed": FIGURE + "<b><i>x</b></i>",
        "a hidden figure": FIGURE.replace("<span", "<span hidden"),
        "a figure in a hidden element": f"<div hidden>{FIGURE}</div>",
        "a hidden part": FIGURE.replace("%", "%<i hidden>x</i>"),
        "a figure in a template": f"<template>{FIGURE}</template>",
        "a figure in noscript": f"<noscript>{FIGURE}</noscript>",
        "a figure in a comment": f"<!-- {FIGURE} -->",
        "a figure in details": f"<details><summary>s</summary>{FIGURE}</details>",
        "a figure in open details": f"<details open><summary>s</summary>{FIGURE}</details>",
        "a figure in a dialog": f"<dialog>{FIGURE}</dialog>",
        "a figure in canvas": f"<canvas>{FIGURE}</canvas>",
        "a figure in object": f"<object>{FIGURE}</object>",
        "a comment ended by --!>": f"<!-- x --!>{FIGURE}<!-- -->",
        "a comment ended at once": f"<!-->{FIGURE}<!-- -->",
        "a comment with two dashes": f"<!-- a -- b -->{FIGURE}",
        "a script": f"{FIGURE}<script>1</script>",
        "a script that escapes": f"{FIGURE}<script><!--<script></script>--></script>",
        "an event handler": FIGURE.replace("<span", '<span onclick="x()"'),
        "a style element": f"<style>p {{ color: red }}</style>{FIGURE}",
        "a style element with a style": f'<style style="x">p {{}}</style>{FIGURE}',
        "a style attribute": FIGURE.replace("<span", '<span style="color:red"'),
        "a drawing": FIGURE + '<svg xmlns="http://www.w3.org/2000/svg"><g><path d="M0 0"/></g></svg>',
        "a style in a drawing": FIGURE + "<svg><style>x</style></svg>",
        "a title in a drawing": FIGURE + "<svg><title>x</title></svg>",
        "a foreign object": FIGURE + "<svg><foreignObject><p>x</p></foreignObject></svg>",
        "a table with text between": f"<table>{FIGURE}<tr><td>x</td></tr></table>",
        "a block in a paragraph": '<p><span data-figure="a/b"><div>40.5 %</div></span></p>',
        "a link in a link": f'<a href="#x">{FIGURE}<a href="#y">x</a></a>',
        "an iframe": f'{FIGURE}<iframe src="x"></iframe>',
        "an image": f'{FIGURE}<img src="charts/x.svg" alt="">',
        "an image from elsewhere": f'{FIGURE}<img src="https://example.org/x.png" alt="">',
        "a form": f"{FIGURE}<form><input></form>",
        "a javascript link": f'{FIGURE}<a href="javascript:x()">x</a>',
        "a link elsewhere": f'{FIGURE}<a href="https://example.org/">x</a>',
        "a bare sign": f"{FIGURE}<p>a < b</p>",
        "a bare ampersand": f"{FIGURE}<p>a & b</p>",
        "a simple value": FIGURE.replace('"a/b"', "a/b"),
        "a simple value without a slash": f"{FIGURE}<ol start=1><li>x</li></ol>",
        "an attribute twice": FIGURE.replace("<span", '<span class="a" class="b"'),
        "a void element that closes itself": f"{FIGURE}<br/>",
        "a paragraph that closes itself": f"{FIGURE}<p/>",
        "a custom element": f"{FIGURE}<x-y>x</x-y>",
        "an unknown element": f"{FIGURE}<blink>x</blink>",
        "capitals": FIGURE.replace("span", "SPAN"),
        "aria-hidden": FIGURE.replace("<span", '<span aria-hidden="true"'),
        "inert": FIGURE.replace("<span", "<span inert"),
        "an unknown attribute": FIGURE.replace("<span", '<span foo="x"'),
        "a null character": f"{FIGURE}\0",
        "500 elements open": FIGURE + "<b>" * 498 + "x" + "</b>" * 498,
        "501 elements open": FIGURE + "<b>" * 499 + "x" + "</b>" * 499,
        "a figure in a figure": FIGURE.replace("40.5 %", '<span data-figure="a/b">40.5 %</span>'),
        "spaces around a figure": FIGURE.replace("40.5 %", " 40.5 % "),
        "plaintext": f"{FIGURE}<plaintext>",
        "a comment begun in a drawing's style": f"<svg><style><!--</style>{FIGURE}--></svg>",
        "a figure after a script that escapes": f"<script><!--<script></script>{FIGURE}<!-- --></script>",
        "a figure's id twice": FIGURE.replace("data-figure", 'data-figure="a/b" data-figure').replace(
            '"a/b">', '"a/c">'
        ),
        "a figure's id twice, the wrong one first": FIGURE.replace(
            "data-figure", 'data-figure="a/c" data-figure'
        ),
        "a figure after plaintext": f"<plaintext>{FIGURE}",
        "a figure in a cell": f"<table><tr><td>{FIGURE}</td></tr></table>",
        "a figure in xmp": f"<xmp>{FIGURE}</xmp>",
        "a figure in an iframe": f"<iframe>{FIGURE}</iframe>",
        "a figure in video": f"<video>{FIGURE}</video>",
        "a figure in svg": '<svg><text data-figure="a/b">40.5 %</text></svg>',
        "a figure in svg defs": '<svg><defs><text data-figure="a/b">40.5 %</text></defs></svg>',
        "a figure in a textarea": f"<textarea>{FIGURE}</textarea>",
        "a figure out of a table": '<table><tr><span data-figure="a/b"><td>40.5 %</td></span></tr></table>',
        "a select": f"<select><option>{FIGURE}</option></select>",
    }
    cases = {f"page: {name}": with_page(body) for name, body in (bodies | allowed() | forbidden()).items()}
    plain = content()
    del plain["figures.json"], plain["statement.en.html"]
    cases |= {f"page: {name}": with_page(FIGURE, head=head) for name, head in heads().items()}
    return cases | {
        "page: a meta refresh": with_page(
            FIGURE, head='<meta http-equiv="refresh" content="0;url=https://example.org/">'
        ),
        "page: a base": with_page(FIGURE, head='<base href="https://example.org/">'),
        "page: a style sheet elsewhere": with_page(
            FIGURE, head='<link rel="stylesheet" href="https://example.org/x.css">'
        ),
        "page: not UTF-8": signed({**content(), "statement.en.html": page(FIGURE) + b"\xff"}),
        "page: in another language": signed({**content(), "statement.ru.html": page("<p>x</p>")}),
        "page: no page": signed({**plain, "figures.json": content()["figures.json"]}),
        "page: no figures": signed({**plain, "statement.en.html": page("<p>x</p>")}),
        "page: a figure without figures.json": signed({**plain, "statement.en.html": page(FIGURE)}),
        "page: neither": signed(plain),
        "page: further down": signed({**content(), "old/statement.en.html": page("<p>x")}),
        "page: an index": signed({**content(), "index.html": page("<p>x")}),
        "figures: a list": signed({**content(), "figures.json": b"[]"}),
        "figures: a number": signed({**content(), "figures.json": b'{"a/b":{"text":{"en":1}}}'}),
        "figures: a language not printed": signed(
            {**content(), "figures.json": canonical({"a/b": {"text": {"en": "40.5 %", "ru": "x"}}})}
        ),
    }
