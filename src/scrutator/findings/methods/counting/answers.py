"""Methods on what observers answered, and on what became of their reports."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from scrutator.errors import ScrutatorError
from scrutator.findings.context import Context
from scrutator.findings.method import Method, ParameterKind
from scrutator.findings.methods.counting.files import rows_of
from scrutator.findings.model import Figure, Interval, Outcome, Row, Table
from scrutator.record.case import Case
from scrutator.record.unknown import Missing, Unknown
from scrutator.words.norms import norm_catalogue

if TYPE_CHECKING:
    from scrutator.counting.visits.answers import AnsweredVisit, AskedQuestion, Tally

CAVEATS = (
    "A share of visits is a fact about the visits, not about all stations.",
    "“Not observed” is no answer: it is counted beside the denominator, never as a no.",
    "Selections and phases are never added up.",
)
ALL_PLACES = "all"


@dataclass(frozen=True)
class Answered:
    """The questions of one form in the case's language, its visits, and the answers by question and visit."""

    questions: Sequence["AskedQuestion"]
    rows: Mapping[str, Mapping[str, str]]
    visits: Sequence["AnsweredVisit"]
    given: Mapping[str, Mapping[int, str | None]]


def split_cell(text: str) -> tuple[str, ...]:
    """The values of a cell that holds several."""
    return tuple(part.strip() for part in text.split(";") if part.strip())


def read_answers(context: Context) -> Answered:
    """The form that is asked about. Raises N03 for what is missing or does not fit together."""
    case, form = context.case, str(context.parameters.get("form", ""))
    rows = _question_rows(case, form)
    if not rows:
        forms = sorted({row["form"] for row in rows_of(case, "questions")})
        remedy = f"Write `form = …` with one of: {', '.join(forms)}."
        raise ScrutatorError(
            "N03", f"questions.csv has no form '{form}'", where="findings.toml", remedy=remedy
        )
    if context.parameters.get("by", "place") != "place":
        raise ScrutatorError("N03", "answers are broken down by place alone", where="findings.toml, by")
    only = context.parameters.get("questions")
    wanted = [str(name) for name in only] if isinstance(only, list) else list(rows)
    for name in wanted:
        if name not in rows:
            raise ScrutatorError("N03", f"the form '{form}' has no question '{name}'", where="findings.toml")
    asked = [
        asked_question(form, name, row)
        for name, row in rows.items()
        if name in wanted and row.get("choices") and not row.get("withheld") and not row.get("group")
    ]
    if not asked:
        raise ScrutatorError("N03", f"no question of the form '{form}' has choices to count")
    visits, places = visits_of(case)
    return Answered(asked, rows, visits, _given(case, visits, places, rows, asked))


def asked_question(form: str, name: str, row: Mapping[str, str]) -> "AskedQuestion":
    """A question as its row of questions.csv says."""
    from scrutator.counting.visits.answers import AskedQuestion

    return AskedQuestion(
        *(form, name, split_cell(row["choices"]), frozenset(split_cell(row.get("problem", "")))),
        frozenset(split_cell(row.get("apart", ""))),
        row.get("denominator", ""),
        frozenset(split_cell(row.get("versions", ""))),
    )


def _question_rows(case: Case, form: str) -> dict[str, dict[str, str]]:
    """The rows of one form by question, in the case's language, else in the first there is."""
    found: dict[str, dict[str, str]] = {}
    for row in rows_of(case, "questions", ("choices",)):
        if row["form"] == form and (row["question"] not in found or row["language"] == case.header.language):
            found[row["question"]] = row
    return found


def visits_of(case: Case) -> tuple[list["AnsweredVisit"], dict[str, int]]:
    """Every visit, and its place in the list by its id."""
    from scrutator.counting.visits.answers import AnsweredVisit
    from scrutator.counting.visits.observation import Selection

    visits: list[AnsweredVisit] = []
    places: dict[str, int] = {}
    for row in rows_of(case, "visits", ("visit", "form")):
        if not row["visit"] or row["visit"] in places:
            raise ScrutatorError(
                "N03", "a visit has no id of its own", where=f"visits.csv, '{row['visit'][:40]}'"
            )
        places[row["visit"]] = len(visits)
        weight = Fraction(row["weight"]) if row.get("weight") else None
        visits.append(
            AnsweredVisit(
                *(row["form"], row.get("version", ""), row["station"], row["team"]),
                *(Selection(row["selection"]), row.get("cell", ""), weight, row.get("stratum", "")),
            )
        )
    return visits, places


def _given(
    case: Case,
    visits: Sequence["AnsweredVisit"],
    places: Mapping[str, int],
    rows: Mapping[str, Mapping[str, str]],
    asked: Sequence["AskedQuestion"],
) -> dict[str, dict[int, str | None]]:
    """The answers of this form by question and place of the visit. Raises N03 for one that fits no choice."""
    if "answers" not in case.columns:
        raise ScrutatorError("N03", "the case has no answers.csv")
    form = asked[0].form
    choices = {question.name: frozenset(question.choices) for question in asked}
    given: dict[str, dict[int, str | None]] = defaultdict(dict)
    table = case.columns["answers"]
    columns = [table[name].row_texts() for name in ("visit", "question", "value", "missing")]
    for visit, question, value, missing in zip(*columns, strict=True):
        place = places[visit]
        if visits[place].form != form:
            continue
        if question not in rows:
            raise ScrutatorError(
                "N03", f"the form '{form}' has no question '{question}'", where="answers.csv"
            )
        if question in choices:
            if not choices[question].issuperset(split_cell(value)):
                what = f"'{value[:40]}' is none of the choices of {form}/{question}"
                raise ScrutatorError("N03", what, where=f"answers.csv, visit {visit}")
            given[question][place] = None if missing == "not relevant" else ";".join(split_cell(value))
    return given


def run_answers(context: Context) -> Outcome:
    """What observers answered to the questions of one form, with honest denominators."""
    from scrutator.counting.visits.answers import sample_of, tally

    answered = read_answers(context)
    form = answered.questions[0].form
    frame = len(context.case.columns["frame"]) if "frame" in context.case.columns else None
    sample = sample_of(answered.visits, form, frame)
    by_place = context.parameters.get("by", "") == "place"
    figures: list[Figure] = []
    rows: list[Row] = []
    values: list[Row] = []
    tallies: list[Tally] = []
    for question in answered.questions:
        given = answered.given.get(question.name, {})
        for one in tally(question, answered.visits, given, by_place=by_place):
            interval = _limits(one, answered, given, sample)
            figures += _figures(one, interval)
            rows.append(_row(one, answered.rows[question.name]["text"], interval))
            values += _value_rows(one, answered.rows[question.name])
            tallies.append(one)
    visits = sum(visit.form == form for visit in answered.visits)
    tables = (
        Table("answers", f"What observers answered: {form}", _COLUMNS, tuple(rows), note=_note(sample)),
        Table(
            "values", "Every answer", ("question", "selection", "place", "answer", "visits"), tuple(values)
        ),
        Table(
            "norms", "The norms that the questions bear on", _NORM_COLUMNS, tuple(_norms(answered, tallies))
        ),
    )
    figures.insert(0, Figure("visits_of_form", visits, "visits"))
    return Outcome(f"{visits} visits with the form {form}", tuple(figures), tables, CAVEATS)


def _limits(
    one: "Tally", answered: Answered, given: Mapping[int, str | None], sample: tuple[int, int] | str
) -> Interval | str:
    """Limits for all stations where the sample allows them, else why there are none."""
    from scrutator.counting.visits.answers import drawn_stations
    from scrutator.counting.visits.exact_limits import station_limits
    from scrutator.counting.visits.observation import Selection

    if one.selection is not Selection.PROBABILITY:
        return f"{one.selection.value}: the visits say nothing certain of other stations"
    if isinstance(sample, str) or one.place or not one.question.problem:
        return (
            sample if isinstance(sample, str) else "limits are for all stations and questions with a problem"
        )
    drawn, stations = sample
    found = drawn_stations(one.question, answered.visits, given)
    cases = sum(said is True for said in found.values())
    unknown = drawn - len(found) + sum(said is None for said in found.values())
    low, high = station_limits(cases, unknown, drawn, stations)
    kind = (
        f"exact 95 %, of {stations} stations; {unknown} of {drawn} drawn ones were not answered for and count"
        " as without the problem below and with it above"
    )
    return Interval(Fraction(100 * low, stations), Fraction(100 * high, stations), kind)


def _figures(one: "Tally", limits: Interval | str) -> Iterator[Figure]:
    from scrutator.counting.visits.answers import Class

    at = {"question": one.question.name, "selection": one.selection.value, "place": one.place or ALL_PLACES}
    share, base = one.share, one.question.denominator or "answered"
    value = 100 * share if isinstance(share, Fraction) else Unknown(Missing.NOT_APPLICABLE, share)
    is_share = isinstance(share, Fraction)
    yield Figure(
        *("share", value, "%", at),
        numerator=one.numerator if is_share else None,
        denominator=one.denominator if is_share else None,
        note=f"of {base}",
    )
    if isinstance(limits, Interval):
        middle = f"between {limits.low} and {limits.high}"
        yield Figure("of_stations_low", limits.low, "%", at, limits, note=middle)
        yield Figure("of_stations_high", limits.high, "%", at, limits, note=middle)
    yield Figure("visits", one.visits, "visits", at)
    yield Figure("answered", one.denominator, "stations" if base == "stations" else "visits", at)
    yield Figure("problem", one.numerator, "stations" if base == "stations" else "visits", at)
    for kind in (
        Class.NOT_OBSERVED,
        Class.NOT_ANSWERED,
        Class.NOT_RELEVANT,
        Class.APART,
        Class.NOT_IN_VERSION,
    ):
        yield Figure(kind.name.lower(), one.counts[kind], "visits", at)
    yield Figure("conflicting", one.conflicting, "stations", at)


_COLUMNS = (
    *("question", "who chose the stations", "place", "with the problem", "of", "what it is a share of"),
    *("%", "not observed", "not answered", "case did not arise", "not in that version", "for all stations"),
)
_NORM_COLUMNS = ("norm", "content", "question", "who chose the stations", "with the problem", "of")


def _row(one: "Tally", text: str, limits: Interval | str) -> Row:
    from scrutator.counting.visits.answers import Class

    counts, share = one.counts, one.share
    has_problem = bool(one.question.problem)
    shown = (
        f"{float(limits.low):.1f} to {float(limits.high):.1f} % ({limits.kind})"
        if isinstance(limits, Interval)
        else f"none: {limits}"
    )
    return (
        *(text, one.selection.value, one.place or ALL_PLACES, one.numerator if has_problem else None),
        *(one.denominator, one.question.denominator or "answered"),
        100 * share if isinstance(share, Fraction) else None,
        *(counts[Class.NOT_OBSERVED], counts[Class.NOT_ANSWERED]),
        *(counts[Class.NOT_RELEVANT] + counts[Class.APART], counts[Class.NOT_IN_VERSION], shown),
    )


def _value_rows(one: "Tally", row: Mapping[str, str]) -> Iterator[Row]:
    words = split_cell(row.get("words", ""))
    names = dict(zip(one.question.choices, words, strict=True)) if len(words) == len(one.values) else {}
    for value, visits in one.values.items():
        yield row["text"], one.selection.value, one.place or ALL_PLACES, names.get(value, value), visits


def _norms(answered: Answered, tallies: Sequence["Tally"]) -> Iterator[Row]:
    """Every norm a question bears on, with what was seen; norms of the case before those of the catalogue."""
    catalogue = norm_catalogue()
    found: list[Row] = []
    for one in tallies:
        for norm in split_cell(answered.rows[one.question.name].get("norms", "")):
            if not one.place and one.question.problem:
                content = catalogue[norm].text if norm in catalogue else ""
                text = answered.rows[one.question.name]["text"]
                found.append((norm, content, text, one.selection.value, one.numerator, one.denominator))
    yield from sorted(found, key=lambda row: str(row[0]))


def _note(sample: tuple[int, int] | str) -> str:
    return "" if isinstance(sample, tuple) else f"No limits for all stations: {sample}."


def read_reception(context: Context) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    """What came in, and what became of it. Raises N03."""
    return rows_of(context.case, "received"), rows_of(context.case, "reception")


def run_reception(context: Context) -> Outcome:
    """How many reports came in, by form, and what became of them."""
    received, reception = read_reception(context)
    figures = [Figure("received", int(row["reports"]), "reports", {"form": row["form"]}) for row in received]
    counted: dict[tuple[str, str], int] = defaultdict(int)
    for row in reception:
        counted[row["form"], row["outcome"]] += int(row["reports"])
    figures += [
        Figure("became", counted[row["form"], outcome], "reports", {"form": row["form"], "outcome": outcome})
        for row in received
        for outcome in ("published", "duplicate", "quarantined", "withheld")
    ]
    total = sum(int(row["reports"]) for row in received)
    shown = sum(number for (_, outcome), number in counted.items() if outcome == "published")
    figures += [Figure("all_received", total, "reports"), Figure("all_published", shown, "reports")]
    rows = tuple((row["form"], row["outcome"], row["reason"], int(row["reports"])) for row in reception)
    table = Table("reception", "What became of every report", ("form", "outcome", "why", "reports"), rows)
    caveat = (
        "This sum does not show that the log left nothing out: anyone who has a receipt or an earlier "
        "checkpoint can compare it with the log."
    )
    return Outcome(f"{total} reports came in, {shown} are shown", tuple(figures), (table,), (caveat,))


ANSWERS = Method(
    id="observation.answers",
    version="1",
    question="What did observers answer, of how many visits, and what follows for all stations?",
    run=run_answers,
    prepare=read_answers,
    reads=("questions.csv", "visits.csv", "answers.csv", "frame.csv"),
    parameters={
        "form": "the form whose questions are counted",
        "questions": "the questions (default: all that have choices and are shown)",
        "by": 'write "place" for a row for each cell of visits.csv beside the one for all',
    },
    kinds={"questions": ParameterKind.TEXTS},
)
RECEPTION = Method(
    id="observation.reception",
    version="1",
    question="How many reports came in, and what became of each?",
    run=run_reception,
    prepare=read_reception,
    reads=("received.csv", "reception.csv"),
)
