"""Commitments to what is withheld, each under a salt of its own that is new for every publication.

So a value that stays the same cannot be told from one that changed, and nothing links two publications.
"""

from collections.abc import Callable, Sequence

from scrutator.publishing.withholding.projection import Secret
from scrutator.publishing.withholding.public import KIND, rows_record
from scrutator.seal.canonical import Json
from scrutator.seal.log.records import Record
from scrutator.seal.withheld.disclosure import COMMITMENT, SALT_BYTES, Opening, commitment


def opened(secrets: Sequence[Secret], draw: Callable[[int], bytes]) -> tuple[Opening, ...]:
    """What opens each secret. Rows get their numbers in the order of their salts, which is chance."""
    salted = sorted((draw(SALT_BYTES), number) for number in range(len(secrets)))
    counts: dict[str, int] = {}
    found = []
    for salt, number in salted:
        secret = secrets[number]
        record = secret.record
        if not record:
            counts[secret.table] = counts.get(secret.table, 0) + 1
            record = rows_record(secret.table, counts[secret.table])
        found.append(Opening(record, secret.field, salt, secret.value))
    return tuple(found)


def commitment_records(openings: Sequence[Opening]) -> list[Record]:
    """The records of the log that hold the commitments, one for each row or file."""
    data: dict[str, dict[str, Json]] = {}
    for one in openings:
        data.setdefault(one.record_id, {})[one.field] = {COMMITMENT: commitment(one)}
    return [Record(name, KIND, fields) for name, fields in sorted(data.items())]
