"""Quotations: anchored exactly, closely or in a garbled column; cuts and rewordings."""

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scrutator.ledger.texts.anchors import _closest, anchor
from scrutator.ledger.texts.quotations import compare, cut_of, variants
from scrutator.ledger.texts.tokens import Word, denies_the_other, fragments, words_of
from scrutator.record.cells import read_citations
from scrutator.record.nouns.replies import Quotation

TEXT = """First paragraph here.

On election day, voting went “well”, but the count didn’t. In many cases, it was not possible
for observers to see anything. A last sentence."""


def test_an_exact_anchor_levels_quotes_dashes_and_line_breaks() -> None:
    found = anchor(TEXT, "it was not possible for observers")
    assert (found.kind, found.first_line, found.last_line) == ("exact", 3, 4)
    assert anchor(TEXT, 'went "well", but the count didn\'t').kind == "exact"


def test_an_ellipsis_splits_a_quotation_into_fragments_in_order() -> None:
    assert len(fragments("In many cases … see anything")) == 2
    assert anchor(TEXT, "possible … see anything").kind == "exact"
    assert anchor(TEXT, "possible [...] see anything").kind == "exact"
    assert anchor(TEXT, "see anything … In many cases").kind != "exact"


def test_a_changed_word_is_close_and_an_invented_sentence_is_not_found() -> None:
    found = anchor(TEXT, "In many cases it was never possible for observers to see anything")
    assert found.kind == "altered"
    found = anchor(TEXT, "it was not feasible for observers to see anything. A last sentence")
    assert found.kind == "close"
    assert 0.85 <= found.similarity < 1
    assert anchor(TEXT, "the elections were free, fair and open to everybody").kind == "not found"


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("The count was not free and was fair.", "The count was … free"),
        ("Подсчёт был не свободным и честным.", "Подсчёт был … свободным"),
        ("Сайлау әділ емес деп танылды.", "Сайлау әділ … деп танылды"),
        ("La votación no fue libre.", "La votación … fue libre"),
        ("Turnout was 75 percent in the region.", "Turnout was … percent"),
    ],
)
def test_an_ellipsis_that_hides_a_denial_or_a_number_is_cut_inside_and_never_exact(
    text: str, quoted: str
) -> None:
    assert anchor(text, quoted).kind == "cut inside"


def test_a_place_without_a_hidden_denial_is_preferred_to_an_earlier_one_with_it() -> None:
    text = "It was not really free. Later: it was really free."
    found = anchor(text, "it was … free")
    assert (found.kind, text[found.start : found.end]) == ("exact", "it was really free")


LONG = (
    "in the districts that we visited the count of 1,950 ballots was observed by party agents until midnight"
)


@pytest.mark.parametrize(
    "quoted",
    [
        LONG.replace("was observed", "was not observed"),
        LONG.replace("1,950", "1,590"),
        LONG.replace("that we visited", "that we only visited"),
    ],
)
def test_a_number_or_a_denial_that_was_changed_is_altered_and_never_close(quoted: str) -> None:
    assert anchor(LONG, quoted).kind == "altered"
    assert anchor(quoted, LONG).kind == "altered"
    assert anchor(LONG, LONG.replace("observed", "watched")).kind == "close"


def test_a_torn_text_from_which_a_denial_is_missing_is_altered_and_never_garbled() -> None:
    text = " ".join([*reversed(WANTED), "filler"])
    assert anchor(text, " ".join(["not", *WANTED])).kind == "altered"
    assert anchor(text, " ".join(["indeed", *WANTED])).kind == "garbled"


@pytest.mark.parametrize(
    "text",
    [
        "Выборы были не всегда честными, сказал йеллоу.",
        unicodedata.normalize("NFD", "Выборы были не всегда честными, сказал йеллоу."),
        "Выборы бы\u00adли не всег\u00adда чест\u00adными, сказал йеллоу.",
        "Выборы были не все-\nгда чест-\r\n  ными, сказал йеллоу.",
        "Выборы были не все\u2010\nгда честны\u200bми, сказал йеллоу.",
    ],
)
def test_the_encoding_of_accents_and_hyphens_at_line_ends_hide_no_quotation(text: str) -> None:
    found = anchor(text, "были не всегда честными, сказал йеллоу")
    assert found.kind == "exact"
    assert text[found.start : found.end].startswith("бы")


def test_one_point_five_is_not_one_to_five() -> None:
    assert anchor("between 1-5 of them", "between 1.5 of them").kind == "not found"
    assert anchor("turnout of 1.5 percent", "turnout of 1.5 percent").kind == "exact"


@pytest.mark.parametrize("denial", ["Не всегда", "Емес"])
def test_a_cut_denial_in_russian_or_kazakh_changes_the_scope(denial: str) -> None:
    text = f"{denial} подсчёт был открытым."
    assert cut_of(text, anchor(text, "подсчёт был открытым")).changes_scope


def test_an_empty_text_or_quotation_is_not_found() -> None:
    assert anchor("", "words").kind == anchor("words", "…").kind == "not found"


def test_what_was_cut_from_the_sentence_is_shown_and_scope_words_are_named() -> None:
    found = anchor(TEXT, "it was not possible for observers to see anything")
    cut = cut_of(TEXT, found)
    assert cut.before == "In many cases,"
    assert cut.after == ""
    assert cut.changes_scope
    assert not cut_of(TEXT, anchor(TEXT, "voting went well")).before.startswith("First")


def test_half_of_the_words_scattered_about_is_no_anchor() -> None:
    text = "one filler three filler five filler seven filler filler filler filler filler"
    assert anchor(text, "one two three four five six seven eight").kind == "not found"


WANTED = [f"word{letter}" for letter in "abcdefghijklmnopqrst"]


@pytest.mark.parametrize(("kept", "kind"), [(17, "close"), (16, "not found")])
def test_seventeen_of_twenty_words_in_order_are_close_and_sixteen_are_not(kept: int, kind: str) -> None:
    text = " ".join([*WANTED[:kept], *("other" for _ in range(20 - kept))])
    assert anchor(text, " ".join(WANTED)).kind == kind


@pytest.mark.parametrize(("kept", "kind"), [(18, "garbled"), (17, "not found")])
def test_eighteen_of_twenty_words_in_any_order_are_garbled_and_seventeen_are_not(
    kept: int, kind: str
) -> None:
    text = " ".join([*reversed(WANTED[:kept]), *("other" for _ in range(20 - kept))])
    assert anchor(text, " ".join(WANTED)).kind == kind


@pytest.mark.parametrize(("fillers", "kind"), [(40, "garbled"), (43, "not found")])
def test_garbled_words_stand_within_three_times_the_length_of_the_quotation(fillers: int, kind: str) -> None:
    words = list(reversed(WANTED))
    text = " ".join([*words[:10], *("other" for _ in range(fillers)), *words[10:]])
    assert anchor(text, " ".join(WANTED)).kind == kind


def test_scope_words_count_when_they_stand_near_the_cut_and_not_when_far() -> None:
    near = "In many of these places the count was opaque."
    assert cut_of(near, anchor(near, "the count was opaque")).changes_scope
    far = "Many people told us after the long journey home yesterday that the count was opaque."
    assert not cut_of(far, anchor(far, "the count was opaque")).changes_scope


@pytest.mark.parametrize(
    ("first", "second", "kind", "scope"),
    [
        ("it was so", "In many cases, it was so", "cut at the start", True),
        ("it was so", "It was so, the observers said", "cut at the end", False),
        ("it was so", "it was not so", "cut inside", True),
        ("was", "it was so", "cut at both ends", False),
        ("it was so", "it is so", "reworded", False),
        ("It was “so”.", "it was so", "same", False),
    ],
)
def test_two_wordings_differ_by_a_cut_or_a_rewording(first: str, second: str, kind: str, scope: bool) -> None:
    assert (compare(first, second).kind, compare(first, second).changes_scope) == (kind, scope)
    assert compare(second, first).kind == kind


def quotation(name: str, text: str, claim: str = "C", language: str = "en") -> Quotation:
    return Quotation(id=name, claim=claim, speaker="s", text=text, language=language,
                     source=read_citations("A"), note=None)  # fmt: skip


def test_only_wordings_of_one_claim_in_one_language_are_compared() -> None:
    found = variants([
        quotation("1", "it was so"), quotation("2", "it was so, they said"), quotation("3", "x", "D"),
        quotation("4", "это было так", language="ru"), quotation("5", "It was so"),
    ])  # fmt: skip
    assert [(v.first.id, v.second.id) for v in found] == [("1", "2"), ("2", "5")]


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.sampled_from(["alpha", "beta", "gamma", "delta", "epsilon"]), min_size=1, max_size=40),
    st.data(),
)
def test_every_stretch_of_a_text_is_found_exactly_in_it(words: list[str], data: st.DataObject) -> None:
    begin = data.draw(st.integers(0, len(words) - 1))
    end = data.draw(st.integers(begin + 1, len(words)))
    text, quoted = "\n".join(words), " ".join(words[begin:end])
    found = anchor(text, quoted)
    assert found.kind == "exact"
    assert [w.text for w in words_of(text[found.start : found.end])] == words[begin:end]


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=80), st.text(max_size=40))
def test_any_text_can_be_searched_and_compared(text: str, quoted: str) -> None:
    found = anchor(text, quoted)
    assert 0 <= found.start <= found.end <= len(text)
    compare(text, quoted)


def test_the_truncated_sentence_of_the_seed_article_is_found(reference_data: Path) -> None:
    text = (reference_data / "documents" / "000_4fa17da61fb6ec49.txt").read_text(encoding="utf-8")
    short = "it was not possible for observers to determine whether voters’ choices were honestly reflected"
    first = anchor(text, short)
    assert (first.kind, first.first_line) == ("exact", 18)
    whole = anchor(text, f"In many cases, {short}")
    assert (whole.kind, whole.first_line) == ("exact", 140)
    assert compare(short, f"In many cases, {short}").changes_scope


def test_a_sentence_torn_apart_by_columns_is_anchored_as_garbled(reference_data: Path) -> None:
    text = (reference_data / "documents" / "002_5711fe6b22d6a907.txt").read_text(encoding="utf-8")
    found = anchor(text, "Kazakhstan’s Parliament passed the amendments to the laws on elections, political parties, media, "
                         "and self-governance")  # fmt: skip
    assert found.kind == "garbled"
    assert 31 <= found.first_line <= found.last_line <= 45


@pytest.mark.parametrize(("inserted", "found"), [(3, 15), (4, 14)])
def test_a_close_quotation_is_sought_in_a_fifth_more_words_than_it_has(inserted: int, found: int) -> None:
    wanted = [f"w{i}" for i in range(15)]
    words = [*wanted[:14], *["other"] * inserted, wanted[14], *["tail"] * 5]
    _, score = _closest([Word(text, i, i + 1) for i, text in enumerate(words)], wanted)
    assert score == found / 15


LINES = {
    "kk": "Көп жағдайда байқаушылар сайлаушылардың таңдауы адал көрсетілгенін анықтай алмады.",
    "fair": "The observers of the mission wrote that the count in the capital was unfair.",
    "seven": "Turnout in the capital reached seven per cent of all voters on the list.",
    "hedged": "The vote was, according to some observers, marked by fraud in several regions of the country.",
    "plain": "The vote was, as it happens, marked by fraud in several regions of the country.",
    "grouped": "The commission counted 1,204 ballots and 1,204,300 votes, or 12,5 of each, on that night.",
}


@pytest.mark.parametrize(
    ("text", "quotation", "kind"),
    [
        ("kk", "байқаушылар сайлаушылардың таңдауы адал көрсетілгенін анықтай алды", "altered"),
        ("kk", "байқаушылар сайлаушылардың таңдауы адал көрсетілгенін анықтай алмады", "exact"),
        ("fair", "the observers of the mission wrote that the count in the capital was fair", "altered"),
        ("fair", "the observers of the mission wrote that the count in a capital was unfair", "close"),
        ("seven", "Turnout in the capital reached eight per cent of all voters on the list", "altered"),
        ("hedged", "The vote was marked by fraud in several regions of the country", "altered"),
        ("plain", "The vote was marked by fraud in several regions of the country", "close"),
        ("grouped", "The commission counted 1204 ballots and 1204300 votes, or 12,5 of each", "exact"),
        ("grouped", "The commission counted 1205 ballots and 1204300 votes, or 12,5 of each", "altered"),
        ("grouped", "The commission counted 1204 ballots and 1204300 votes, or 125 of each", "altered"),
    ],
)
def test_a_changed_number_word_denial_or_hedge_is_an_alteration(text: str, quotation: str, kind: str) -> None:
    assert anchor(LINES[text], quotation).kind == kind


def test_a_denial_may_stand_before_a_word_or_inside_it() -> None:
    assert denies_the_other("fair", "unfair")
    assert denies_the_other("несвободные", "свободные")
    assert denies_the_other("алды", "алмады")
    assert not denies_the_other("fair", "affair")
    assert not denies_the_other("vote", "votes")
    assert not denies_the_other("alike", "alike")
