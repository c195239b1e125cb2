"""Promises: what was promised, demanded or recommended, and what became of it in law, practice and time."""

from collections.abc import Iterator, Mapping

from scrutator.record.nouns.commitments import STATUS_FIELDS, Commitment
from scrutator.site.cells import Drawer
from scrutator.site.claims.evidence import text_of
from scrutator.site.claims.pages import replies_to, speakers
from scrutator.site.page import Page
from scrutator.site.questions import Question
from scrutator.site.sections import sections
from scrutator.site.subject import Subject, commitment_page


def promise_pages(subject: Subject, drawer: Drawer, words: Mapping[str, str]) -> Iterator[Page]:
    """The list of commitments with the findings about them, and a page for every commitment."""
    standing = standings(subject)
    rows = tuple(
        {
            "commitment": one,
            "makers": speakers(subject, drawer, (one.made_by,) if one.made_by else ()),
            "statuses": standing.get(one.id, ()),
        }
        for one in subject.case.commitments
    )
    values = {"rows": rows, "sections": sections(subject, Question.PROMISES, drawer)}
    yield Page(Question.PROMISES.path, Question.PROMISES, words["promises"], "promises.html", values)
    for one in subject.case.commitments:
        yield promise_page(subject, drawer, one)


def standings(subject: Subject) -> dict[str, tuple[tuple[str, str], ...]]:
    """How each commitment stands in the four fields, as the finding about them says, by its id."""
    return {
        str(row["id"]): tuple((field, text_of(row[field])) for field in STATUS_FIELDS if row.get(field))
        for row in subject.rows("ledger.commitments", "standings")
    }


def promise_page(subject: Subject, drawer: Drawer, one: Commitment) -> Page:
    """One commitment: its words, the way from promise to practice, each step with its source."""
    case = subject.case
    measures = sorted(
        (measure for measure in case.measures if measure.commitment == one.id),
        key=lambda measure: (str(measure.date or ""), measure.id),
    )
    norms = {norm.id: norm for norm in case.norms}
    values = {
        "commitment": one,
        "sources": drawer.sources(one.source),
        "makers": speakers(subject, drawer, (one.made_by,) if one.made_by else ()),
        "addressees": speakers(subject, drawer, (one.addressee,) if one.addressee else ()),
        "measures": tuple((measure, drawer.sources(measure.source)) for measure in measures),
        "statuses": tuple(
            (status, drawer.sources(status.source)) for status in case.statuses if status.commitment == one.id
        ),
        "recommendations": tuple(
            (each, drawer.sources(each.source)) for each in case.recommendations if each.commitment == one.id
        ),
        "norms": tuple((norms[each], drawer.sources(norms[each].source)) for each in one.norms or ()),
        "replies": replies_to(subject, "commitment", one.id),
        "names": {actor.id: actor.name for actor in case.actors},
    }
    path = commitment_page(one.id)
    return Page(path, Question.PROMISES, one.text, "promise.html", values, recorded=True)
