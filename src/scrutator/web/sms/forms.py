"""The forms of a mission that can be sent by SMS."""

from scrutator.field.sms.card import Card, card_of
from scrutator.web.missions.forms import published_form, sms_prefix
from scrutator.web.missions.models import Mission


def cards_of(mission: Mission) -> tuple[Card, ...]:
    """The cards of the current forms that have a prefix; no two have the same."""
    current = mission.forms.filter(current=True).order_by("pk").values_list("pk", flat=True)
    cards = (card_of(published_form(pk), sms_prefix(pk)) for pk in current)
    return tuple(card for card in cards if card.prefix)
