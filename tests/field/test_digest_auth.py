"""HTTP Digest: what a header proves, and what it does not."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrutator.errors import ScrutatorError
from scrutator.field.digest_auth import challenge, ha1_of, made_at, new_nonce, parse, proves
from support.refusals import code_of

SECRET, SALT = b"s" * 32, b"12345678"
# Made with Python's urllib.request.HTTPDigestAuthHandler for user ada, password open sesame.
HEADER = (
    'Digest username="ada", realm="Scrutator", nonce="n1", uri="/o/m/formList?deviceID=a%3Ab", '
    'response="RESPONSE", qop=auth, nc=00000001, cnonce="c1"'
)


def made(header: str = HEADER, method: str = "GET") -> str:
    """The header with its response, by the standard library's own implementation."""
    from urllib.request import AbstractDigestAuthHandler

    hash_, kd = AbstractDigestAuthHandler().get_algorithm_impls("MD5")
    uri = re.search('uri="([^"]*)"', header)
    assert uri
    a1, a2 = hash_("ada:Scrutator:open sesame"), hash_(f"{method}:{uri[1]}")
    return header.replace("RESPONSE", kd(a1, f"n1:00000001:c1:auth:{a2}"))


def test_a_header_of_one_who_knows_the_password_proves_it_for_its_method_and_target() -> None:
    ha1 = ha1_of("ada", "open sesame")
    credentials = parse(made())
    assert proves(credentials, ha1, "GET", "/o/m/formList?deviceID=a%3Ab")
    assert proves(credentials, ha1, "GET", "/o/m/formList?deviceID=a:b")  # a proxy undid the escape
    assert not proves(credentials, ha1, "POST", "/o/m/formList?deviceID=a%3Ab")
    assert not proves(credentials, ha1, "GET", "/o/m/submission")
    assert not proves(credentials, ha1_of("ada", "open sesam"), "GET", "/o/m/formList?deviceID=a%3Ab")


def test_another_realm_proves_nothing() -> None:
    credentials = parse(made().replace('realm="Scrutator"', 'realm="Other"'))
    assert not proves(credentials, ha1_of("ada", "open sesame"), "GET", "/o/m/formList?deviceID=a%3Ab")


@pytest.mark.parametrize(
    "header",
    ["Basic YTpi", "Digest", "Digest username", 'Digest username="a", username="b"', "", made().replace("qop=auth", "qop=auth-int"),
     made().replace("nc=00000001", "nc=1"), made() + ', algorithm=SHA-256', made() + ', x="' + "y" * 2000 + '"'],
)  # fmt: skip
def test_what_is_not_digest_with_qop_auth_is_refused_by_name(header: str) -> None:
    with pytest.raises(ScrutatorError, match="D51"):
        parse(header)


@given(st.text(max_size=300))
def test_any_text_is_read_or_refused_by_name(text: str) -> None:
    for header in (text, f"Digest {text}"):
        assert code_of(lambda header=header: parse(header)) in (None, "D51")


def test_a_nonce_says_when_it_was_made_to_its_maker_alone() -> None:
    nonce = new_nonce(SECRET, 1_790_000_000, SALT)
    assert made_at(SECRET, nonce) == 1_790_000_000
    assert made_at(b"t" * 32, nonce) is None
    changed = [nonce[:i] + ("0" if nonce[i] != "0" else "1") + nonce[i + 1 :] for i in range(len(nonce))]
    assert [made_at(SECRET, one) for one in changed] == [None] * 60


def test_the_challenge_says_whether_only_the_nonce_was_old() -> None:
    assert "stale=true" in challenge("n", stale=True)
    assert 'qop="auth", algorithm=MD5, nonce="n", stale=false' in challenge("n", stale=False)


def test_a_phone_of_ours_signs_as_one_written_apart_does() -> None:
    from scrutator.field.digest_auth import nonce_of, signed
    from support.phone import Signing

    other = Signing("phone", "secret")
    header = challenge("0123abcd", stale=False)
    other.challenged(header)
    assert nonce_of(header) == "0123abcd"
    assert [signed("phone", "secret", "0123abcd", n, "POST", "/o/m/submission?a=b") for n in (1, 2)] == [
        other.header("POST", "/o/m/submission?a=b") for _ in range(2)
    ]
    assert nonce_of('Basic realm="x", nonce="y"') == ""
