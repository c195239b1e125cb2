"""Checks across the reports of one station: of several forms, and of two observers on one form.

Nothing is averaged: each pairing is asked for itself, and a flag names the reports it compared.
"""

import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from scrutator.errors import ScrutatorError
from scrutator.expressions.evaluation import Value
from scrutator.expressions.types import Type
from scrutator.field.checks.compiling import (
    EARLIER,
    LATER,
    PAIR_TYPES,
    Applied,
    applied,
    compiled,
    forms_named,
)
from scrutator.field.checks.declared import Check, CheckSet, Scope
from scrutator.field.checks.flags import Flag, FlagKind, Said
from scrutator.field.checks.within import flag_of, truth_of
from scrutator.field.reading.conditions import types_of, values_of
from scrutator.field.xlsform import PublishedForm

MOST_COMPARED = 12
TOO_MANY = "too-many-reports"
Key = tuple[str, ...]


@dataclass
class AcrossChecks:
    """The checks across reports of a set; what was read for a pairing of form versions is kept."""

    checks: CheckSet
    _read: dict[Key, tuple[tuple[Applied, ...], Mapping[str, str]]] = field(default_factory=dict)

    def pairs(
        self, first: PublishedForm, second: PublishedForm
    ) -> tuple[Sequence[Applied], Mapping[str, str]]:
        """What is asked of two reports of one form, and the words of its names."""
        forms = {EARLIER: first, LATER: second}
        asked = [
            one for one in self.checks.of(Scope.OBSERVERS) if not one.forms or first.form_id in one.forms
        ]
        return self._compile(("pair", *_version(first), *_version(second)), asked, forms, PAIR_TYPES)

    def combined(
        self, check: Check, forms: Mapping[str, PublishedForm]
    ) -> tuple[Sequence[Applied], Mapping[str, str]]:
        """What a check across forms asks of one report of each, and the words of its names."""
        key = (check.id, *(part for one in forms.values() for part in _version(one)))
        return self._compile(key, [check], forms, {})

    def _compile(
        self, key: Key, asked: Sequence[Check], forms: Mapping[str, PublishedForm], more: Mapping[str, Type]
    ) -> tuple[Sequence[Applied], Mapping[str, str]]:
        if key not in self._read:
            types, words = _names(forms)
            form = next(iter(forms.values()))
            self._read[key] = (tuple(_fitting(asked, form, {**types, **more})), words)
        return self._read[key]


def _version(form: PublishedForm) -> Key:
    return form.form_id, form.version, form.md5


def _names(forms: Mapping[str, PublishedForm]) -> tuple[dict[str, Type], dict[str, str]]:
    types, words = {}, {}
    for prefix, form in forms.items():
        for name, of in types_of(form.questions).items():
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
    """Answer: where do the reports of one station contradict each other?

    Of each form the last twelve are compared; where there are more, a flag says so. The order in which they
    are given decides nothing.
    """
    by_form: dict[str, list[Said]] = defaultdict(list)
    for one in sorted(reports, key=lambda one: (one.at, one.report)):
        by_form[one.form.form_id].append(one)
    flags = [
        Flag(
            FlagKind.SOFT,
            TOO_MANY,
            (),
            f"{len(found)} reports of {form}; the last {MOST_COMPARED} are compared",
        )
        for form, found in sorted(by_form.items())
        if len(found) > MOST_COMPARED
    ]
    compared = {form: found[-MOST_COMPARED:] for form, found in by_form.items()}
    values = {
        one.report: values_of(one.answers, one.form.questions) for found in compared.values() for one in found
    }
    flags += _together([*_pairs(compared, values, checks), *_forms(compared, values, checks)])
    return tuple(sorted(flags))


Known = Mapping[str, Mapping[str, Value]]


def _pairs(compared: Mapping[str, Sequence[Said]], known: Known, checks: AcrossChecks) -> Iterator[Flag]:
    for found in compared.values():
        for first, second in itertools.combinations(found, 2):
            asked, words = checks.pairs(first.form, second.form)
            values: dict[str, Value] = {
                "same.team": first.team == second.team,
                "earlier.at": first.at,
                "later.at": second.at,
                **_prefixed(EARLIER, known[first.report]),
                **_prefixed(LATER, known[second.report]),
            }
            yield from _failing(asked, values, words, (first, second))


def _forms(compared: Mapping[str, Sequence[Said]], known: Known, checks: AcrossChecks) -> Iterator[Flag]:
    for check in checks.checks.of(Scope.FORMS):
        named = forms_named(check)
        if not all(name in compared for name in named):
            continue
        for reports in itertools.islice(
            itertools.product(*(compared[name] for name in named)), MOST_COMPARED**2
        ):
            by_name = dict(zip(named, reports, strict=True))
            asked, words = checks.combined(check, {name: one.form for name, one in by_name.items()})
            values = {
                key: value
                for name, one in by_name.items()
                for key, value in _prefixed(name, known[one.report]).items()
            }
            yield from _failing(asked, values, words, reports)


def _prefixed(prefix: str, values: Mapping[str, Value]) -> dict[str, Value]:
    return {f"{prefix}.{name}": value for name, value in values.items()}


def _failing(
    asked: Sequence[Applied], values: Mapping[str, Value], words: Mapping[str, str], reports: Sequence[Said]
) -> Iterator[Flag]:
    for one in asked:
        if truth_of(one, values) is False:
            flag = flag_of(one, values, words, "en")
            yield replace(flag, reports=tuple(sorted(said.report for said in reports)))


def _together(flags: Sequence[Flag]) -> Iterator[Flag]:
    """One flag for each check and question: the pairing that differs most, and all the reports."""
    same: dict[tuple[FlagKind, str, tuple[str, ...]], list[Flag]] = defaultdict(list)
    for one in flags:
        same[one.kind, one.name, one.questions].append(one)
    for found in same.values():
        first = min(found, key=lambda one: (-(one.at_stake or 0), one))
        reports = tuple(sorted({report for one in found for report in one.reports}))
        yield replace(first, reports=reports)


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
