"""JSON, openings and history of a signed bundle."""

from dataclasses import replace
from hashlib import sha256

from verify_page.cases import FORGER, LOG, RECORDS, Case, content, good, lines_of, record, signed
from verify_page.forge import (
    MANIFEST,
    Members,
    archive,
    canonical,
    checkpoint_text,
    manifest_of,
    note,
    sealed,
)

UNKNOWN = {
    "log/extra": b"x",
    "log/openings.JSON": b"{}",
    "keys/extra": b"x",
    "keys/0.root": b"x",
    "keys/01.root": b"x",
    "index.html": b"<script>alert(1)</script>",
    "x/statement.en.html": b"<p>x</p>",
    "statement.e2.html": b"<p>x</p>",
    "data/X.XHTML": b"<p>x</p>",
    "data/x.htm": b"<p>x</p>",
    "data/x.xht": b"<p>x</p>",
    "data/html": b"<p>x</p>",
    "data/x.html.txt": b"<p>x</p>",
}
"""Members that the true key signed, listed in the manifest; the last two are right."""


def jsons() -> dict[str, Case]:
    """Members named .json or .jsonl, signed by the true key."""
    texts = {
        "nested 64 deep": (b"[" * 64 + b"]" * 64, True),
        "nested 65 deep": (b"[" * 65 + b"]" * 65, False),
        "nested 100,000 deep": (b"[" * 100_000 + b"]" * 100_000, False),
        "2^53 - 1": (b"9007199254740991", True),
        "2^53": (b"9007199254740992", False),
        "1e21": (b"1e+21", False),
        "a spelling of 1": (b"1.0", False),
        "minus zero": (b"-0", False),
        "NaN": (b"NaN", False),
        "a small fraction": (b"1e-7", True),
        "half a character": (rb'"\ud800"', False),
        "an escape that is not needed": (rb'"\u0041"', False),
        "a control character": (rb'"\u001f\n"', True),
        "a key twice": (b'{"a":1,"a":2}', False),
        "keys out of order": (b'{"b":1,"a":2}', False),
        "keys of other planes": ('{"😀":1,"豈":2}'.encode(), True),
        "a byte order mark": (b"\xef\xbb\xbf1", False),
        "a newline after": (b"1\n", False),
        "no UTF-8": (b'"\xff"', False),
        "nothing": (b"", False),
        "a key named proto": (b'{"__proto__":{"a":1}}', True),
    }
    cases = {f"JSON: {name}": signed({**content(), "x.json": text}) for name, (text, _) in texts.items()}
    return cases | {
        "JSONL: two lines": signed({**content(), "x.jsonl": b"1\n2\n"}),
        "JSONL: no last newline": signed({**content(), "x.jsonl": b"1\n2"}),
        "JSONL: empty": signed({**content(), "x.jsonl": b""}),
        "JSONL: an empty line": signed({**content(), "x.jsonl": b"1\n\n2\n"}),
        "JSON named in capitals": signed({**content(), "x.JSON": b"{ }"}),
        "geojson": signed({**content(), "x.geojson": b"{ }"}),
        **{f"signed and listed: {name}": signed({**content(), name: data}) for name, data in UNKNOWN.items()},
    }


def histories() -> dict[str, Case]:
    """Logs with an earlier publication."""
    before = good()
    lines, old = lines_of(before), before["log/checkpoint"]
    more = {"records": [record("places/0", 2)], "earlier": lines}
    name = f"log/history/{len(lines)}.checkpoint"
    forged = old.replace(old.split(b" ")[-1][8:20], b"A" * 12)
    return {
        "history: grown": signed({**content(), name: old}, **more),
        "history: left out": signed(content(), **more),
        "history: one of two left out": signed({**content(), name: old}, **_third(lines)),
        "history: where no publication ended": signed({**content(), name: old, **_short(lines)}, **more),
        "history: of another size": signed({**content(), "log/history/5.checkpoint": old}, **more),
        "history: wrong signature": signed({**content(), name: forged}, **more),
        "history: rewritten": signed(
            {**content(), name: old}, records=[record("places/8"), *RECORDS[1:], record("z"), record("y")]
        ),
        "history: a later one": signed({**content(), "log/history/6.checkpoint": old}),
        "history: of a forger": signed(
            {**content(), name: sealed(content(), FORGER, records=RECORDS)["log/checkpoint"]}, **more
        ),
        "history: of another log": signed(
            {
                **content(),
                name: sealed(content(), LOG, records=RECORDS, origin="mission.example/other")[
                    "log/checkpoint"
                ],
            },
            **more,
        ),
    }


def _third(lines: list[bytes]) -> dict[str, object]:
    """A log with two earlier publications."""
    second = lines_of(sealed(content(), LOG, records=[record("places/0", 2)], earlier=lines))
    return {"records": [record("places/0", 3)], "earlier": second}


def _short(lines: list[bytes]) -> Members:
    """A signed checkpoint of the first three records, with which no publication ended."""
    return {"log/history/3.checkpoint": note(checkpoint_text("mission.example/case", lines[:3]), LOG)}


def openings() -> dict[str, Case]:
    """Committed fields that are opened."""
    salt = bytes(32)
    hidden = {"sha256-salted": sha256(salt + canonical(["o/1", "name", "Anna"])).hexdigest()}
    records = [record("o/1", data={"name": hidden, "n": 1}, kind="observers")]
    one = {"field": "name", "id": "o/1", "salt": salt.hex(), "value": "Anna"}

    def opened(allowed: list[object], *given: dict[str, object]) -> Case:
        text = canonical({"allowed": allowed, "opened": list(given)})
        return signed({**content(), "log/openings.json": text}, records=records)

    allowed: list[object] = ["observers.name"]
    return {
        "opening: right": opened(allowed, one),
        "opening: none": opened(allowed),
        "opening: another value": opened(allowed, {**one, "value": "Boris"}),
        "opening: not on the list": opened([], one),
        "opening: a short salt": opened(allowed, {**one, "salt": "00" * 31}),
        "opening: a salt in capitals": opened(allowed, {**one, "salt": "AA" * 32}),
        "opening: of no record": opened(allowed, {**one, "id": "o/2"}),
        "opening: of an open field": opened(["observers.n"], {**one, "field": "n"}),
        "opening: a field more": opened(allowed, {**one, "x": 1}),
        "opening: twice": opened(allowed, one, one),
        "opening: a list that is no list": opened(["observers.name", 1], one),
        **{
            f"opened to the reader: {name}": replace(signed(content(), records=records), openings=given)
            for name, given in {
                "right": canonical({"allowed": allowed, "opened": [one]}),
                "another value": canonical({"allowed": allowed, "opened": [{**one, "value": "Boris"}]}),
                "not on the list": canonical({"allowed": [], "opened": [one]}),
                "of no record": canonical({"allowed": allowed, "opened": [{**one, "id": "o/2"}]}),
            }.items()
        },
        "opened to the reader: beside one in the bundle": replace(
            opened(allowed, one), openings=canonical({"allowed": allowed, "opened": [one]})
        ),
        "opened to the reader: of a draft": replace(
            Case(archive({**content(), MANIFEST: manifest_of(content())})),
            openings=canonical({"allowed": allowed, "opened": [one]}),
        ),
    }


def withheld() -> dict[str, Case]:
    """Bundles that withhold something: the word is that of any other bundle, the sentence counts it."""
    hidden = {"sha256-salted": "0" * 64}
    row = record("withheld/turnout/1", data={"percent": hidden, "note": hidden}, kind="withheld")
    file = record("withheld-file/a.geojson", data={"sha256": hidden}, kind="withheld")
    cell = {"attested": True, "figure": "a/b", "text": {"en": "40.5 %"}}

    def shown(findings: object, *more: dict[str, object], **members: bytes) -> Case:
        given = {**content(), "findings.json": canonical(findings), "figures.json": canonical({"a/b": cell})}
        return signed({**given, **members}, records=[*RECORDS, *more])

    attested: list[object] = [{"attested": True, "id": "a"}, {"id": "b"}]
    return {
        "withheld: attested": shown(attested, row, file, **{"withheld.json": canonical({})}),
        "withheld: committed alone": shown([{"id": "a"}], row),
        "withheld: said in another spelling": shown([{"attested": 1, "id": "a"}, 7, None], row),
        "withheld: no list of findings": shown({"attested": True, "id": "a"}),
        "withheld: taken back": signed(
            content(),
            records=[record("withheld/turnout/1", 2, None, "withheld") | {"data": None}],
            earlier=lines_of(sealed(content(), LOG, records=[row])),
        ),
    }
