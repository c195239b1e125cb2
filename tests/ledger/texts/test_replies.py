"""Right of reply and errata: published beside, kept out with a reason, superseding without erasing."""

from typing import Any

from scrutator.ledger.texts.replies import (
    broken_chains,
    erratum_text,
    faults_of_replies,
    replies_to,
    superseded,
)
from scrutator.record.dates import PartialDate
from scrutator.record.nouns.replies import Erratum, Reply
from support.ledger_rows import claim, proposition


def reply(name: str, subject: str, entry: str, date: str = "2012-02", **changes: Any) -> Reply:
    defaults: dict[str, Any] = {
        "id": name, "by": "x", "subject": subject, "entry": entry, "date": PartialDate.parse(date), "text": "no",
        "state": "published", "reason": None, "source": None,
    }  # fmt: skip
    return Reply(**{**defaults, **changes})


def erratum(name: str, was: str, now: str, date: str) -> Erratum:
    return Erratum(id=name, table="links", entry="L1", field="text", was=was, now=now, reason="r",
                   date=PartialDate.parse(date), signed_by="editor", signature=None)  # fmt: skip


def test_replies_to_a_claim_stand_beside_each_of_its_propositions_oldest_first() -> None:
    replies = [reply("2", "claim", "C", "2012-03"), reply("1", "proposition", "P"), reply("3", "claim", "other"),
               reply("4", "claim", "C", state="not published", reason="insult; editor")]  # fmt: skip
    assert [r.id for r in replies_to(replies, proposition(), claim("C", "x"))] == ["1", "2"]


def test_a_reply_kept_out_without_a_reason_or_to_nothing_is_a_fault() -> None:
    faults = faults_of_replies(
        [
            reply("1", "claim", "C", state="not published"),
            reply("2", "claim", "none"),
            reply("3", "finding", "any"),
        ],
        {"claim": {"C"}},
    )
    assert [fault.partition(":")[0] for fault in faults] == ["1", "2"]


def test_corrections_of_a_cell_form_a_chain_and_nothing_is_erased() -> None:
    chain = [erratum("2", "b", "c", "2012-03"), erratum("1", "a", "b", "2012-02")]
    assert [e.id for e in superseded(chain)["links", "L1", "text"]] == ["1", "2"]
    assert broken_chains(chain) == ()
    assert broken_chains([*chain, erratum("3", "x", "d", "2012-04")])[0].startswith("3:")


def test_the_signed_text_of_an_erratum_holds_every_field_on_one_line_each() -> None:
    text = erratum_text(erratum("1", "a\nnow: b", "c", "2012-02"))
    assert text.count("\n") == 10
    assert text.startswith("scrutator erratum v1\n")
    assert "was: a now: b\n" in text
    assert text != erratum_text(erratum("1", "a", "c", "2012-02"))
