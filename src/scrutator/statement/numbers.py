"""Values as people read them: per language, with true minus and thin spaces, never a lost unknown."""

from decimal import Decimal
from fractions import Fraction

from scrutator.findings.model import Figure, Interval, Value
from scrutator.record.unknown import Missing, Unknown
from scrutator.words.values import value_word

THIN = "\u202f"  # narrow no-break space, between thousands and before the per cent sign
MINUS = "\u2212"
DECIMAL_MARK = {"en": ".", "ru": ",", "kk": ",", "es": ","}
MISSING_WORDS = {
    "en": {Missing.NOT_OBTAINED: "not obtained", Missing.NOT_PUBLISHED: "not published",
           Missing.NOT_APPLICABLE: "not applicable"},
    "ru": {Missing.NOT_OBTAINED: "не получено", Missing.NOT_PUBLISHED: "не опубликовано",
           Missing.NOT_APPLICABLE: "неприменимо"},
    "kk": {Missing.NOT_OBTAINED: "алынбады", Missing.NOT_PUBLISHED: "жарияланбады",
           Missing.NOT_APPLICABLE: "қолданылмайды"},
    "es": {Missing.NOT_OBTAINED: "no obtenido", Missing.NOT_PUBLISHED: "no publicado",
           Missing.NOT_APPLICABLE: "no aplicable"},
}  # fmt: skip


def rounded(value: int | Decimal | Fraction | float, digits: int) -> Fraction:
    """The value rounded half away from zero, exactly, to this many decimals."""
    exact = Fraction(value) if not isinstance(value, float) else Fraction(str(value))
    scaled = abs(exact) * 10**digits
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return Fraction(-whole if exact < 0 else whole, 10**digits)


def number(
    value: int | Decimal | Fraction | float, digits: int | None, language: str, sign: bool = False
) -> str:
    """A number in a language; `digits` None prints decimals as recorded and others with one digit."""
    if digits is None:
        digits = _own_digits(value)
    exact = rounded(value, digits)
    whole, rest = divmod(abs(exact) * 10**digits, 10**digits)
    text = f"{whole:,}".replace(",", THIN) if whole >= 10_000 else str(whole)
    if digits:
        text += DECIMAL_MARK.get(language, ".") + str(rest).zfill(digits)
    if exact < 0:
        return MINUS + text
    return f"+{text}" if sign and exact > 0 else text


def _own_digits(value: int | Decimal | Fraction | float) -> int:
    if isinstance(value, int) or (isinstance(value, Fraction) and value.denominator == 1):
        return 0
    if isinstance(value, Decimal):
        return max(0, -int(value.as_tuple().exponent))
    return 1


P_VALUES = ("p", "p_adjusted", "adjusted p")
"""Names of figures and of columns that hold p-values."""


def p_value(value: int | Decimal | Fraction | float, language: str) -> str:
    """A p-value with three decimals from a thousandth on; below, only that it is below: never 0.0."""
    return f"< {number(0.001, 3, language)}" if value < 0.001 else number(value, 3, language)


def show_named(name: str, value: Value | None, unit: str, language: str) -> str:
    """A value under its name, of a figure or a column: p-values as p-values, others as `show` has them."""
    if name in P_VALUES and isinstance(value, int | float | Decimal | Fraction):
        return p_value(value, language)
    return show(value, unit, language)


def show(value: Value | None, unit: str, language: str, digits: int | None = None, sign: bool = False) -> str:
    """A value with its unit when that is a sign (%); words and unknowns as words."""
    if value is None:
        return "–"
    if isinstance(value, Unknown):
        return MISSING_WORDS.get(language, MISSING_WORDS["en"])[value.kind]
    if isinstance(value, str):
        return value_word(value.replace("_", " "), language)
    text = number(value, digits, language, sign)
    return f"{text}{THIN}%" if unit == "%" else text


def show_interval(interval: Interval, unit: str, language: str, digits: int | None = None) -> str:
    """`46.2–55.0 %`; the kind of the interval stands beside it on the page."""
    low, high = (number(end, digits, language) for end in (interval.low, interval.high))
    return f"{low}–{high}" + (f"{THIN}%" if unit == "%" else "")


# fmt: off
IN_WORDS = {
    "en": ["none", "one", "two", "three", "four", "five", "six",
           "seven", "eight", "nine", "ten", "eleven", "twelve"],
}
# fmt: on


def in_words(value: Value, language: str) -> str | None:
    """A small count as a word, as prose wants it; None where the language or the size has no word."""
    known = IN_WORDS.get(language, [])
    return known[value] if isinstance(value, int) and 0 <= value < len(known) else None


def show_figure(figure: Figure, form: str, language: str, digits: int | None, sign: bool) -> str:
    """A figure in one of its forms: `value`, `interval`, `of` (37 of 412), or `words` (seven)."""
    if form == "words":
        return in_words(figure.value, language) or show(figure.value, figure.unit, language, digits, sign)
    if form == "interval" and figure.interval is not None:
        return show_interval(figure.interval, figure.unit, language, digits)
    if form == "of" and figure.numerator is not None and figure.denominator is not None:
        of = {"en": "of", "ru": "из", "kk": "/", "es": "de"}.get(language, "of")
        return f"{number(figure.numerator, 0, language)} {of} {number(figure.denominator, 0, language)}"
    if digits is None and not sign:
        return show_named(figure.name, figure.value, figure.unit, language)
    return show(figure.value, figure.unit, language, digits, sign)
