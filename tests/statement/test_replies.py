"""Replies and corrections reach the page and the PDF, whatever the author's text prints."""

import pytest

from scrutator.publishing.checks.ledger import check_ledger
from scrutator.publishing.sources import case_files
from scrutator.record.folder.opening import sound_case
from scrutator.record.folder.reading import read_case
from scrutator.statement.document import build_document
from scrutator.statement.page.html import render_body
from scrutator.statement.pdf import typst_source
from support.methods import run_method

REPLIES = """id,by,subject,entry,date,text,state,reason,source
R1,weitz,claim,C02,2012-02-01,The <b>parties</b> were free.,published,,
R2,weitz,commitment,M1,2012-02-02,This was kept.,published,,
R3,weitz,incident,I01,2012-02-03,The judgment was lawful.,published,,
R4,weitz,finding,norms,2012-02-04,You left out a norm.,published,,
R5,weitz,claim,C03,2012-02-05,He is a fool.,not published,insult to a person; the editors decided,
"""
ERRATA = """id,table,entry,field,was,now,reason,date,signed_by,signature
E1,incidents,I02,date,2008,2009,source read again,2026-11-20,mission.example,c2lnbmVk
"""
TEXT = """# Title

## Chapter

{{ table("verdicts/claims") }}

{{ table("commitments/standings") }}

{{ table("media/incidents") }}

{{ table("norms/coverage") }}
"""


@pytest.fixture(scope="module")
def texts() -> tuple[str, str]:
    """The page's body and the PDF's source of the bundled case with five replies and a correction."""
    added = {"replies.csv": REPLIES.encode(), "errata.csv": ERRATA.encode(), "statement.en.md": TEXT.encode()}
    case = sound_case(dict(case_files("kazakhstan-2012")) | added, "small")
    wanted = ("verdicts", "commitments", "media", "norms")
    findings = [run_method(case, run) for run in case.runs if run.id in wanted]
    document = build_document(case, findings, "en")
    return render_body(document, {})[0], typst_source(case, document)


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ("Claims against evidence", "replies to claim C02 (2012-02-01)"),
        ("Commitments and where they stand", "replies to commitment M1"),
        ("Events on record", "replies to incident I01"),
        ("rests on", "replies to finding norms"),
    ],
)
def test_a_reply_stands_under_the_table_that_prints_what_it_answers(
    texts: tuple[str, str], table: str, words: str
) -> None:
    for text in texts:
        after = text[text.index(table) :]
        assert words in after[: after.index("Replies and corrections")]


def test_each_reply_stands_once_under_its_table_and_once_in_the_last_chapter(texts: tuple[str, str]) -> None:
    for text in texts:
        assert text.count("This was kept.") == 2
    assert texts[0].count("The &lt;b&gt;parties&lt;/b&gt; were free.") == 2


def test_a_reply_kept_out_is_listed_with_its_reason_and_without_its_words(texts: tuple[str, str]) -> None:
    for text in texts:
        assert "insult to a person; the editors decided" in text
        assert "fool" not in text


def test_a_correction_is_printed_with_the_old_words_and_the_signature(texts: tuple[str, str]) -> None:
    for text in texts:
        tail = text[text.rindex("Corrections") :]
        assert all(word in tail for word in ("incidents/I02/date", "2008", "2009", "c2lnbmVk"))


def test_a_reply_to_a_finding_that_is_not_there_is_a_fault() -> None:
    added = {"replies.csv": REPLIES.replace("finding,norms", "finding,nowhere").encode()}
    (fault,) = check_ledger(read_case(dict(case_files("kazakhstan-2012")) | added))
    assert "there is no finding 'nowhere'" in fault.reason
