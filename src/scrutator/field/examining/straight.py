"""Reports with one answer to all questions that offer the same choices, be it good or bad."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence

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
    found = []
    chances = straight_chances({who: [is_so for _, is_so in seen] for who, seen in looked.items()})
    for observer in sorted({one.observer for one in reports}):
        named = tuple(sorted(report for report, is_so in looked[observer] if is_so))
        of = len(looked[observer])
        found.append(Evidence(observer, Kind.STRAIGHT, len(named), of, named, chances.get(observer)))
    return tuple(found)


def straight_chances(looked: Mapping[str, Sequence[bool]]) -> dict[str, float]:
    """The chance of as many straight reports, for each observer (or team) of whom at least three were looked
    at; the others are left out."""
    counts = {who: (sum(seen), len(seen)) for who, seen in looked.items()}
    rate = usual_rate(counts, LEAST_RATE)
    return {who: as_many(yes, of, rate) for who, (yes, of) in counts.items() if of >= LEAST_REPORTS}


def straight_lined(one: Filed) -> bool | None:
    """Does this report give one answer to all the questions that have the same choices, problem or not?
    None: it answers too few of them."""
    said = []
    for question in one.form.questions:
        answer = one.answers.get(question.name, "")
        values = tuple(choice.value for choice in question.choices)
        if question.kind is AnswerKind.CHOICE and answer in values and not question.repeats:
            said.append((values, answer, answer in question.problem))
    return is_straight(said)


def is_straight(said: Iterable[tuple[Hashable, str, bool]]) -> bool | None:
    """The same of answers: the choices that the question has, the one that was taken, whether it is a
    problem."""
    by_choices: dict[Hashable, list[tuple[str, bool]]] = defaultdict(list)
    for choices, answer, is_problem in said:
        by_choices[choices].append((answer, is_problem))
    most = max(by_choices.values(), key=len, default=[])
    if len(most) < LEAST_ANSWERS:
        return None
    problems = sum(is_problem for _, is_problem in most)
    mixed = problems >= LEAST_OF_EACH and len(most) - problems >= LEAST_OF_EACH
    return mixed and len({answer for answer, _ in most}) == 1
