"""A case made ready to be shown: projected, checked again, and with what rests on the rest attested."""

from collections.abc import Mapping
from dataclasses import dataclass

import msgspec

from scrutator.publishing.checks.check import faultless_case
from scrutator.publishing.withholding.attested import attest
from scrutator.publishing.withholding.declared import Declaration, read_declaration
from scrutator.publishing.withholding.projection import Secret, shown_case
from scrutator.publishing.withholding.public import Public
from scrutator.record.case import Case


@dataclass(frozen=True)
class Prepared:
    """The case as it is shown, what its bundle says of the rest, and what is committed to."""

    case: Case
    public: Public
    secrets: tuple[Secret, ...]


def prepared(files: Mapping[str, bytes], where: str) -> Prepared:
    """The case in these files as it is shown. They must have passed `case check`.

    Replies that are kept out are left out of everything, figures too; figures that rest on anything else
    that is withheld are computed with it and attested."""
    shown = shown_case(files, read_declaration(files))
    if shown.public.empty:
        return Prepared(faultless_case(files, where), shown.public, ())
    unread = frozenset(run.id for run in faultless_case(files, where).runs)
    case = faultless_case(shown.files, where, unread)
    full = faultless_case(shown_case(files, Declaration()).files, where)
    attested = attest(full, case, shown.public)
    return Prepared(case, msgspec.structs.replace(shown.public, attested=attested), shown.secrets)
