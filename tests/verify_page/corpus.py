"""The corpus by name. Both verifiers answer each with the same word and the same outcomes of the checks."""

import json
import struct
import zipfile
from base64 import b64encode
from hashlib import sha256

from verify_page.cases import (
    ANNA,
    BORIS,
    DINA,
    EMIL,
    FIGURE,
    FORGER,
    LOG,
    OTHER,
    RECORDS,
    Case,
    bytes_edited,
    content,
    edited,
    good,
    lines_of,
    page,
    record,
    replaced,
    resigned,
    signed,
    with_page,
    without,
    zipped,
)
from verify_page.forge import MANIFEST, Key, Members, archive, canonical, manifest_of, note, sealed


def archives() -> dict[str, Case]:
    """Files that are no bundle's archive, or not written in its one way."""
    whole = archive(good())
    member = whole.index(b"data/a.csv")
    return {
        "an empty file": Case(b""),
        "a text file": Case(b"not a bundle\n" * 100),
        "an archive cut short": Case(whole[: len(whole) // 2]),
        "the last byte missing": Case(whole[:-1]),
        "a byte before": Case(b"x" + whole),
        "a byte after": Case(whole + b"x"),
        "a comment": Case(whole[:-2] + b"\1\0x"),
        "a compressed archive": Case(zipped(zipfile.ZIP_DEFLATED)),
        "stored by another program": Case(zipped(zipfile.ZIP_STORED)),
        "a byte of data flipped": Case(whole.replace(b"a\n1\n", b"a\n2\n", 1)),
        "a date in one header": Case(whole[: member - 18] + b"\1" + whole[member - 17 :]),
        "members out of order": Case(archive(good(), order=lambda name: name[::-1])),
        "a huge count": Case(whole[:-14] + struct.pack("<HH", 65534, 65534) + whole[-10:]),
        "a zip bomb's size": bytes_edited(
            lambda data: data.replace(struct.pack("<II", 4, 4), struct.pack("<II", 4, 2**31), 1)
        ),
        "a parent path": Case(archive({**good(), "../x": b""})),
        "an absolute path": Case(archive({**good(), "/x": b""})),
        "a folder": Case(archive({**good(), "x/": b""})),
        "a space in a name": Case(archive({**good(), "a b": b""})),
        "a device of Windows": Case(archive({**good(), "data/nul.csv": b""})),
        "a dot at the end": Case(archive({**good(), "data/a.": b""})),
        "a Cyrillic name": Case(archive({**good(), "data/а.csv": b""})),
        "names that differ in case": Case(archive({**good(), "DATA/b.csv": b""})),
        "a file and a folder": Case(archive({**good(), "data/a.csv/b": b""})),
        "no members": Case(archive({})),
    }


def members() -> dict[str, Case]:
    """The good bundle, and members altered after the signature."""
    other = canonical(record("places/9"))

    def listed(made: Members) -> None:
        made["new.txt"] = b"new"
        made[MANIFEST] = manifest_of(made)

    def swapped(made: Members) -> None:
        made["data/a.csv"], made["VERIFY.md"] = made["VERIFY.md"], made["data/a.csv"]

    def renamed(made: Members) -> None:
        made["data/b.csv"] = made.pop("data/a.csv")

    return {
        "good": Case(archive(good()), LOG.text),
        "good without a key": Case(archive(good())),
        "good and the wrong key": Case(archive(good()), OTHER.text),
        "good and a forger's key": Case(archive(good()), FORGER.text),
        "signed by a forger": Case(archive(sealed(content(), FORGER, records=RECORDS)), LOG.text),
        "a forger's, no key": Case(archive(sealed(content(), FORGER, records=RECORDS))),
        "a member altered": replaced("data/a.csv", b"a\n2\n"),
        "a member removed": without("data/a.csv"),
        "a member added": replaced("index.html", b"x"),
        "a member added and listed": edited(listed),
        "a member renamed": edited(renamed),
        "members swapped": edited(swapped),
        "an unknown member under log": replaced("log/extra", b"x"),
        "an unknown member under keys": replaced("keys/extra", b"x"),
        "no manifest": without(MANIFEST),
        "no key": without("log/key"),
        "no checkpoint": without("log/checkpoint"),
        "no records": without("log/entries.jsonl"),
        "a proof removed": without("log/proofs/0.tlog-proof"),
        "a proof too many": replaced("log/proofs/99.tlog-proof", b"x"),
        "a proof of another": replaced("log/proofs/0.tlog-proof", good()["log/proofs/1.tlog-proof"]),
        "a proof of another name": replaced("log/proofs/x", b"x"),
        "a history of another name": replaced("log/history/x", b"x"),
        "a root of another name": replaced("keys/01.root", b"x"),
        "a proof with a zero before": replaced("log/proofs/00.tlog-proof", good()["log/proofs/0.tlog-proof"]),
        "a record altered": edited(
            lambda made: made.update(
                {"log/entries.jsonl": made["log/entries.jsonl"].replace(b"places/3", b"places/7")}
            )
        ),
        "a record appended": edited(
            lambda made: made.update({"log/entries.jsonl": made["log/entries.jsonl"] + other + b"\n"})
        ),
        "the log shortened": edited(
            lambda made: made.update({"log/entries.jsonl": b"\n".join(lines_of(made)[1:]) + b"\n"})
        ),
        "the log without its newline": edited(
            lambda made: made.update({"log/entries.jsonl": made["log/entries.jsonl"][:-1]})
        ),
        "a blank line in the log": edited(
            lambda made: made.update({"log/entries.jsonl": made["log/entries.jsonl"] + b"\n"})
        ),
        "the checkpoint's size altered": edited(
            lambda made: made.update({"log/checkpoint": made["log/checkpoint"].replace(b"\n6\n", b"\n7\n")})
        ),
        "unsigned": Case(archive({**content(), MANIFEST: manifest_of(content())})),
        "unsigned, a key given": Case(archive({**content(), MANIFEST: manifest_of(content())}), LOG.text),
        "unsigned and altered": Case(
            archive({**content(), MANIFEST: manifest_of(content()), "data/a.csv": b"x"})
        ),
        "unsigned without manifest": Case(archive(content())),
        "unsigned with a figure altered": Case(
            archive(
                {
                    **(bad := {**content(), "statement.en.html": page(FIGURE.replace("40", "41"))}),
                    MANIFEST: manifest_of(bad),
                }
            )
        ),
        "the log stripped but its key": Case(
            archive(
                {
                    **content(),
                    "log/key": f"{LOG.text}\n".encode(),
                    MANIFEST: manifest_of({**content(), "log/key": f"{LOG.text}\n".encode()}),
                }
            )
        ),
        "the log stripped but its records": Case(
            archive(
                {
                    **content(),
                    "log/entries.jsonl": good()["log/entries.jsonl"],
                    MANIFEST: manifest_of(content()),
                }
            )
        ),
    }


def logs() -> dict[str, Case]:
    """Logs that the true key signed, though they break a rule."""
    made = good()
    lines = lines_of(made)
    last = json.loads(lines[-1])
    spaced = lines[0].replace(b'"data":', b'"data": ')
    return {
        "a record twice": resigned([lines[0], lines[0], *lines[1:]], made),
        "a version left out": resigned([canonical(record("places/0", 2)), *lines[1:]], made),
        "a version zero": resigned([canonical(record("places/0", 0)), *lines[1:]], made),
        "a second version": resigned([lines[0], canonical(record("places/0", 2)), *lines[1:]], made),
        "a record withdrawn": resigned(
            [lines[0], canonical({**record("places/0", 2), "data": None}), *lines[1:]], made
        ),
        "a type changed": resigned(
            [lines[0], canonical(record("places/0", 2, kind="lists")), *lines[1:]], made
        ),
        "a field too many": resigned([canonical({**record("x"), "more": 1}), *lines[1:]], made),
        "an empty id": resigned([canonical(record("")), *lines[1:]], made),
        "a version that is a text": resigned([canonical({**record("x"), "version": "1"}), *lines[1:]], made),
        "a version that is true": resigned([canonical({**record("x"), "version": True}), *lines[1:]], made),
        "a record with spaces": resigned([spaced, *lines[1:]], made),
        "the manifest not last": resigned([lines[-1], *lines[:-1]], made),
        "the manifest not logged": resigned(lines[:-1], made),
        "another manifest logged": resigned(
            [*lines[:-1], canonical({**last, "data": {"sha256": "0" * 64}})], made
        ),
        "the manifest in upper case": resigned(
            [*lines[:-1], canonical({**last, "data": {"sha256": last["data"]["sha256"].upper()}})], made
        ),
        "the manifest with a field more": resigned(
            [*lines[:-1], canonical({**last, "data": {**last["data"], "x": 1}})], made
        ),
        "the manifest under another type": resigned([*lines[:-1], canonical({**last, "type": "file"})], made),
        "another id of type manifest": resigned([canonical(record("x", kind="manifest")), *lines], made),
        "only the manifest": resigned(lines[-1:], made),
        "a foreign origin": signed(content(), origin="other.example/case"),
        "an origin without a case": signed(content(), origin="mission.example"),
        "an origin that only begins alike": signed(content(), origin="mission.example.org/case"),
        "a second signature": signed(content(), also=(OTHER,)),
        "a wrong second signature of the log": edited(
            lambda one: one.update(
                {
                    "log/checkpoint": one["log/checkpoint"]
                    + one["log/checkpoint"].splitlines(True)[-1].replace(b"A", b"B")
                }
            )
        ),
        "no newline after the key": resigned_key(LOG.text.encode()),
        "two newlines after the key": resigned_key(f"{LOG.text}\n\n".encode()),
        "a low-order key": resigned_key(low_order().encode() + b"\n"),
        "a cosigner's key": resigned_key(Key(LOG.name, LOG.seed, 4).text.encode() + b"\n"),
        "a key with the wrong id": resigned_key(LOG.text.replace(LOG.id.hex(), "00000000").encode() + b"\n"),
    }


def resigned_key(text: bytes) -> Case:
    made = good()
    made["log/key"] = text
    made[MANIFEST] = manifest_of(made)
    lines = lines_of(made)
    last = {**json.loads(lines[-1]), "data": {"sha256": sha256(made[MANIFEST]).hexdigest()}}
    return resigned([*lines[:-1], canonical(last)], made)


def low_order() -> str:
    raw = b"\1" + (1).to_bytes(32, "little")
    name_id = sha256(LOG.name.encode() + b"\n" + raw).digest()[:4].hex()
    return f"{LOG.name}+{name_id}+{b64encode(raw).decode()}"


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
    }


def pages() -> dict[str, Case]:
    """Pages of a statement, signed by the true key."""
    bodies = {
        "the figure in bold": FIGURE.replace("40.5 %", "<b>40.5</b> %"),
        "a reference in the figure": FIGURE.replace("%", "&#37;"),
        "a named reference in the figure": FIGURE.replace("%", "&percnt;"),
        "another figure": FIGURE.replace("40", "41"),
        "no figure": "<p>x</p>",
        "the figure twice": FIGURE * 2,
        "an unknown figure": FIGURE + FIGURE.replace("a/b", "a/c"),
        "a figure never closed": '<p><span data-figure="a/b">40.5 %</p>',
        "a paragraph never closed": FIGURE + "<p>x",
        "an end tag too many": FIGURE + "</div>",
        "elements crossed": FIGURE + "<b><i>x</b></i>",
        "a hidden figure": FIGURE.replace("<span", "<span hidden"),
        "a figure in a hidden element": f"<div hidden>{FIGURE}</div>",
        "a hidden part": FIGURE.replace("%", "%<i hidden>x</i>"),
        "a figure in a template": f"<template>{FIGURE}</template>",
        "a figure in noscript": f"<noscript>{FIGURE}</noscript>",
        "a figure in a comment": f"<!-- {FIGURE} -->",
        "a figure in details": f"<details><summary>s</summary>{FIGURE}</details>",
        "a figure in open details": f"<details open><summary>s</summary>{FIGURE}</details>",
        "a figure in a dialog": f"<dialog>{FIGURE}</dialog>",
        "a figure in canvas": f"<canvas>{FIGURE}</canvas>",
        "a figure in object": f"<object>{FIGURE}</object>",
        "a comment ended by --!>": f"<!-- x --!>{FIGURE}<!-- -->",
        "a comment ended at once": f"<!-->{FIGURE}<!-- -->",
        "a comment with two dashes": f"<!-- a -- b -->{FIGURE}",
        "a script": f"{FIGURE}<script>1</script>",
        "a script that escapes": f"{FIGURE}<script><!--<script></script>--></script>",
        "an event handler": FIGURE.replace("<span", '<span onclick="x()"'),
        "a style element": f"<style>p {{ color: red }}</style>{FIGURE}",
        "a style element with a style": f'<style style="x">p {{}}</style>{FIGURE}',
        "a style attribute": FIGURE.replace("<span", '<span style="color:red"'),
        "a drawing": FIGURE + '<svg xmlns="http://www.w3.org/2000/svg"><g><path d="M0 0"/></g></svg>',
        "a style in a drawing": FIGURE + "<svg><style>x</style></svg>",
        "a title in a drawing": FIGURE + "<svg><title>x</title></svg>",
        "a foreign object": FIGURE + "<svg><foreignObject><p>x</p></foreignObject></svg>",
        "a table with text between": f"<table>{FIGURE}<tr><td>x</td></tr></table>",
        "a block in a paragraph": '<p><span data-figure="a/b"><div>40.5 %</div></span></p>',
        "a link in a link": f'<a href="#x">{FIGURE}<a href="#y">x</a></a>',
        "an iframe": f'{FIGURE}<iframe src="x"></iframe>',
        "an image": f'{FIGURE}<img src="charts/x.svg" alt="">',
        "an image from elsewhere": f'{FIGURE}<img src="https://example.org/x.png" alt="">',
        "a form": f"{FIGURE}<form><input></form>",
        "a javascript link": f'{FIGURE}<a href="javascript:x()">x</a>',
        "a link elsewhere": f'{FIGURE}<a href="https://example.org/">x</a>',
        "a bare sign": f"{FIGURE}<p>a < b</p>",
        "a bare ampersand": f"{FIGURE}<p>a & b</p>",
        "a simple value": FIGURE.replace('"a/b"', "a/b"),
        "a simple value without a slash": f"{FIGURE}<ol start=1><li>x</li></ol>",
        "an attribute twice": FIGURE.replace("<span", '<span class="a" class="b"'),
        "a void element that closes itself": f"{FIGURE}<br/>",
        "a paragraph that closes itself": f"{FIGURE}<p/>",
        "a custom element": f"{FIGURE}<x-y>x</x-y>",
        "an unknown element": f"{FIGURE}<blink>x</blink>",
        "capitals": FIGURE.replace("span", "SPAN"),
        "aria-hidden": FIGURE.replace("<span", '<span aria-hidden="true"'),
        "inert": FIGURE.replace("<span", "<span inert"),
        "an unknown attribute": FIGURE.replace("<span", '<span foo="x"'),
        "a null character": f"{FIGURE}\0",
        "500 elements open": "<b>" * 495 + "x" + "</b>" * 495 + FIGURE,
        "600 elements open": "<b>" * 600 + "x" + "</b>" * 600 + FIGURE,
        "a figure in a figure": FIGURE.replace("40.5 %", '<span data-figure="a/b">40.5 %</span>'),
        "spaces around a figure": FIGURE.replace("40.5 %", " 40.5 % "),
        "plaintext": f"{FIGURE}<plaintext>",
        "a comment begun in a drawing's style": f"<svg><style><!--</style>{FIGURE}--></svg>",
        "a figure after a script that escapes": f"<script><!--<script></script>{FIGURE}<!-- --></script>",
        "a figure's id twice": FIGURE.replace("data-figure", 'data-figure="a/b" data-figure').replace(
            '"a/b">', '"a/c">'
        ),
        "a figure's id twice, the wrong one first": FIGURE.replace(
            "data-figure", 'data-figure="a/c" data-figure'
        ),
        "a figure after plaintext": f"<plaintext>{FIGURE}",
        "a figure in a cell": f"<table><tr><td>{FIGURE}</td></tr></table>",
        "a figure in xmp": f"<xmp>{FIGURE}</xmp>",
        "a figure in an iframe": f"<iframe>{FIGURE}</iframe>",
        "a figure in video": f"<video>{FIGURE}</video>",
        "a figure in svg": '<svg><text data-figure="a/b">40.5 %</text></svg>',
        "a figure in svg defs": '<svg><defs><text data-figure="a/b">40.5 %</text></defs></svg>',
        "a figure in a textarea": f"<textarea>{FIGURE}</textarea>",
        "a figure out of a table": '<table><tr><span data-figure="a/b"><td>40.5 %</td></span></tr></table>',
        "a select": f"<select><option>{FIGURE}</option></select>",
    }
    cases = {f"page: {name}": with_page(body) for name, body in bodies.items()}
    plain = content()
    del plain["figures.json"], plain["statement.en.html"]
    return cases | {
        "page: a meta refresh": with_page(
            FIGURE, head='<meta http-equiv="refresh" content="0;url=https://example.org/">'
        ),
        "page: a base": with_page(FIGURE, head='<base href="https://example.org/">'),
        "page: a style sheet elsewhere": with_page(
            FIGURE, head='<link rel="stylesheet" href="https://example.org/x.css">'
        ),
        "page: not UTF-8": signed({**content(), "statement.en.html": page(FIGURE) + b"\xff"}),
        "page: in another language": signed({**content(), "statement.ru.html": page("<p>x</p>")}),
        "page: no page": signed({**plain, "figures.json": content()["figures.json"]}),
        "page: no figures": signed({**plain, "statement.en.html": page("<p>x</p>")}),
        "page: a figure without figures.json": signed({**plain, "statement.en.html": page(FIGURE)}),
        "page: neither": signed(plain),
        "page: further down": signed({**content(), "old/statement.en.html": page("<p>x")}),
        "page: an index": signed({**content(), "index.html": page("<p>x")}),
        "figures: a list": signed({**content(), "figures.json": b"[]"}),
        "figures: a number": signed({**content(), "figures.json": b'{"a/b":{"text":{"en":1}}}'}),
        "figures: a language not printed": signed(
            {**content(), "figures.json": canonical({"a/b": {"text": {"en": "40.5 %", "ru": "x"}}})}
        ),
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
    }


def root_text(version: int = 1, previous: str = "none", **changed: str) -> str:
    fields = {
        "mission": "mission.example",
        "issued": "2026-01-01",
        "expires": "2036-01-01",
        "log": LOG.text,
        "approve": f"role approve 2 {DINA.id.hex()} {EMIL.id.hex()}\n",
        "threshold": "2",
        "end": "",
        **changed,
    }
    keys = [ANNA.text, BORIS.text, *([DINA.text, EMIL.text] if fields["approve"] else []), fields["log"]]
    return (
        f"scrutator-root/v1\nmission {fields['mission']}\nversion {version}\nprevious {previous}\n"
        f"issued {fields['issued']}\nexpires {fields['expires']}\n"
        + "".join(f"key {key}\n" for key in keys)
        + f"role root {fields['threshold']} {ANNA.id.hex()} {BORIS.id.hex()}\n{fields['approve']}"
        + f"role log 1 {fields['log'].split('+')[1]}\n{fields['end']}"
    )


def rooted(
    *roots: bytes,
    also: tuple[Key, ...] = (DINA, EMIL),
    key: str = "",
    fingerprint: str = "",
    notices: tuple[bytes, ...] = (),
) -> Case:
    members = {**content(), **{f"keys/{n}.root": text for n, text in enumerate(roots, 1)}}
    return Case(archive(sealed(members, LOG, records=RECORDS, also=also)), key, fingerprint, notices)


def roots() -> dict[str, Case]:
    """Bundles with root documents, and notices."""
    first = root_text()
    print_of = lambda text: sha256(text.encode()).hexdigest()  # noqa: E731 (one expression)
    one = note(first, ANNA, BORIS)
    second = root_text(2, print_of(first))
    two = note(second, ANNA, BORIS)
    revoked = root_text(
        2,
        print_of(first),
        log=Key(LOG.name, b"n" * 32).text,
        end=f"revoked {LOG.id.hex()} since 2026-02-03 compromised\n",
    )
    manifest = sha256(
        sealed({**content(), "keys/1.root": one}, LOG, records=RECORDS, also=(DINA, EMIL))[MANIFEST]
    ).hexdigest()
    told = f"scrutator-notice/v1\nmission mission.example\nwithdraws {manifest}\ndate 2026-03-04\nreason a wrong total\n"
    fine = print_of(first)
    plain = root_text(approve="")
    return {
        "root: right": rooted(one, fingerprint=fine),
        "root: nothing given": rooted(one),
        "root: the log's key given": rooted(one, key=LOG.text),
        "root: another fingerprint": rooted(one, fingerprint="0" * 64),
        "root: a fingerprint, no root": Case(archive(good()), "", fine),
        "root: two versions": rooted(one, two, fingerprint=fine),
        "root: two versions, the second's": rooted(one, two, fingerprint=print_of(second)),
        "root: a version missing": rooted(two, fingerprint=print_of(second)),
        "root: one signature": rooted(note(first, ANNA), fingerprint=fine),
        "root: one signature twice": rooted(note(first, ANNA, ANNA), fingerprint=fine),
        "root: a stranger's signature too": rooted(note(first, ANNA, BORIS, OTHER), fingerprint=fine),
        "root: one approval": rooted(one, also=(DINA,), fingerprint=fine),
        "root: no approval": rooted(one, also=(), fingerprint=fine),
        "root: one approval twice": rooted(one, also=(DINA, DINA), fingerprint=fine),
        "root: asks for none": rooted(note(plain, ANNA, BORIS), also=(), fingerprint=print_of(plain)),
        "root: expired": rooted(
            note(t := root_text(expires="2026-01-02"), ANNA, BORIS), fingerprint=print_of(t)
        ),
        "root: revoked": rooted(one, note(revoked, ANNA, BORIS), fingerprint=fine),
        "root: another key may sign": rooted(
            note(t := root_text(log=FORGER.text), ANNA, BORIS), fingerprint=print_of(t)
        ),
        "root: threshold beyond": rooted(
            note(t := root_text(threshold="3"), ANNA, BORIS), fingerprint=print_of(t)
        ),
        "root: threshold zero": rooted(
            note(t := root_text(threshold="0"), ANNA, BORIS), fingerprint=print_of(t)
        ),
        "root: expiry before issue": rooted(
            note(t := root_text(expires="2025-12-31"), ANNA, BORIS), fingerprint=print_of(t)
        ),
        "root: a day that is none": rooted(
            note(t := root_text(issued="2026-02-30"), ANNA, BORIS), fingerprint=print_of(t)
        ),
        "root: a line more": rooted(
            note(t := root_text(end="policy x\n"), ANNA, BORIS), fingerprint=print_of(t)
        ),
        "root: a reserved mission": rooted(
            note(t := root_text(mission="scrutator-x"), ANNA, BORIS), fingerprint=print_of(t)
        ),
        "root: another mission": rooted(
            note(t := root_text(mission="other.example"), ANNA, BORIS), fingerprint=print_of(t)
        ),
        "root: wrong previous": rooted(one, note(root_text(2, "0" * 64), ANNA, BORIS), fingerprint=fine),
        "notice: withdrawn": rooted(one, fingerprint=fine, notices=(note(told, ANNA, BORIS),)),
        "notice: withdrawn, no fingerprint": rooted(one, notices=(note(told, ANNA, BORIS),)),
        "notice: of another publication": rooted(
            one, fingerprint=fine, notices=(note(told.replace(manifest, "0" * 64), ANNA, BORIS),)
        ),
        "notice: one signature": rooted(one, fingerprint=fine, notices=(note(told, ANNA),)),
        "notice: no notice": rooted(one, fingerprint=fine, notices=(b"x",)),
        "notice: no root": Case(archive(good()), LOG.text, "", (note(told, ANNA, BORIS),)),
    }


def corpus() -> dict[str, Case]:
    """Every case by its name."""
    parts = [archives(), members(), logs(), jsons(), pages(), histories(), openings(), roots()]
    return {name: case for part in parts for name, case in part.items()}
