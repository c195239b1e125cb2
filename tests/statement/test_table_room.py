"""How much room a column needs: a long cell of a number column is words, why the number is missing."""

from scrutator.statement.table_room import column_room


def test_a_column_of_numbers_needs_the_room_of_its_longest_number() -> None:
    assert column_room("n", ["1", "9" * 19], numeric=True).sentences is False
    assert column_room("n", ["1", "9" * 19], numeric=True).usual == 19


def test_a_cell_of_twenty_letters_makes_a_number_column_one_of_words() -> None:
    words = "not given by the CEC"
    assert len(words) == 20
    as_words, as_number = (
        column_room("n", ["1", "1", "1", "1", text], numeric=True) for text in (words, words[:19])
    )
    assert (as_words.usual, as_number.usual) == (1, 19)
