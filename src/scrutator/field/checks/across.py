"""Checks across the reports of one station: of several forms, and of two observers on one form.

Nothing is averaged: each pairing is asked for itself, and a flag names the reports it compared.
"""

import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any

from scrutator.errors import ScrutatorError
from scrutator.expressions.evaluation import Value
from scrutator.expressions.types import Type
from scrutator.field.checks.compiling import (
    EARLIER,
    LATER,
    PAIR_TYPES,
    Applied,
    applied,
    asked_once,
    compiled,
    forms_named,
)
from scrutator.field.checks.declared import Check, CheckSet, Scope
from scrutator.field.checks.flags import Flag, FlagKind, Said, in_order
from scrutator.field.checks.within import Failed, failing, flag_of
from scrutator.field.reading.conditions import types_of, values_of
from scrutator.field.xlsform import PublishedForm

MOST_COMPARED = 12
TOO_MANY = "too-many-reports"
Key = tuple[str, ...]
Failing = tuple[str, str]
"""The id of a check, and the question that it is asked of."""


@lru_cache(maxsize=10_000)
def _apart(name: str) -> tuple[str, str]:
    """The report that a name is of, and the question."""
    report, _, question = name.partition(".")
    return report, question


@dataclass(frozen=True)
class Beside(Mapping[str, Value]):
    """The values of reports that are compared: those of the pair itself, and each report's behind its name
    and a dot. There are more than any check asks for, so none is copied."""

    own: Mapping[str, Value]
    reports: Mapping[str, Mapping[str, Value]]

    def __getitem__(self, name: str) -> Value:
        if name in self.own:
            return self.own[name]
        report, question = _apart(name)
        return self.reports[report][question]

    def get(self, name: str, default: Any = None) -> Any:
        """The value of a name, asked for hundreds of thousands of times: without an exception for none."""
        report, question = _apart(name)
        values = self.reports.get(report)
        return (
            self.own.get(name, default)
            if values is None or name in self.own
            else values.get(question, default)
        )

    def __iter__(self) -> Iterator[str]:
        yield from self.own
        for report, values in self.reports.items():
            yield from (f"{report}.{name}" for name in values if f"{report}.{name}" not in self.own)

    def __len__(self) -> int:
        return sum(1 for _ in self)


@dataclass(frozen=True)
class Pairing:
    """Reports of a station that are compared: two of one form, or one of each form that `check` names."""

    station: str
    check: Check | None
    forms: Mapping[str, Said]
    values: Mapping[str, Value]

    @cached_property
    def key(self) -> Key:
        """The same for pairings that are asked the same."""
        of = self.check.id if self.check else ""
        return (of, *(part for one in self.forms.values() for part in _version(one.form)))

    @cached_property
    def reports(self) -> tuple[str, ...]:
        """The reports that it compares."""
        return tuple(sorted(one.report for one in self.forms.values()))


@dataclass
class AcrossChecks:
    """The checks across reports of a set; what was read for a pairing of form versions is kept."""

    checks: CheckSet
    _read: dict[Key, tuple[tuple[Applied, ...], Mapping[str, str]]] = field(default_factory=dict)

    @cached_property
    def across_forms(self) -> tuple[tuple[Check, tuple[str, ...]], ...]:
        """The checks across forms, each with the forms that it names."""
        return tuple((one, forms_named(one)) for one in self.checks.of(Scope.FORMS))

    def asked(self, pairing: Pairing) -> tuple[Sequence[Applied], Mapping[str, str]]:
        """What is asked of a pairing, and the words of its names."""
        key, forms = pairing.key, {name: one.form for name, one in pairing.forms.items()}
        if key not in self._read:
            types, words = _names(forms)
            form = next(iter(forms.values()))
            if pairing.check is None:
                found = _fitting(self._of_observers(form), form, {**types, **PAIR_TYPES})
            else:
                found = _fitting([pairing.check], form, types)
            self._read[key] = (tuple(found), words)
        return self._read[key]

    def _of_observers(self, form: PublishedForm) -> list[Check]:
        pairs = self.checks.of(Scope.OBSERVERS)
        return [one for one in pairs if not one.forms or form.form_id in one.forms]


def _version(form: PublishedForm) -> Key:
    return form.form_id, form.version, form.md5


def _names(forms: Mapping[str, PublishedForm]) -> tuple[dict[str, Type], dict[str, str]]:
    types, words = {}, {}
    for prefix, form in forms.items():
        for name, of in types_of(asked_once(form)).items():
            types[f"{prefix}.{name}"] = of
        for question in form.questions:
            words[f"{prefix}.{question.name}"] = f"{question.labels.get('en', question.name)} [{prefix}]"
    return types, words


def _fitting(asked: Sequence[Check], form: PublishedForm, types: Mapping[str, Type]) -> Iterator[Applied]:
    """The checks that fit; one that does not is named by `idle_checks`."""
    for check in asked:
        try:
            found = (
                list(applied(check, form, types))
                if check.scope is Scope.OBSERVERS
                else [compiled(check, "", {}, types)]
            )
        except ScrutatorError:
            continue
        yield from found


def check_station(reports: Iterable[Said], checks: AcrossChecks) -> tuple[Flag, ...]:
    """Answer: where do the reports of one station contradict each other? See `check_stations`."""
    return check_stations({"": list(reports)}, checks).get("", ())


def check_stations(
    reports: Mapping[str, Sequence[Said]], checks: AcrossChecks
) -> dict[str, tuple[Flag, ...]]:
    """Answer: where do the reports of each station contradict each other? Only those with a flag are there.

    Of each form the last twelve are compared; where there are more, a flag says so. The order in which they
    are given decides nothing.
    """
    flags: dict[str, list[Flag]] = defaultdict(list)
    pairings: dict[Key, list[Pairing]] = defaultdict(list)
    for station, found in reports.items():
        compared = _compared(found, flags[station])
        known = {
            one.report: values_of(one.answers, one.form.questions)
            for of_form in compared.values()
            for one in of_form
        }
        for pairing in (*_pairs(station, compared, known), *_forms(station, compared, known, checks)):
            pairings[pairing.key].append(pairing)
    failed: dict[str, dict[Failing, list[tuple[Pairing, Failed]]]] = defaultdict(lambda: defaultdict(list))
    for same in pairings.values():
        for one in failing(checks.asked(same[0])[0], [pairing.values for pairing in same]):
            pairing = same[one.row]
            failed[pairing.station][one.check.check.id, one.check.question].append((pairing, one))
    for station, found_there in failed.items():
        flags[station] += (_together(found, checks) for found in found_there.values())
    return {station: in_order(found) for station, found in sorted(flags.items()) if found}


def _compared(reports: Iterable[Said], flags: list[Flag]) -> dict[str, list[Said]]:
    """The last reports of each form, in the order of time; a flag where there are more.

    Those of one second stand in the order of their numbers, which is that of their arrival: 9 before 10.
    """
    by_form: dict[str, list[Said]] = defaultdict(list)
    for one in sorted(reports, key=lambda one: (one.at, len(one.report), one.report)):
        by_form[one.form.form_id].append(one)
    for form, found in sorted(by_form.items()):
        if len(found) > MOST_COMPARED:
            words = f"{len(found)} reports of {form}; the last {MOST_COMPARED} are compared"
            flags.append(Flag(FlagKind.SOFT, TOO_MANY, (), words))
    return {form: found[-MOST_COMPARED:] for form, found in by_form.items()}


Known = Mapping[str, Mapping[str, Value]]


def _pairs(station: str, compared: Mapping[str, Sequence[Said]], known: Known) -> Iterator[Pairing]:
    for found in compared.values():
        for first, second in itertools.combinations(found, 2):
            own: dict[str, Value] = {
                "same.team": first.team == second.team,
                "earlier.at": first.at,
                "later.at": second.at,
            }
            values = Beside(own, {EARLIER: known[first.report], LATER: known[second.report]})
            yield Pairing(station, None, {EARLIER: first, LATER: second}, values)


def _forms(
    station: str, compared: Mapping[str, Sequence[Said]], known: Known, checks: AcrossChecks
) -> Iterator[Pairing]:
    for check, named in checks.across_forms:
        if not all(name in compared for name in named):
            continue
        every = itertools.product(*(compared[name] for name in named))
        for reports in itertools.islice(every, MOST_COMPARED**2):
            by_name = dict(zip(named, reports, strict=True))
            values = Beside({}, {name: known[one.report] for name, one in by_name.items()})
            yield Pairing(station, check, by_name, values)


def _together(failed: Sequence[tuple[Pairing, Failed]], checks: AcrossChecks) -> Flag:
    """One flag for a check and its question: of the pairing that differs most, with all the reports."""
    pairing, one = min(failed, key=lambda one: (-(one[1].at_stake or 0), one[0].reports))
    reports = tuple(sorted({report for other, _ in failed for report in other.reports}))
    words = checks.asked(pairing)[1]
    return flag_of(one.check, pairing.values, words, "en", one.at_stake, reports)


def idle_across(checks: CheckSet, forms: Sequence[PublishedForm]) -> tuple[tuple[Check, str], ...]:
    """The checks across reports that fit none of these forms, and why."""
    found = []
    by_id = {one.form_id: one for one in forms}
    for check in checks.of(Scope.FORMS):
        missing = [name for name in forms_named(check) if name not in by_id]
        why = (
            f"there is no form {', '.join(missing)}"
            if missing
            else _why(check, {n: by_id[n] for n in forms_named(check)})
        )
        found += [(check, why)] if why else []
    for check in checks.of(Scope.OBSERVERS):
        meant = [one for one in forms if not check.forms or one.form_id in check.forms]
        reasons = [_why(check, {EARLIER: one, LATER: one}) for one in meant]
        if not meant or all(reasons):
            found.append((check, reasons[0] if reasons else f"there is no form {', '.join(check.forms)}"))
    return tuple(found)


def _why(check: Check, forms: Mapping[str, PublishedForm]) -> str:
    types, _ = _names(forms)
    form = next(iter(forms.values()))
    try:
        if check.scope is Scope.OBSERVERS:
            asked = list(applied(check, form, {**types, **PAIR_TYPES}))
            return "" if asked else "the form has no question of this kind"
        compiled(check, "", {}, types)
    except ScrutatorError as error:
        return error.what
    return ""
