"""What of a report is looked at together: what was asked once, and each entry of a group that repeats."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from scrutator.field.entries import ONCE, Entry, seen_from
from scrutator.field.xlsform import PublishedForm


@dataclass(frozen=True)
class Part:
    """Answers that are looked at together, and the form as far as they see it: `group` is the path of the
    group whose entry they are, "" for what was asked once, None where all answers stand together."""

    group: str | None
    form: PublishedForm
    answers: Mapping[str, str]


def parts_of(entries: Mapping[Entry, Mapping[str, str]], form: PublishedForm) -> tuple[Part, ...]:
    """What was asked once, then each entry of a group that repeats with what stands around it.

    `entries` as `entries_of` gives them.
    """
    seen = {group: _asked_in(form, group) for group, _ in entries}
    ordered = sorted(entries, key=lambda entry: (entry != ONCE, entry))
    return tuple(Part(one[0], seen[one[0]], seen_from(one, entries)) for one in ordered)


def _asked_in(form: PublishedForm, group: str) -> PublishedForm:
    """The form as far as an entry of this group sees it; "": what is asked once."""
    if not any(question.repeats for question in form.questions):
        return form
    asked = (
        one for one in form.questions if not one.repeats or f"{group}/".startswith(f"{one.repeats[-1]}/")
    )
    return replace(form, questions=tuple(asked))
