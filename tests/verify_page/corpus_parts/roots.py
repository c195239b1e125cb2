"""Bundles with root documents, and notices."""

from hashlib import sha256

from verify_page.cases import (
    ANNA,
    BORIS,
    DINA,
    EMIL,
    FORGER,
    LOG,
    OTHER,
    RECORDS,
    Case,
    content,
    good,
    lines_of,
    record,
)
from verify_page.forge import MANIFEST, Key, archive, note, sealed


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


def swapped_roles(text: str) -> str:
    """The same root document with its last two roles exchanged."""
    *head, approve, log = text.splitlines(keepends=True)
    return "".join([*head, log, approve])


def many_approvers(more: int) -> str:
    """A root document with two approvers and `more`, of whom two must approve."""
    others = [Key(f"approver-{n}", bytes([n]) * 32, 4) for n in range(more)]
    before, after = root_text().split("role root", 1)
    keys = "".join(f"key {key.text}\n" for key in others)
    ids = "".join(f" {key.id.hex()}" for key in others)
    approvers = f"{DINA.id.hex()} {EMIL.id.hex()}"
    return f"{before}{keys}role root{after.replace(approvers, approvers + ids)}"


def chain_of(versions: int) -> list[bytes]:
    """Root documents, each following the one before."""
    texts = [root_text()]
    for version in range(2, versions + 1):
        texts.append(root_text(version, sha256(texts[-1].encode()).hexdigest()))
    return [note(text, ANNA, BORIS) for text in texts]


def rooted(
    *roots: bytes,
    also: tuple[Key, ...] = (DINA, EMIL),
    key: str = "",
    fingerprint: str = "",
    notices: tuple[bytes, ...] = (),
) -> Case:
    members = {**content(), **{f"keys/{n}.root": text for n, text in enumerate(roots, 1)}}
    return Case(archive(sealed(members, LOG, records=RECORDS, also=also)), key, fingerprint, notices)


def rotated() -> dict[str, Case]:
    """Logs that go on under another key than that of their earlier publication."""
    next_log = Key(LOG.name, b"n" * 32)
    first = root_text(approve="")
    second = root_text(2, sha256(first.encode()).hexdigest(), approve="", log=next_log.text)
    before = good()
    lines, old = lines_of(before), before["log/checkpoint"]
    name = f"log/history/{len(lines)}.checkpoint"

    def grown(signer: Key, *documents: str) -> Case:
        roots = {f"keys/{n}.root": note(text, ANNA, BORIS) for n, text in enumerate(documents, 1)}
        members = {**content(), **roots, name: old}
        more = {"records": [record("places/0", 2)], "earlier": lines}
        return Case(archive(sealed(members, signer, **more)), signer.text)  # type: ignore[arg-type]

    return {
        "rotated: the earlier key stood in version 1": grown(next_log, first, second),
        "rotated: no root document": grown(next_log),
        "rotated: the earlier key stood nowhere": grown(next_log, root_text(approve="", log=next_log.text)),
        "rotated: the chain is broken": grown(next_log, first, second.replace("2036", "2037"), second),
        "rotated: by a key that may not": grown(FORGER, first, second),
    }


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
        "root: a wrong approval": rooted(one, also=(DINA, EMIL, Key("dina", b"d" * 32, 4)), fingerprint=fine),
        "root: an approval by another": rooted(one, also=(DINA, Key("emil", b"x" * 32, 4)), fingerprint=fine),
        "root: days of a key": rooted(
            note(t := root_text(log=f"{LOG.text} from 2030-01-01 until 2031-01-01"), ANNA, BORIS),
            fingerprint=print_of(t),
        ),
        "root: two spaces": rooted(
            note(t := root_text().replace("role log 1", "role log  1"), ANNA, BORIS), fingerprint=print_of(t)
        ),
        "root: roles in another order": rooted(
            note(t := swapped_roles(root_text()), ANNA, BORIS), fingerprint=print_of(t)
        ),
        "root: a fingerprint in groups": rooted(
            one, fingerprint=" ".join(fine[n : n + 4] for n in range(0, 64, 4))
        ),
        "root: a fingerprint in capitals": rooted(one, fingerprint=fine.upper()),
        "root: 64 keys": rooted(note(t := many_approvers(59), ANNA, BORIS), fingerprint=print_of(t)),
        "root: 65 keys": rooted(note(t := many_approvers(60), ANNA, BORIS), fingerprint=print_of(t)),
        "root: 64 versions": rooted(*chain_of(64), fingerprint=fine),
        "root: 65 versions": rooted(*chain_of(65), fingerprint=fine),
        "notice: of another mission": rooted(
            one,
            fingerprint=fine,
            notices=(note(told.replace("mission.example", "other.example"), ANNA, BORIS),),
        ),
        "notice: 500 letters": rooted(
            one, fingerprint=fine, notices=(note(told.replace("a wrong total", "é" * 500), ANNA, BORIS),)
        ),
        "notice: 501 letters": rooted(
            one, fingerprint=fine, notices=(note(told.replace("a wrong total", "é" * 501), ANNA, BORIS),)
        ),
        "notice: two, one of another": rooted(
            one,
            fingerprint=fine,
            notices=(note(told.replace(manifest, "0" * 64), ANNA, BORIS), note(told, ANNA, BORIS)),
        ),
        "notice: withdrawn": rooted(one, fingerprint=fine, notices=(note(told, ANNA, BORIS),)),
        "notice: withdrawn, no fingerprint": rooted(one, notices=(note(told, ANNA, BORIS),)),
        "notice: of another publication": rooted(
            one, fingerprint=fine, notices=(note(told.replace(manifest, "0" * 64), ANNA, BORIS),)
        ),
        "notice: one signature": rooted(one, fingerprint=fine, notices=(note(told, ANNA),)),
        "notice: no notice": rooted(one, fingerprint=fine, notices=(b"x",)),
        "notice: no root": Case(archive(good()), LOG.text, "", (note(told, ANNA, BORIS),)),
    }
