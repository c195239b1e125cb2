"""Reports with one answer to all questions that offer the same choices, be it good or bad."""

from collections import defaultdict
from collections.abc import Sequence

from scrutator.field.checks.visits import Filed
from scrutator.field.examining.evidence import LEAST_REPORTS, Evidence, Kind, as_many, usual_rate
from scrutator.field.questions import AnswerKind

LEAST_ANSWERS = 8
LEAST_OF_EACH = 2  # answers that are a problem, and answers that are none
LEAST_RATE = 0.01


def straight(reports: Sequence[Filed]) -> tuple[Evidence, ...]:
    """Answer: whose reports give one answer throughout, where it is a problem and where it is none?

    Only reports with at least eight answers to questions of the same choices (most often yes and no) are
    looked at. One is straight when these are all the same, and at least two of them are problems and two are
    not: what someone who looked would hardly see. Its rate among observers is taken from their median, at
    least 1 %.
    """
    looked: dict[str, list[tuple[str, bool]]] = defaultdict(list)
    for one in reports:
        is_straight = straight_lined(one)
        if is_straight is not None:
            looked[one.observer].append((one.report, is_straight))
    counts = {who: (sum(yes for _, yes in seen), len(seen)) for who, seen in looked.items()}
    rate = usual_rate(counts, LEAST_RATE)
    found = []
    for observer in sorted({one.observer for one in reports}):
        yes, of = counts.get(observer, (0, 0))
        named = tuple(sorted(report for report, is_so in looked[observer] if is_so))
        chance = as_many(yes, of, rate) if of >= LEAST_REPORTS else None
        found.append(Evidence(observer, Kind.STRAIGHT, yes, of, named, chance))
    return tuple(found)


def straight_lined(one: Filed) -> bool | None:
    """Does this report give one answer to all the questions that have the same choices, problem or not?
    None: it answers too few of them."""
    by_choices: dict[tuple[str, ...], list[tuple[str, bool]]] = defaultdict(list)
    for question in one.form.questions:
        answer = one.answers.get(question.name, "")
        values = tuple(choice.value for choice in question.choices)
        if question.kind is AnswerKind.CHOICE and answer in values and not question.repeats:
            by_choices[values].append((answer, answer in question.problem))
    said = max(by_choices.values(), key=len, default=[])
    if len(said) < LEAST_ANSWERS:
        return None
    problems = sum(is_problem for _, is_problem in said)
    mixed = problems >= LEAST_OF_EACH and len(said) - problems >= LEAST_OF_EACH
    return mixed and len({answer for answer, _ in said}) == 1
