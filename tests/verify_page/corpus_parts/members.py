"""Members altered after the signature, and drafts."""

from verify_page.cases import (
    FIGURE,
    FORGER,
    LOG,
    OTHER,
    RECORDS,
    Case,
    content,
    edited,
    good,
    lines_of,
    page,
    record,
    replaced,
    without,
)
from verify_page.forge import MANIFEST, Members, archive, canonical, manifest_of, sealed


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
        "unsigned with keys": unsigned_with_keys(),
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


def unsigned_with_keys() -> Case:
    made = {**content(), "keys/1.root": b"x"}
    return Case(archive({**made, MANIFEST: manifest_of(made)}))
