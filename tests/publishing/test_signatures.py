"""Corrections are published only when a key that is known has signed them."""

import base64
from dataclasses import replace
from pathlib import Path

import pytest

from scrutator.errors import ScrutatorError
from scrutator.ledger.texts.replies import erratum_text
from scrutator.publishing.build import build_bundle
from scrutator.publishing.signatures import demand_signed
from scrutator.record.dates import PartialDate
from scrutator.record.folder.template import write_new_case
from scrutator.record.nouns.replies import Erratum
from scrutator.seal.keys.sign import key_from_seed


def test_a_case_with_a_correction_nobody_known_has_signed_is_not_published() -> None:
    mission, editor = (
        key_from_seed(name, bytes([n] * 32)) for n, name in enumerate(("m.example", "e.example"))
    )
    row = Erratum(id="E1", table="links", entry="L1", field="text", was="old", now="new", reason="a misprint",
                  date=PartialDate.parse("2012-02-01"), signed_by="editor", signature=None)  # fmt: skip
    with pytest.raises(ScrutatorError, match="G26: E1: not signed"):
        demand_signed([row], [mission.key])
    signed = replace(row, signature=base64.b64encode(editor.sign(erratum_text(row).encode())).decode())
    with pytest.raises(ScrutatorError, match="G26: E1: wrong signature"):
        demand_signed([signed], [mission.key])
    demand_signed([signed], [mission.key, editor.key])
    with pytest.raises(ScrutatorError, match="wrong signature"):
        demand_signed([replace(signed, now="newer")], [mission.key, editor.key])


def test_publish_refuses_an_unsigned_correction_and_writes_nothing(tmp_path: Path) -> None:
    write_new_case(tmp_path / "case")
    rows = "id,table,entry,field,was,now,reason,date,signed_by\nE1,links,L1,text,a,b,c,2012-02-01,editor\n"
    (tmp_path / "case" / "errata.csv").write_text(rows, encoding="utf-8")
    with pytest.raises(ScrutatorError, match="G26"):
        build_bundle(str(tmp_path / "case"), key_from_seed("m.example", bytes(32)))
