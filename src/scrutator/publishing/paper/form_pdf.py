"""A form on paper as a PDF: typst with our own font, the same bytes on every computer."""

import tempfile
from pathlib import Path

from scrutator.errors import ScrutatorError, missing_extra
from scrutator.field.paper.paper import Paper, PaperLine
from scrutator.field.questions import AnswerKind
from scrutator.statement.fonts.font import FAMILY, FOLDER, undrawable
from scrutator.statement.pdf import plain
from scrutator.statement.pdf_tables import quoted
from scrutator.words.paper import paper_words

_KINDS = {
    AnswerKind.CHOICE: "one",
    AnswerKind.CHOICES: "several",
    AnswerKind.PLACE: "station",
    AnswerKind.COUNT: "whole",
    AnswerKind.NUMBER: "number",
    AnswerKind.RANGE: "number",
    AnswerKind.READ: "read",
    AnswerKind.TEXT: "text",
    AnswerKind.MOMENT: "moment",
    AnswerKind.DATE: "date",
    AnswerKind.TIME: "time",
    AnswerKind.PHOTO: "photo",
    AnswerKind.NOTE: "note",
}
_PREAMBLE = """
#set document(title: {title}, date: none)
#set page(paper: "a4", margin: (x: 16mm, y: 16mm), footer: context text(7pt,
  [{foot} #h(1fr) #counter(page).display("1 / 1", both: true)]))
#set text(font: "{font}", size: 9.5pt, lang: {language}, hyphenate: false, ligatures: false)
#set par(leading: 0.55em)
#show heading: set block(above: 0pt, below: 6pt)
#let tick = box(width: 3.2mm, height: 3.2mm, stroke: 0.6pt, baseline: 0.4mm)
#let line-box(width) = box(width: width, height: 7mm, stroke: 0.6pt, baseline: 2mm)
#let ask(number, body) = block(breakable: false, above: 5pt, below: 5pt, width: 100%,
  stroke: (bottom: 0.3pt + luma(150)), inset: (bottom: 4pt),
  grid(columns: (9mm, 1fr), strong(number), body))
"""


def paper_pdf(paper: Paper, prefix: str = "") -> bytes:
    """The PDF of a form on paper, PDF/UA-1; `prefix` is what its SMS begins with. Raises X02 without the
    extra `report`, T07 for letters that the font lacks."""
    source = typst_source(paper, prefix)
    lacking = undrawable(source)
    if lacking:
        raise ScrutatorError("T07", f"the font lacks {', '.join(lacking[:5])} of the form’s texts")
    try:
        import typst
    except ImportError as error:
        raise missing_extra("setting a PDF", "report") from error
    with tempfile.TemporaryDirectory() as folder:
        main = Path(folder) / "form.typ"
        main.write_text(source, encoding="utf-8")
        try:
            done = typst.compile(
                str(main),
                root=folder,
                ignore_system_fonts=True,
                font_paths=[str(FOLDER)],
                format="pdf",
                pdf_standards=["ua-1"],
            )
        except RuntimeError as error:
            raise ScrutatorError("T05", f"the PDF cannot be set: {error}") from error
    return bytes(done)


def typst_source(paper: Paper, prefix: str) -> str:
    """The whole typst document."""
    words = paper_words(paper.language)
    version = words["version"].format(form=paper.form_id, version=paper.version)
    parts = [
        _PREAMBLE.format(
            title=quoted(paper.title),
            foot=plain(f"{version} · {paper.md5[:12]}"),
            font=FAMILY,
            language=quoted(paper.language),
        ),
        f"= {plain(paper.title)}\n",
        f"#block[{plain(version)} {plain('· ' + words['sms'].format(prefix=prefix)) if prefix else ''}]",
        f"#block[{plain(words['names'])} {plain(words['left'])}]",
        f"#block[{plain(words['observer'])}: #line-box(50mm)]",
        *(_line(line, paper.language) for line in paper.lines),
        f"#v(4mm)\n#block[{plain(words['keyed'])}: #line-box(55mm)]",
        f"#block[{plain(words['checked'])}: #line-box(55mm)]",
    ]
    return "\n".join(parts) + "\n"


def _line(line: PaperLine, language: str) -> str:
    words = paper_words(language)
    about = [words[_KINDS[line.kind]], words["needed"] if line.needed else "", line.tag]
    small = " · ".join(part for part in about if part)
    body = [f"{plain(line.label)} #h(1fr) #text(7.5pt, fill: luma(70), {quoted(small)})"]
    for text in (line.hint, line.limits):
        body += [f"#text(8pt, {quoted(text)})"] if text else []
    if line.condition:
        body.insert(0, f'#text(8pt, style: "normal", {quoted(words["only"] + " " + line.condition)})')
    body += _answer(line)
    return f"#ask({quoted(line.number)}, [{' #linebreak() '.join(body)}])"


def _answer(line: PaperLine) -> list[str]:
    """Where the answer is written; choices have the numbers that an SMS uses."""
    if line.options:
        ticks = (f"box[#tick {plain(f'{n} {option}')}]" for n, option in enumerate(line.options, 1))
        return [" #h(5mm) ".join(f"#{one}" for one in ticks)]
    wide = {
        AnswerKind.NOTE: "",
        AnswerKind.TEXT: "100%",
        AnswerKind.PLACE: "60mm",
        AnswerKind.PHOTO: "",
    }
    width = wide.get(line.kind, "35mm")
    return [f"#line-box({width})"] if width else []
