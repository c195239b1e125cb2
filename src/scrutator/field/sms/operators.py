"""Which operator a telephone number belongs to, by the first digits that a mission declares."""

import csv
import io
from collections.abc import Mapping

from scrutator.errors import ScrutatorError

COLUMNS = ["prefix", "operator"]
NOT_DECLARED, NO_PHONE = "not declared", "no telephone"
MOST, LONGEST = 5_000, 60


def operators_in(text: str) -> dict[str, str]:
    """The operators of a CSV table `prefix,operator`, by the digits that their numbers begin with. Raises D61
    for a row that cannot be used."""
    try:
        rows = list(csv.reader(io.StringIO(text), strict=True))
    except csv.Error as error:
        raise ScrutatorError("D61", f"the table of operators is no CSV: {error}") from None
    if not rows or rows[0] != COLUMNS or len(rows) > MOST:
        raise ScrutatorError("D61", f"a table of operators has the columns {', '.join(COLUMNS)}")
    found: dict[str, str] = {}
    for number, row in enumerate(rows[1:], 2):
        prefix = digits(row[0]) if len(row) == len(COLUMNS) else ""
        if not prefix or prefix in found or not 0 < len(row[1].strip()) <= LONGEST:
            raise ScrutatorError(
                "D61", "a row is some first digits, once, and an operator", where=f"row {number}"
            )
        found[prefix] = row[1].strip()
    return found


def operator_of(phone: str, operators: Mapping[str, str]) -> str:
    """The operator with the longest prefix that the number begins with."""
    number = digits(phone)
    if not number:
        return NO_PHONE
    known = (
        operators[number[:length]] for length in range(len(number), 0, -1) if number[:length] in operators
    )
    return next(known, NOT_DECLARED)


def digits(phone: str) -> str:
    """A number's digits, without what stands for a foreign call; "" for a text that is no number."""
    plain = phone.strip().removeprefix("+").removeprefix("00")
    only = plain.translate({ord(one): None for one in " -()."})
    return only if only.isascii() and only.isdigit() else ""
