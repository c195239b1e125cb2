"""The signature of a gateway: over time and body, and for five minutes."""

import hashlib
import hmac

import pytest

from scrutator.field.sms.signature import is_signed, sign

KEY, BODY, AT = b"k" * 32, b'{"id":"1"}', 1_795_000_000


def test_a_signature_is_hmac_sha256_of_time_and_body() -> None:
    assert sign(KEY, AT, BODY) == hmac.new(KEY, b"1795000000." + BODY, hashlib.sha256).hexdigest()


@pytest.mark.parametrize(
    ("apart", "good"), [(0, True), (300, True), (-300, True), (301, False), (-301, False)]
)
def test_it_is_good_for_five_minutes_on_both_sides(apart: int, good: bool) -> None:
    assert is_signed(KEY, str(AT), sign(KEY, AT, BODY), BODY, AT + apart) == good


@pytest.mark.parametrize(
    ("key", "at", "body"),
    [(b"x" * 32, AT, BODY), (KEY, AT + 1, BODY), (KEY, AT, BODY + b" ")],
)
def test_another_key_time_or_body_is_not_signed(key: bytes, at: int, body: bytes) -> None:
    assert not is_signed(key, str(at), sign(KEY, AT, BODY), body, AT)


@pytest.mark.parametrize("text", ["", "x", "é" * 64, "0" * 63, "0" * 65, sign(KEY, AT, BODY).upper()])
def test_what_is_no_signature_is_refused(text: str) -> None:
    assert not is_signed(KEY, str(AT), text, BODY, AT)
    assert not is_signed(KEY, text, sign(KEY, AT, BODY), BODY, AT)
