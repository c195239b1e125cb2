"""A phone's token, and the QR code that sets ODK Collect up with it."""

import io
import json
import secrets
import zlib
from base64 import b64encode
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet

from scrutator.field.digest_auth import ha1_of
from scrutator.web.audit.events import What
from scrutator.web.audit.writing import COMPUTER, Log, note, write, written, written_among
from scrutator.web.missions.models import Device, Mission, Observer
from scrutator.web.receipts import ALPHABET

AT_DESK = "desk-"
"""How the name of a token begins that stands where a phone would, for what someone tells the desk."""
DAYS = 60


@dataclass(frozen=True)
class Token:
    """A new token; its password is shown once and kept nowhere."""

    device: Device
    password: str


def new_token(
    mission: Mission, observer: Observer, forms: tuple[str, ...], at: datetime, by: str = COMPUTER
) -> Token:
    """A token for one phone of an observer, for these forms (none: all), for 60 days."""
    username, password = _letters(8).lower(), _letters(24)

    def make(log: Log) -> Device:
        device = Device.objects.create(
            mission=mission,
            observer=observer,
            username=username,
            ha1=ha1_of(username, password),
            forms=list(forms),
            expires=at + timedelta(days=DAYS),
        )
        note(log, mission.pk, What.TOKEN, by, {"observer": observer.code, "token": username}, written(device))
        return device

    return Token(write(make), password)


def revoke(log: Log, found: "QuerySet[Device]", at: datetime, by: str) -> None:
    """End these tokens, of one mission, at once; what they still send is set aside."""
    listed = list(found.filter(revoked=None))
    if not listed:
        return
    Device.objects.filter(pk__in=[one.pk for one in listed]).update(revoked=at)
    rows = written_among("missions.device", [one.pk for one in listed])
    about = {"tokens": " ".join(one.username for one in listed)}
    note(log, listed[0].mission_id, What.REVOKED, by, about, rows)


def _letters(count: int) -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(count))


def collect_settings(url: str, name: str, token: Token) -> str:
    """What Collect's QR code holds: its settings as JSON, zlib, base64.

    Forms are those of the server and no others; a report is sent when there is a network, and its copy on
    the phone is deleted then.
    """
    general = {
        "protocol": "odk_default",
        "server_url": url,
        "username": token.device.username,
        "password": token.password,
        "form_update_mode": "match_exactly",
        "periodic_form_updates_check": "every_fifteen_minutes",
        "autosend": "wifi_and_cellular",
        "delete_send": True,
        "analytics": False,
    }
    settings = {"general": general, "admin": {"change_server": False}, "project": {"name": name[:30]}}
    return b64encode(zlib.compress(json.dumps(settings, separators=(",", ":")).encode())).decode()


def form_link(page: str, token: Token) -> str:
    """The link to the form in a browser: the token stands after #, which a browser sends to no one."""
    return f"{page}#{token.device.username}.{token.password}"


def qr_svg(text: str) -> str:
    """A QR code as an SVG element."""
    import qrcode
    from qrcode.image.svg import SvgPathImage

    code = qrcode.QRCode(border=2, error_correction=qrcode.constants.ERROR_CORRECT_L)
    code.add_data(text)
    out = io.BytesIO()
    code.make_image(image_factory=SvgPathImage).save(out)
    return out.getvalue().decode().partition("?>")[2].strip()
