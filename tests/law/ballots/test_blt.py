"""Reading a BLT file: what it says, and every way in which it can be wrong, with row and reason."""

import time

import pytest

from scrutator.errors import ScrutatorError
from scrutator.law.ballots.blt import parse_blt

USUAL = """4 2
-2
3 1 3 4 0
4 1 3 2 0
2 4 1=3 0
1 2 - 3 0
0
"Adam"
"Basil #1"
Charlotte
"Donald \\"Don\\""
"A title"  # with a remark
"""


def test_a_file_with_withdrawal_equal_and_skipped_preferences() -> None:
    found = parse_blt(USUAL)
    assert found.candidates == ("Adam", "Basil #1", "Charlotte", 'Donald "Don"')
    assert found.withdrawn == {1}
    assert (found.vacancies, found.title, found.total) == (2, "A title", 10)
    assert [(one.papers, one.marks, one.row) for one in found.papers] == [
        (3, (0, 2, 3), 3),
        (4, (0, 2, 1), 4),
        (2, (3, (0, 2)), 5),
        (1, (1, (), 2), 6),
    ]
    assert found.standing == ("Adam", "Charlotte", 'Donald "Don"')


def test_a_file_on_one_line_and_one_without_a_title() -> None:
    found = parse_blt('2 1 3 1 2 0 4 2 0 0 "A" "B"')
    assert [(one.papers, one.marks) for one in found.papers] == [(3, (0, 1)), (4, (1,))]
    assert (found.candidates, found.title) == (("A", "B"), "")


def test_a_paper_without_preferences_is_a_paper() -> None:
    assert [one.marks for one in parse_blt('2 1\n3 0\n1 2 0\n0\n"A" "B"').papers] == [(), (1,)]


def test_counts_of_a_thousand_million_are_counts() -> None:
    assert parse_blt('1 1\n1000000000 1 0\n0\n"A"').total == 1_000_000_000


def test_a_number_of_papers_may_have_18_digits_and_no_more() -> None:
    assert parse_blt(f'1 1\n{"9" * 18} 1 0\n0\n"A"').total == int("9" * 18)
    with pytest.raises(ScrutatorError, match="L71"):
        parse_blt(f'1 1\n1{"0" * 18} 1 0\n0\n"A"')
    with pytest.raises(ScrutatorError, match="L02"):
        parse_blt(f'1 1\n{"9" * 18} 1 0\n1 1 0\n0\n"A"')


def test_a_thousand_candidates_are_read_and_one_more_is_not() -> None:
    names = "\n".join(f'"c{number}"' for number in range(1001))
    text = "{} 1\n1 1 0\n0\n" + names
    assert len(parse_blt(text.format(1000)).candidates) == 1000
    with pytest.raises(ScrutatorError, match="1,001 candidates"):
        parse_blt(text.format(1001))


FAULTY = [
    ("", "L70", "empty", ""),
    ("# only a remark\n", "L70", "empty", ""),
    ('2\n1 1 0\n0\n"A" "B"', "L70", "first row", "row 1"),
    ('x 1\n1 1 0\n0\n"A"', "L70", "first row", "row 1"),
    ('0 1\n0\n"A"', "L70", "0 candidates", "row 1"),
    ('1000000000 1\n1 1 0\n0\n"A"', "L70", "1,000,000,000 candidates", "row 1"),
    ('2 1\n1 1 2 0\n"A" "B"', "L70", "a name comes before the end mark", "row 3"),
    ("2 1\n1 1 2 0\n", "L70", "no end mark", "row 2"),
    ('2 1\n1 1 2\n0\n"A" "B"', "L71", "no end mark 0", "row 2"),
    ('2 1\n1 3 0\n0\n"A" "B"', "L71", "no candidate number 3", "row 2"),
    ('2 1\n1 1=3 0\n0\n"A" "B"', "L71", "no candidate number 3", "row 2"),
    (f'2 1\n1 {"1 " * 1001}0\n0\n"A" "B"', "L71", "1,001 preferences on one paper", "row 2"),
    ('2 1\n-1 1 0\n0\n"A" "B"', "L70", "'1' is not a withdrawn candidate", "row 2"),
    ('2 1\n-3\n1 1 0\n0\n"A" "B"', "L70", "not a withdrawn candidate", "row 2"),
    ('2 1\n1.5 1 0\n0\n"A" "B"', "L71", "not a number of papers", "row 2"),
    ('2 1\n1 one 0\n0\n"A" "B"', "L71", "not a preference", "row 2"),
    ('2 1\n1 1=0 0\n0\n"A" "B"', "L71", "not a preference", "row 2"),
    ('2 1\n١ 1 0\n0\n"A" "B"', "L71", "not a number of papers", "row 2"),
    ('2 1\n(id7) 1 1 0\n0\n"A" "B"', "L71", "identity", "row 2"),
    ('2 1\n1 1 0\n0\n"A"', "L70", "1 names for 2 candidates", "row 4"),
    ('2 1\n1 1 0\n0\n"A" "B" "T" "U"', "L70", "4 names for 2 candidates", "row 4"),
    ('2 1\n1 1 0\n0\n"A" "B', "L70", "no closing quotation mark", "row 4"),
    ('2 1\n1 1 0\n0\n"A" "A"', "L70", "two candidates are called 'A'", ""),
    ('2 1\n1 1 0\n0\n"A" ""', "L70", "no name", ""),
    ('2 1\n0\n"A" "B"', "L70", "no ballot papers", ""),
    (f'2 1\n{"1" * 400} 1 0\n0\n"A" "B"', "L71", "not a number of papers", "row 2"),
    (f'2 1\n1 {"1" * 400} 0\n0\n"A" "B"', "L71", "not a preference", "row 2"),
]


@pytest.mark.parametrize(("text", "code", "reason", "where"), FAULTY)
def test_a_faulty_file_is_refused_with_row_and_reason(text: str, code: str, reason: str, where: str) -> None:
    with pytest.raises(ScrutatorError) as caught:
        parse_blt(text)
    assert caught.value.code == code
    assert reason in caught.value.what
    assert where in caught.value.where
    assert len(caught.value.what) < 200


def test_a_row_of_five_million_digits_is_refused_without_being_read_as_a_number() -> None:
    begin = time.process_time()
    with pytest.raises(ScrutatorError, match="L71"):
        parse_blt("2 1\n" + "9" * 5_000_000 + ' 1 0\n0\n"A" "B"')
    assert time.process_time() - begin < 2
