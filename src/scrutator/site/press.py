"""The press: a page and its template become bytes in one language; every text is escaped, none is missing."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from scrutator.errors import missing_extra
from scrutator.record.dates import PartialDate
from scrutator.site.cells import Drawer
from scrutator.site.links import anchor, fragment, up_from
from scrutator.site.page import Page
from scrutator.site.questions import Question
from scrutator.site.subject import Subject, asked
from scrutator.statement.document import head_lines, speech_of
from scrutator.statement.numbers import number
from scrutator.words.dates import date_words
from scrutator.words.page import page_words
from scrutator.words.plurals import counted
from scrutator.words.site import LANGUAGES, site_words
from scrutator.words.values import value_word

RIGHT_TO_LEFT = ("ar", "fa", "he", "ur")


def environment(package: str = "scrutator.site") -> Any:
    """The templates of the site. Raises X02 when the extra `report` is not installed."""
    try:
        from jinja2 import Environment, PackageLoader, StrictUndefined
    except ImportError as error:
        raise missing_extra("building a site", "report") from error
    made = Environment(
        loader=PackageLoader(package, "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.filters |= {"anchor": anchor, "fragment": fragment, "json_ld": json_ld, "drawn": drawn}
    return made


def json_ld(value: object) -> Any:
    """Data for machines inside a page: nothing in it can end the element that holds it."""
    from markupsafe import Markup

    text = json.dumps(value, ensure_ascii=False, sort_keys=True)
    for letter in "<>&":
        text = text.replace(letter, f"\\u{ord(letter):04x}")
    return Markup(text)


def drawn(svg: str) -> Any:
    """A drawing of ours as it is: the only text that is not escaped."""
    from markupsafe import Markup

    return Markup(svg)


@dataclass(frozen=True)
class Press:
    """Prints the pages of one case in one language."""

    subject: Subject
    language: str

    @cached_property
    def words(self) -> Mapping[str, str]:
        return site_words(self.language)

    @cached_property
    def drawer(self) -> Drawer:
        locators = {source.id: source.locator for source in self.subject.case.sources}
        subject = self.subject
        return Drawer(
            speech_of(subject.case, self.language),
            locators,
            subject.places_of_propositions,
            subject.pages_of_commitments,
        )

    @cached_property
    def _environment(self) -> Any:
        made, language = environment(), self.language
        made.filters |= {
            "counted": lambda count, noun: counted(count, noun, language, number(count, 0, language)),
            "number": lambda count: number(count, 0, language),
            "date": self.date,
            "spoken": self.spoken,
            "in_words": lambda text: self.drawer.speech.words(str(text)),
            "tongued": self.tongued,
            "got": lambda text: self.drawer.speech.say(f"obtained {text}") or text,
            "word": lambda text: value_word(str(text).replace("_", " "), language),
        }
        made.globals |= {
            "w": self.words,
            "language": language,
            "direction": "rtl" if language in RIGHT_TO_LEFT else "ltr",
            "case": self.subject.case,
            "heads": self._heads(),
            "release": self.subject.release,
            "questions": asked(self.subject),
            "Question": Question,
            "languages": [(one, site_words(one)["this_language"]) for one in LANGUAGES],
            "attested": page_words(self.language)["attested_long"],
            "said": self._said(),
        }
        return made

    def _heads(self) -> tuple[str, str, str]:
        """Title, subtitle and publisher as the statement in the language has them, or else the record."""
        header, document = self.subject.case.header, self.subject.documents.get(self.language)
        if document is None:
            return header.title, header.subtitle or "", header.publisher
        return head_lines(self.subject.case, document)

    def _said(self) -> str:
        """The attribute of texts of the record, where the page has another language."""
        own = self.subject.case.header.language
        return "" if own == self.language else f" lang={own}"

    def spoken(self, text: object) -> Any:
        """What a finding says, in the language where that is known; else marked as another's."""
        return self.tongued(self.drawer.speech.words(str(text)))

    def tongued(self, text: object) -> Any:
        """A text that may be of the language of the record, marked when it is."""
        from markupsafe import Markup, escape

        tongue = self.drawer.speech.tongue(str(text))
        return Markup(f'<span lang="{tongue}">{escape(str(text))}</span>') if tongue else escape(str(text))

    def date(self, day: PartialDate | None) -> str:
        """A date of the record in the language."""
        return date_words(day.year, day.month, day.day, self.language) if day else ""

    def printed(self, page: Page) -> bytes:
        """The page's bytes."""
        template = self._environment.get_template(page.template)
        text: str = template.render(page=page, up=up_from(page.path), **page.values)
        return text.encode()
