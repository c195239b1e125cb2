"""Concordance and keyness."""

import pytest

from scrutator.ledger.texts.framing import concordance, g_squared, hedges_by_actor, keyness, log_ratio


def test_g_squared_gives_the_published_value() -> None:
    # UCREL's worked example: 52 in 50,000 words against 57 in 75,000.
    assert g_squared(52, 57, 50_000, 75_000) == pytest.approx(2.65, abs=0.005)
    assert g_squared(0, 0, 10, 10) == 0


def test_log_ratio_is_one_for_twice_as_often() -> None:
    assert log_ratio(20, 10, 1000, 1000) == pytest.approx(1)
    assert log_ratio(0, 1, 1000, 1000) == pytest.approx(-1)


def test_a_concordance_shows_each_hit_with_its_line_whatever_the_quotes() -> None:
    texts = {"a": "First line.\nThe main Western-backed group; a western backed one too.", "b": "nothing"}
    found = concordance(texts, "Western-backed", width=2)
    assert [(hit.text, hit.line, hit.left, hit.match) for hit in found] == [
        ("a", 2, "The main", "Western-backed"),
        ("a", 2, "group; a", "western backed"),
    ]


def test_an_empty_phrase_finds_nothing() -> None:
    assert concordance({"a": "some words"}, "…") == ()


def test_keyness_reports_documents_as_well_as_words() -> None:
    found = {k.word: k for k in keyness(["free free free", "free vote"], ["vote vote", "count"], least=1)}
    assert (found["free"].first, found["free"].first_documents) == (4, 2)
    assert found["free"].log_ratio > 0 > found["count"].log_ratio
    assert keyness([""], ["a"]) == ()


def test_hedges_are_counted_once_an_item() -> None:
    row = {"actor": "osce", "outlet": "o", "hedge": "Western-backed", "item": "i", "unit": "u"}
    assert hedges_by_actor([row, {**row, "hedge": "western-backed"}]) == (("osce", "o", "western-backed", 1),)
