"""The page that `make demo` opens: what to look at, the cases, and how to go on."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

from scrutator.statement.page.html import page_style

TEMPLATE = Path(__file__).with_name("demo.html")
CASE = """<section>
<h2>{title}</h2>
<p>{summary}</p>
<p><a class="open" href="pages/{id}/{language}/index.html">What does the evidence say?</a></p>
<p class="kinds"><a href="{id}/statement.{language}.html">the statement</a> ·
<a href="{id}/statement.{language}.pdf">the PDF</a> ·
<a href="{id}.zip" download>the sealed bundle</a> ·
<a href="{id}/verify.pyz" download>the verifier, which needs nothing but Python</a></p>
</section>"""


@dataclass(frozen=True)
class Built:
    """A case that was built: what its page says about it."""

    id: str
    title: str
    summary: str
    language: str


SERVER = """<li>Enter <a href="{address}">a rehearsed mission</a> as its desk or its coordinator: a server
on this machine that phones sent a day of reports to, with everything that goes wrong on such a day.</li>
<li>On the same server, <a href="{base}law/">turn one rule of a law</a> and see the seats move, or give it
<a href="{base}own/">results of your own by polling station</a>, as a workbook or CSV.</li>
"""
NUMBERS = ("No worked case", "One worked case", "Two worked cases", "Three worked cases", "Four worked cases")


def demo_page(cases: Sequence[Built], folder: str, server: str = "") -> str:
    """The page in the style of the statements, for light and dark and narrow screens. `server` is the address
    of the rehearsed mission, "" without one."""
    sections = [CASE.format(**{name: escape(value) for name, value in vars(case).items()}) for case in cases]
    return TEMPLATE.read_text(encoding="utf-8").format(
        css=page_style(),
        title=NUMBERS[len(cases)] if len(cases) < len(NUMBERS) else f"{len(cases)} worked cases",
        cases="\n".join(sections),
        folder=escape(folder),
        server=_on_server(escape(server)) if server else "",
    )


def _on_server(address: str) -> str:
    """What there is to look at on the server of this demonstration."""
    return SERVER.format(address=address, base=address.removesuffix("demo/"))
