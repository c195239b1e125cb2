"""A form on paper equals the screen: read from the XForm that phones show, question by question."""

import re
from collections.abc import Iterator
from xml.etree import ElementTree as Tree

import pytest

from scrutator.errors import ScrutatorError
from scrutator.field.forms import bundled
from scrutator.field.paper.paper import paper_of
from scrutator.publishing.paper.form_pdf import paper_pdf, typst_source
from statement.pdf_text import pdf_pages
from support.field_forms import bundled_published
from support.needs import package

NAMES = {"en": "English (en)", "ru": "Русский (ru)", "kk": "Қазақша (kk)"}
ASKED = ("input", "select1", "select", "upload")


def local(tag: str) -> str:
    return tag.rpartition("}")[2]


def screen(xform: bytes, language: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Label and choices of every control, in the order of the body, as a phone shows them."""
    root = Tree.fromstring(xform)  # our own bytes
    texts: dict[str, str] = {}
    lists: dict[str, list[str]] = {}
    for one in root.iter():
        if local(one.tag) == "translation" and one.get("lang") == NAMES[language]:
            texts = {text.get("id", ""): said(text[0]) for text in one}
        elif local(one.tag) == "instance" and one.get("id"):
            items = [leaf.text or "" for item in one.iter() for leaf in item if local(leaf.tag) == "itextId"]
            lists[one.get("id", "")] = items
    for one in root.iter():
        if local(one.tag) in ASKED:
            label = next(child for child in one if local(child.tag) == "label")
            key = re.search(r"jr:itext\('(.+)'\)", label.get("ref", ""))[1]  # type: ignore[index]
            sets = [child.get("nodeset", "") for child in one if local(child.tag) == "itemset"]
            used = [re.search(r"instance\('([^']+)'\)", nodes)[1] for nodes in sets]  # type: ignore[index]
            yield texts[key], tuple(texts[item] for name in used for item in lists.get(name, []))


def said(value: Tree.Element) -> str:
    """A text with its outputs as gaps."""
    return (value.text or "") + "".join(f"[…]{child.tail or ''}" for child in value)


def gaps(text: str) -> str:
    return " ".join(re.sub(r"\[[^]]*\]", "[…]", text).split())


@pytest.mark.parametrize("language", ["en", "ru", "kk"])
@pytest.mark.parametrize("form", bundled())
def test_every_question_and_choice_of_the_screen_is_on_paper_in_its_order(form: str, language: str) -> None:
    published = bundled_published(form)
    paper = paper_of(published, language)
    shown = [(gaps(label), choices) for label, choices in screen(published.xform, language)]
    assert [(gaps(line.label), line.options) for line in paper.lines] == shown
    package("typst")
    pdf = paper_pdf(paper, "QC")
    text = "".join(run.text for page in pdf_pages(pdf) for run in page)
    text, at = re.sub(r"\s", "", text), 0
    for line in paper.lines:
        at = found(text, line.label, at)
        for number, option in enumerate(line.options, 1):
            at = found(text, f"{number} {option}", at)


def found(text: str, part: str, after: int) -> int:
    """Where a part stands behind what came before; it is there."""
    plain = re.sub(r"\s", "", part)
    assert plain in text[after:], part
    return text.index(plain, after) + len(plain)


def test_no_condition_shows_the_machine_s_language() -> None:
    for form in bundled():
        for line in paper_of(bundled_published(form), "ru").lines:
            assert not re.search(r"\$|'|!=|selected\(|[a-z]_[a-z]", line.condition), line.condition
            questions = {q.name: q for q in bundled_published(form).questions}
            assert bool(line.condition) == bool(questions[line.name].relevance)


def test_a_condition_names_the_question_by_its_number_and_the_answer_in_words() -> None:
    paper = paper_of(bundled_published("opening"), "en")
    line = next(line for line in paper.lines if line.name == "o_ballots")
    assert (line.number, line.condition) == ("12", "[3]: not “No” and [11]: “Yes”")
    totals = next(
        one for one in paper_of(bundled_published("quickcount"), "en").lines if one.name == "q_boxes"
    )
    assert totals.condition == "[12] + [13] ≠ [15] + [14]"


def test_the_same_form_gives_the_same_bytes() -> None:
    package("typst")
    paper = paper_of(bundled_published("voters"), "kk")
    assert paper_pdf(paper) == paper_pdf(paper)


def test_form_version_and_hash_of_what_phones_have_stand_on_every_page() -> None:
    published = bundled_published("voters")
    source = typst_source(paper_of(published, "en"), "NV")
    assert f"Form voters, version 1 · {published.md5[:12]}" in source


def test_a_language_that_the_form_lacks_is_refused() -> None:
    with pytest.raises(ScrutatorError, match="D06"):
        paper_of(bundled_published("voters"), "ar")


def test_text_of_a_form_is_never_markup_and_letters_that_the_font_lacks_are_named() -> None:
    from dataclasses import replace

    package("typst")
    paper = paper_of(bundled_published("voters"), "en")
    hostile = replace(
        paper, title='#read("/etc/passwd") $x$ ] = *', lines=(replace(paper.lines[0], label='"; #import'),)
    )
    text = "".join(run.text for page in pdf_pages(paper_pdf(hostile)) for run in page)
    assert '#read("/etc/passwd") $x$ ] = *' in text
    with pytest.raises(ScrutatorError, match="T07"):
        paper_pdf(replace(paper, title="ก"))
