"""Translations of the record's texts: only of texts that are there, only into languages that pages have."""

import pytest

from scrutator.publishing.checks.check import check
from scrutator.record.folder.opening import sound_case
from scrutator.record.folder.reading import read_case
from scrutator.statement.document import speech_of
from support.methods import outcome_of

HEAD = "text,language,words\n"


def faults(files: dict[str, bytes], rows: str) -> list[tuple[str, str, str]]:
    reading = read_case({**files, "translations.csv": f"{HEAD}{rows}".encode()})
    return [(one.file, one.code, one.field) for one in check(reading)]


def test_a_text_of_the_record_is_said_in_the_language_of_the_page(small_files: dict[str, bytes]) -> None:
    rows = f"{HEAD}Official protocol,es,Acta oficial\nOfficial protocol,ru,Протокол\n".encode()
    case = sound_case({**small_files, "translations.csv": rows}, "small")
    assert speech_of(case, "es").words("Official protocol") == "Acta oficial"
    assert speech_of(case, "ru").words("Official protocol") == "Протокол"
    assert speech_of(case, "en").words("Official protocol") == "Official protocol"


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("No cell says this,es,Nada", ("translations.csv", "R21", "text")),
        ("Official protocol,xx,Nada", ("translations.csv", "R13", "language")),
        ("Official protocol,es,uno\nOfficial protocol,es,dos", ("translations.csv", "R20", "text")),
        ("Official protocol,es,", ("translations.csv", "R07", "words")),
    ],
)
def test_a_translation_that_no_reader_sees_is_a_fault(
    small_files: dict[str, bytes], row: str, fault: tuple[str, str, str]
) -> None:
    assert fault in faults(small_files, f"{row}\n")


def test_a_translation_of_a_text_of_the_record_is_none(small_files: dict[str, bytes]) -> None:
    assert not faults(small_files, "Official protocol,es,Acta oficial\n")


def test_a_translated_text_with_a_semicolon_is_said_inside_a_pattern(small_files: dict[str, bytes]) -> None:
    sources = small_files["sources.csv"].replace(b"A newspaper", b"One; two")
    rows = f"{HEAD}One; two,es,Uno y dos\n".encode()
    case = sound_case({**small_files, "sources.csv": sources, "translations.csv": rows}, "small")
    assert speech_of(case, "es").words("One; two (supports)") == "Uno y dos (respalda)"
    assert speech_of(case, "es").tongue("no obtenido: Uno y dos") == ""


def test_a_hypothesis_that_no_one_holds_says_so(small_files: dict[str, bytes]) -> None:
    rows = b"id,text,held_by,source\nneither,Neither of the two,,A\n"
    case = sound_case({**small_files, "hypotheses.csv": rows}, "small")
    outcome = outcome_of(case, "ledger.hypotheses", {})
    assert outcome.tables[0].rows[0][1] == "no one on record"


INCIDENTS = b"id,date,kind,text,source\nI1,2012-01-15,arrest,Someone was held,A\n"
WITHHELD = (
    b'[[withheld]]\ntable = "incidents"\nfields = ["text"]\nrows = ["I1"]\nwhy = "protects a witness"\n'
)


def test_a_translation_does_not_give_away_a_text_that_is_withheld(small_files: dict[str, bytes]) -> None:
    files = {**small_files, "incidents.csv": INCIDENTS, "withheld.toml": WITHHELD}
    assert not check(read_case(files))
    rows = f"{HEAD}Someone was held,es,Alguien fue detenido\n".encode()
    found = check(read_case({**files, "translations.csv": rows}))
    assert [(one.file, one.code) for one in found] == [("withheld.toml", "R25")]
