"""A security key as the second factor of the desk, with a key that the browser plays."""

import base64
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from support.web_form import PASSWORD, PERSON, Place

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("web form")]
KEY = {"protocol": "ctap2", "transport": "usb", "hasUserVerification": True, "isUserVerified": True}


def signing_in(page: Any, base: str) -> None:
    """Name and password."""
    page.goto(f"{base}/accounts/login/")
    page.fill("input[name=login]", PERSON)
    page.fill("input[name=password]", PASSWORD)
    page.click("main form button")


def another_key() -> str:
    """A private key that no account knows, as the browser takes it."""
    key = ec.generate_private_key(ec.SECP256R1())
    plain = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    return base64.b64encode(plain).decode()


def test_a_key_is_added_asked_for_and_taken_away_and_no_other_key_signs_in(
    chromium: Any, form_place: Place
) -> None:
    base = f"http://localhost:{form_place.server.port}"  # keys answer names, not numbers
    context = chromium.new_context()
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda one: said.append(one.text) if one.type == "error" else None)
    devtools = context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    key = devtools.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})["authenticatorId"]
    signing_in(page, base)
    page.goto(f"{base}/accounts/factors/keys/add/")
    page.fill("input[name=password]", PASSWORD)
    page.click("main form button")
    page.click("#use-key")
    page.wait_for_url("**/accounts/factors/codes/**")
    page.click("header form button")
    signing_in(page, base)
    page.wait_for_url("**/accounts/second/**")
    held = devtools.send("WebAuthn.getCredentials", {"authenticatorId": key})["credentials"]
    devtools.send("WebAuthn.clearCredentials", {"authenticatorId": key})
    page.click("#use-key")  # a key that this account does not know
    page.wait_for_selector("#key-problem:not([hidden])")
    page.goto(f"{base}/m/m-1/")
    assert "/m/" not in page.url.split("?")[0]
    forged = held[0] | {"privateKey": another_key()}  # the same name, another signature
    devtools.send("WebAuthn.addCredential", {"authenticatorId": key, "credential": forged})
    page.goto(f"{base}/accounts/second/")
    page.click("#use-key")
    page.wait_for_selector("text=This key is not known to this account.")
    devtools.send("WebAuthn.clearCredentials", {"authenticatorId": key})
    devtools.send("WebAuthn.addCredential", {"authenticatorId": key, "credential": held[0]})
    page.goto(f"{base}/accounts/second/")
    page.click("#use-key")
    page.wait_for_url(f"{base}/")
    page.goto(f"{base}/accounts/factors/keys/")
    page.click("main li a")
    page.fill("input[name=password]", PASSWORD)  # taking a factor away asks for the password again
    page.click("main form button")
    page.wait_for_url("**/end/")
    page.click("main form button")
    page.wait_for_url("**/accounts/factors/keys/")
    assert page.locator("main li a").count() == 0
    assert said == []
    context.close()
