"""TOML written by people: what is not declared, out of bounds or hidden is a fault with line, key and remedy."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrutator.errors import ScrutatorError
from scrutator.typed_toml import Declared, TomlError, key_lines, keys_of, parse_toml, read_toml, typed


class Step(Declared, frozen=True):
    take: str
    seats: int | None = None


class Law(Declared, frozen=True):
    title: str
    since: date | None = None
    share: float = 0.0
    steps: tuple[Step, ...] = ()


def fault(text: str) -> tuple[int, str, str, str]:
    with pytest.raises(TomlError) as caught:
        typed(parse_toml(text.encode()), Law)
    return caught.value.line, caught.value.key, caught.value.reason, caught.value.remedy


def test_a_declared_file_is_read_with_its_types() -> None:
    text = b'title = "T"\nsince = 2012-01-15\nshare = 7.5\n[[steps]]\ntake = "a"\n[[steps]]\ntake = "b"\nseats = 3\n'
    law = read_toml(text, Law, "L31", "law.toml")
    assert law == Law(
        title="T", since=date(2012, 1, 15), share=7.5, steps=(Step(take="a"), Step(take="b", seats=3))
    )


def test_an_unknown_key_is_named_with_its_line_and_the_keys_there_are() -> None:
    line, key, reason, remedy = fault(
        'title = "T"\n\n[[steps]]\ntake = "a"\n[[steps]]\ntake = "b"\nseat = 3\n'
    )
    assert (line, key, reason) == (7, "steps[2].seat", "this key is not known")
    assert remedy == "Known keys: take, seats."


def test_a_missing_key_is_named_at_the_table_that_lacks_it() -> None:
    assert fault('title = "T"\n[[steps]]\nseats = 1\n')[:3] == (2, "steps[1].take", "this key is missing")


def test_a_value_of_another_type_is_refused_in_plain_words() -> None:
    line, key, reason, _ = fault("title = 5\n")
    assert (line, key, reason) == (1, "title", "expected a text in quotation marks, got a whole number")
    assert fault('title = "T"\n[[steps]]\ntake = "a"\nseats = "3"\n')[1] == "steps[1].seats"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("n = " + "9" * 5000, "a whole number has thousands of digits"),
        ("n = 9223372036854775808", "the whole number is too large"),
        ("n = 0x" + "f" * 5000, "the whole number is too large"),
        ("n = 1e999999999", "it must be a number that is finite"),
        ("n = nan", "it must be a number that is finite"),
        ("n = -inf", "it must be a number that is finite"),
        ("a = " + "[" * 5000, "lists or tables are nested too deeply"),
        ("a." * 32 + "b = 1", "lists or tables are nested too deeply"),
        ("[" + "'a' . " * 100_000 + "b]", "lists or tables are nested too deeply"),
        ("x = {" + '"a".' * 100_000 + "b = 1}", "lists or tables are nested too deeply"),
        (r'n = "a\u001b[31mred"', "an invisible character U+001B is in the text"),
        ('n = "a‮b"', "an invisible character U+202E is in the text"),
        (r'"k\u202e" = 1', "an invisible character U+202E is in the text"),
        ("n = ", "this is not TOML: Invalid value (at end of document)"),
        ("n = 1\nn = 2", "this is not TOML: Cannot overwrite a value (at end of document)"),
    ],
)
def test_a_hostile_or_broken_file_is_a_fault_and_not_a_traceback(text: str, reason: str) -> None:
    with pytest.raises(TomlError) as caught:
        parse_toml(text.encode())
    assert caught.value.reason == reason


def test_the_largest_whole_number_of_toml_is_taken() -> None:
    assert parse_toml(b"n = 9223372036854775807").table == {"n": 9223372036854775807}


def test_a_file_above_one_mebibyte_is_refused_unread() -> None:
    exactly = b"#" + b"x" * (1024 * 1024 - 1)
    assert parse_toml(exactly).table == {}
    with pytest.raises(TomlError, match="larger than 1 MiB"):
        parse_toml(exactly + b"x")


def test_bytes_that_are_no_utf8_are_a_fault_with_the_line() -> None:
    with pytest.raises(TomlError, match="byte 4 is not UTF-8") as caught:
        parse_toml(b'a=1\n\xff="x"')
    assert caught.value.line == 2


def test_the_error_of_a_command_names_file_line_key_and_remedy() -> None:
    with pytest.raises(ScrutatorError) as caught:
        read_toml(b'title = "T"\nshares = 1\n', Law, "L31", "law.toml")
    assert (caught.value.code, caught.value.where) == ("L31", "law.toml:2")
    assert (caught.value.what, caught.value.remedy) == (
        "shares: this key is not known",
        "Known keys: title, since, share, steps.",
    )


def test_lines_of_keys_are_found_under_tables_lists_and_beside_long_texts() -> None:
    text = '# c\na = 1\nt = """\nb = 2\n"""\n[x."y z"]\nc = 3\n[[l]]\nd = 4\n[[l]]\nd.e = 5\n[l.sub]\nf = 6\n'
    lines = key_lines(text)
    assert lines == {
        ("a",): 2, ("t",): 3, ("x", "y z"): 6, ("x", "y z", "c"): 7, ("l", 0): 8, ("l", 0, "d"): 9,
        ("l", 1): 10, ("l", 1, "d", "e"): 11, ("l", 1, "sub"): 12, ("l", 1, "sub", "f"): 13,
    }  # fmt: skip


def test_the_keys_of_a_declaration_are_known_at_any_depth() -> None:
    assert keys_of(Law) == ("title", "since", "share", "steps")
    assert keys_of(Law, ("steps", 0)) == ("take", "seats")
    assert keys_of(Law, ("title",)) == ()


@given(
    st.one_of(
        st.binary(max_size=80), st.text(alphabet="a=[]{}\"'.,#\n1e-_:T\\u", max_size=60).map(str.encode)
    )
)
def test_no_bytes_end_in_anything_but_a_value_or_a_toml_error(content: bytes) -> None:
    try:
        typed(parse_toml(content), Law)
    except TomlError:
        return


def test_keys_31_deep_are_read_and_dots_in_texts_are_no_keys() -> None:
    assert parse_toml(b"a." * 31 + b"b = 1").table["a"]
    dots = "." * 500
    assert parse_toml(f'a = "see {dots} 1.2.3.4.5"'.encode()).table == {"a": f"see {dots} 1.2.3.4.5"}
