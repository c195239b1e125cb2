"""Results: the findings about the official numbers, and the way down from the country to the station."""

from collections.abc import Iterator, Mapping

from scrutator.site.cells import Drawer
from scrutator.site.outlines import region_map
from scrutator.site.page import Page
from scrutator.site.places.stations import region_groups, station_pages
from scrutator.site.questions import Question
from scrutator.site.sections import sections
from scrutator.site.subject import Subject


def result_pages(subject: Subject, drawer: Drawer, words: Mapping[str, str]) -> Iterator[Page]:
    """The page of results, and a page for every region when there are results by station."""
    columns, regions = region_groups(subject, drawer)
    values = {
        "sections": sections(subject, Question.RESULTS, drawer),
        "columns": columns,
        "regions": regions,
        "map": region_map(subject.case, {one.name: one.address for one in regions}),
    }
    yield Page(Question.RESULTS.path, Question.RESULTS, words["results"], "results.html", values)
    yield from station_pages(subject, drawer, words)
