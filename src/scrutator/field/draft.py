"""The first draft of a mission's statement and the findings it quotes: every number in it is a cell."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from scrutator.words.mission import form_name, mission_words

RECEPTION, COVERAGE, INCIDENTS, ENTRIES = "reception", "coverage", "incidents", "_entries"


@dataclass(frozen=True)
class Draft:
    """What a publication has to speak of: forms that have visits, with their titles; those of them with
    answers to count, and with entries of groups that repeat; whether there are incidents, and duties."""

    titles: Sequence[tuple[str, str]]
    counted: Collection[str]
    repeating: Collection[str] = ()
    incidents: bool = False
    coverage: bool = False


def findings_text(draft: Draft) -> str:
    """`findings.toml`: what became of the reports, what was expected, the answers to each form, incidents."""
    return "\n".join(_findings(draft))


def _findings(draft: Draft) -> Iterator[str]:
    yield _finding(RECEPTION, "reception")
    if draft.coverage:
        yield _finding(COVERAGE, "coverage")
    for form, _ in draft.titles:
        if form in draft.counted:
            yield _finding(form, "answers", form)
        if form in draft.repeating:
            yield _finding(form + ENTRIES, "entries", form)
    if draft.incidents:
        yield _finding(INCIDENTS, "incidents")


def _finding(name: str, method: str, form: str = "") -> str:
    text = f'[[finding]]\nid = "{name}"\nmethod = "observation.{method}"\n'
    return text + (f'[finding.parameters]\nform = "{form}"\n' if form else "")


def statement_text(language: str, draft: Draft) -> str:
    """The statement in one language, for a person to finish."""
    words = mission_words(language)
    received = words["received"].format(
        received=_figure(RECEPTION, "all_received"), published=_figure(RECEPTION, "all_published")
    )
    parts = [
        f"## {words['conclusions']}",
        words["write"],
        f"## {words['reports']}",
        received,
        _table(RECEPTION),
    ]
    if draft.coverage:
        parts += [words["coverage"], _table(COVERAGE, "coverage")]
    for form, title in draft.titles:
        parts += [f"## {form_name(form, language, title)}", *_of_form(form, draft, words)]
    if draft.incidents:
        counted = words["incidents"].format(incidents=_figure(INCIDENTS, "events"))
        parts += [counted, _table(INCIDENTS, "incidents")]
    return "\n\n".join(parts) + "\n"


def _of_form(form: str, draft: Draft, words: Mapping[str, str]) -> Iterator[str]:
    if form in draft.counted:
        yield words["visits"].format(visits=_figure(form, "visits_of_form"))
        yield _table(form, "answers")
    if form in draft.repeating:
        yield words["entries"]
        yield _table(form + ENTRIES, "entries")
    if form in draft.counted:
        yield words["norms"]
        yield _table(form, "norms")


def _figure(finding: str, name: str) -> str:
    return f'{{{{ figure("{finding}/{name}") }}}}'


def _table(finding: str, name: str = RECEPTION) -> str:
    return f'{{{{ table("{finding}/{name}") }}}}'
