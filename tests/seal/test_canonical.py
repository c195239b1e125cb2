"""Canonical JSON: RFC 8785's own files, and the strict reader's refusals."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrutator.seal.canonical import LARGEST, encode, number_text, parse
from scrutator.seal.refusals import Refusal

VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-LARGEST, LARGEST)
    | st.floats(-1e15, 1e15)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=4),
    max_leaves=12,
)


def test_the_six_reference_files_of_rfc_8785_come_out_byte_for_byte(vectors: Path) -> None:
    cases = json.loads((vectors / "jcs.json").read_text(encoding="utf-8"))
    assert len(cases) == 6
    for name, case in cases.items():
        assert encode(json.loads(case["input"])).decode() == case["output"], name


@pytest.mark.parametrize(
    ("number", "text"),
    [
        # RFC 8785 appendix B
        (0.0, "0"),
        (-0.0, "0"),
        (5e-324, "5e-324"),
        (-1.7976931348623157e308, "-1.7976931348623157e+308"),
        (9007199254740992.0, "9007199254740992"),
        (295147905179352830000.0, "295147905179352830000"),
        (9.999999999999997e22, "9.999999999999997e+22"),
        (1e23, "1e+23"),
        (1e21, "1e+21"),
        (999999999999999700000.0, "999999999999999700000"),
        (333333333.3333332, "333333333.3333332"),
        (0.000001, "0.000001"),
        (9.999999999999997e-7, "9.999999999999997e-7"),
        (-0.0000033333333333333333, "-0.0000033333333333333333"),
        (1424953923781206.2, "1424953923781206.2"),
        (56.0, "56"),
        (1.5e-7, "1.5e-7"),
    ],
)
def test_numbers_are_written_as_ecmascript_writes_them(number: float, text: str) -> None:
    assert number_text(number) == text


@given(VALUES)
def test_what_is_encoded_is_read_back_and_encodes_the_same(value: object) -> None:
    data = encode(value)  # type: ignore[arg-type]
    assert encode(parse(data)) == data
    assert json.loads(data) == value


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b'{"a": 1}', "not_canonical_json"),
        (b'{"b":1,"a":2}', "not_canonical_json"),
        (b'{"a":1,"a":1}', "not_canonical_json"),
        (b"1.0", "not_canonical_json"),
        (b"-0", "not_canonical_json"),
        (b"1e2", "not_canonical_json"),
        (b'"\\u0041"', "not_canonical_json"),
        (b'"\\/"', "not_canonical_json"),
        (b"[1]\n", "not_canonical_json"),
        (b'"\\ud800"', "not_utf8"),
        (b'"\xff"', "not_utf8"),
        (b"\xef\xbb\xbf1", "not_json"),
        (b"", "not_json"),
        (b"[1,]", "not_json"),
        (b"NaN", "not_a_number"),
        (b"[-Infinity]", "not_a_number"),
        (b"9007199254740992", "number_too_large"),
        (b"-9007199254740992", "number_too_large"),
        (b"1" * 5000, "number_too_large"),
        (b"1e999", "number_too_large"),
        (b"1e+30", "number_too_large"),
        (b"[" * 65 + b"]" * 65, "deep_json"),
        (b"[" * 1_000_000, "deep_json"),
        (b'{"a":' * 100_000, "deep_json"),
    ],
)
def test_the_strict_reader_refuses_by_name(data: bytes, name: str) -> None:
    with pytest.raises(Refusal) as caught:
        parse(data)
    assert caught.value.name == name


def test_a_text_longer_than_the_limit_is_refused_unread() -> None:
    with pytest.raises(Refusal, match="oversized_member"):
        parse(b"1" * (2**24 + 1))


def test_nesting_of_64_is_read_and_the_largest_exact_integer_too() -> None:
    deep = b"[" * 64 + b"]" * 64
    assert encode(parse(deep)) == deep
    assert parse(b"9007199254740991") == 2**53 - 1


def test_brackets_inside_strings_are_not_nesting() -> None:
    data = encode({"text": "[" * 1000 + '"\\'})
    assert encode(parse(data)) == data


@pytest.mark.parametrize("hostile", [b'"\\' * 500_000, b'["' + b'\\"' * 500_000 + b"[" * 100])
def test_deciding_the_depth_of_unclosed_strings_takes_linear_time(hostile: bytes) -> None:
    with pytest.raises(Refusal):
        parse(hostile)


@pytest.mark.parametrize(
    ("value", "name"),
    [
        (float("nan"), "not_a_number"),
        (float("inf"), "not_a_number"),
        (2**53, "number_too_large"),
        ("\ud800", "not_utf8"),
        (b"bytes", "not_representable"),
        ({1: 2}, "not_representable"),
        ({"a": {1, 2}}, "not_representable"),
    ],
)
def test_values_without_a_canonical_form_are_refused(value: object, name: str) -> None:
    with pytest.raises(Refusal) as caught:
        encode(value)  # type: ignore[arg-type]
    assert caught.value.name == name
