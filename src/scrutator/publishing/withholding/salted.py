"""Commitments to what is withheld, each under a salt of its own that is new for every publication.

So a value that stays the same cannot be told from one that changed, and nothing links two publications.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence

from scrutator.publishing.withholding.projection import Secret
from scrutator.publishing.withholding.public import KIND, rows_record
from scrutator.seal.canonical import Json
from scrutator.seal.log.records import Record
from scrutator.seal.withheld.disclosure import COMMITMENT, SALT_BYTES, Opening, commitment

LEAST_GUARDED = 6  # characters; shorter values stand everywhere by chance
LEAST_MATCHED = 3  # characters of a value that no attested figure or cell may be, whole


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


def still_shown(
    secrets: Sequence[Secret], members: Mapping[str, bytes], attested: Mapping[str, object]
) -> Iterator[str]:
    """Members and attested findings in which a withheld value can still be read, with the place it is
    withheld at.

    Values of fewer than six characters are not looked for there, but those of three and more as whole values
    of attested findings; what an entry says is shown elsewhere is not looked for at all."""
    values: dict[str, str] = {}
    for secret in secrets:
        place = f"{secret.record or secret.table}, {secret.field}"
        values |= {text: place for text in secret.guarded if len(text) >= LEAST_MATCHED}
    for name, outcome in attested.items():
        for text in sorted(_values_in(outcome) & values.keys()):
            yield f"the attested finding {name} shows what is withheld at {values[text]}"
    for text, place in values.items():
        if len(text) < LEAST_GUARDED:
            continue
        needle = text.encode()
        for name, data in members.items():
            if needle in data:
                yield f"{name} still shows what is withheld at {place}"
                break


def _values_in(plain: object) -> set[str]:
    """Every text and number in plain values, as text."""
    if isinstance(plain, Mapping):
        return {text for inner in plain.values() for text in _values_in(inner)}
    if isinstance(plain, list | tuple):
        return {text for inner in plain for text in _values_in(inner)}
    return set() if plain is None or isinstance(plain, bool) else {str(plain)}
