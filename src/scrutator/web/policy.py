"""Who may ask for what: every route by name, and what is not named here is refused to all.

A test walks the router: each route stands here and each line here is a route.
"""

from collections.abc import Mapping
from enum import Enum

from scrutator.web.roles import Role


class Access(Enum):
    """Rules that are no role of a mission."""

    ANYONE = "anyone"
    SIGNED_IN = "anyone who is signed in"
    DEVICE = "a phone with a token of the mission"
    TOKEN = "a web form that shows a token of the mission"
    GATEWAY = "an SMS gateway that signs with the mission's key"
    ADMINISTRATOR = "the server's administrator"
    OPERATOR = "the server's administrator, and a program on this computer that no proxy stands before"
    DEMONSTRATION = "anyone on this computer, where the server is a demonstration"


Rule = Access | frozenset[Role]

SET_UP: Rule = frozenset({Role.COORDINATOR})
DESK: Rule = frozenset({Role.COORDINATOR, Role.DESK})
READING = frozenset({Role.COORDINATOR, Role.DESK, Role.ANALYST})
SECOND: Rule = frozenset({Role.APPROVER, Role.KEY_HOLDER})
NIGHT: Rule = READING | frozenset({Role.APPROVER})
SIGNING: Rule = frozenset({Role.APPROVER})
NAMES: Rule = frozenset({Role.COORDINATOR, Role.APPROVER, Role.KEY_HOLDER})

OWN = ("own", "own_work", "own_read", "own_compute", "own_cancel", "own_delete", "own_get", "own_page")

RULES: Mapping[str, Rule] = {
    "health": Access.ANYONE,
    "first_run": Access.ANYONE,
    "language": Access.ANYONE,
    "account_login": Access.ANYONE,
    "account_logout": Access.ANYONE,
    "mfa_authenticate": Access.ANYONE,
    "account_reauthenticate": Access.SIGNED_IN,
    "account_change_password": Access.SIGNED_IN,
    "mfa_reauthenticate": Access.SIGNED_IN,
    "mfa_index": Access.SIGNED_IN,
    "mfa_activate_totp": Access.SIGNED_IN,
    "mfa_deactivate_totp": Access.SIGNED_IN,
    "mfa_view_recovery_codes": Access.SIGNED_IN,
    "mfa_list_webauthn": Access.SIGNED_IN,
    "mfa_add_webauthn": Access.SIGNED_IN,
    "mfa_remove_webauthn": Access.SIGNED_IN,
    "mfa_reauthenticate_webauthn": Access.SIGNED_IN,
    "sessions": Access.SIGNED_IN,
    "session_end": Access.SIGNED_IN,
    "accounts": Access.ADMINISTRATOR,
    "account_end": Access.ADMINISTRATOR,
    "demo": Access.DEMONSTRATION,
    "demo_enter": Access.DEMONSTRATION,
    "log_checkpoint": Access.ANYONE,
    "log_leaf": Access.ANYONE,
    "log_proof": Access.ANYONE,
    "log_ask": Access.ANYONE,
    "law": Access.ANYONE,
    "site": Access.ANYONE,
    "site_page": Access.ANYONE,
    **dict.fromkeys(OWN, Access.ANYONE),  # a workspace opens for the browser that made it: own/workspace.py
    "home": Access.SIGNED_IN,
    "mission_new": Access.ADMINISTRATOR,
    "metrics": Access.OPERATOR,
    "form_list": Access.DEVICE,
    "form_list_slash": Access.DEVICE,
    "form": Access.DEVICE,
    "manifest": Access.DEVICE,
    "media": Access.DEVICE,
    "submission": Access.DEVICE,
    "web_form": Access.ANYONE,
    "web_form_worker": Access.ANYONE,
    "web_form_part": Access.ANYONE,
    "web_form_report": Access.ANYONE,  # sealed, and signed in by what is sealed
    "web_form_start": Access.TOKEN,
    "web_form_list": Access.TOKEN,
    "web_form_xml": Access.TOKEN,
    "web_form_media": Access.TOKEN,
    "sms_hook": Access.GATEWAY,
    "sms_delivery": Access.GATEWAY,
    "messenger_hook": Access.GATEWAY,
    "messenger_delivery": Access.GATEWAY,
    "sms_log": SET_UP,
    "sms_numbers": SET_UP,
    "sms_number_change": SET_UP,
    "desk": READING,
    "report": READING,
    "coverage": READING,
    "exports": READING,
    "export": READING,
    "decide": DESK,
    "photo": DESK,
    "move": DESK,
    "act": DESK,
    "station_act": DESK,
    "queue": READING,
    "observers_examined": DESK,
    "checks": READING,
    "checks_table": READING,
    "messages": DESK,
    "message_write": DESK,
    "message_end": DESK,
    "stations": READING,
    "station": READING,
    "incidents": READING,
    "incident": READING,
    "incidents_map": READING,
    "incident_kinds_table": READING,
    "incident_write": DESK,
    "incident_act": DESK,
    "incident_places": SET_UP,
    "incident_kinds": SET_UP,
    "missing": READING,
    "bulks": DESK,
    "bulk": DESK,
    "bulk_look": DESK,
    "bulk_confirm": DESK,
    "bulk_words": DESK,
    "bulk_set_up": SET_UP,
    "names": NAMES,
    "events": NAMES,
    "name_ask": SET_UP,
    "name_answer": SECOND,
    "name_show": SET_UP,
    "released": Access.ANYONE,
    "released_page": Access.ANYONE,
    "released_file": Access.ANYONE,
    "night": NIGHT,
    "night_inputs": NIGHT,
    "release_record": NIGHT,
    "night_rules": SET_UP,
    "release_write": DESK,
    "release_sign": SIGNING,
    "key_add": SIGNING,
    "audit": READING,
    "audit_plan": SET_UP,
    "audit_seed": SET_UP,
    "audit_draw": SET_UP,
    "published": READING,
    "published_add": DESK,
    "keying": DESK,
    "keying_table": SET_UP,
    "sheet": DESK,
    "sheet_photo": DESK,
    "key_revoke": frozenset({Role.APPROVER, Role.COORDINATOR}),
    "places": SET_UP,
    "observers": SET_UP,
    "deployment": SET_UP,
    "duties": SET_UP,
    "import_reports": SET_UP,
    "forms": SET_UP,
    "form_paper": SET_UP,
    "devices": SET_UP,
    "people": SET_UP,
    "people_end": SET_UP,
    "guide": DESK,
    "device_revoke": SET_UP,
}


def allows(rule: Rule | None, role: Role | None, *, signed_in: bool, administrator: bool) -> bool:
    """Whether a person at the desk may: `role` is theirs in the mission asked about, None without one.

    A route for phones or gateways is never open to a person, and one without a rule to no one.
    """
    if rule is Access.ANYONE:
        return True
    if rule is Access.SIGNED_IN:
        return signed_in
    if rule in (Access.ADMINISTRATOR, Access.OPERATOR):
        return signed_in and administrator
    return isinstance(rule, frozenset) and signed_in and role in rule


def is_beside(route: str) -> bool:
    """Whether a process of the desk answers this route: pages of a mission's roles, and what watches the
    process.

    What remembers in its own process what it saw (nonces of phones, failures to sign in) stays with the
    first.
    """
    return isinstance(RULES.get(route), frozenset) or route in ("health", "metrics", "language")
