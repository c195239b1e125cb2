"""Every address of the server. Each has a name, and each name a line in `policy.RULES`."""

from allauth.account.views import LoginView, LogoutView, PasswordChangeView, ReauthenticateView
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.base.views import reauthenticate as factor_again
from allauth.mfa.recovery_codes.views import ViewRecoveryCodesView
from allauth.mfa.totp.views import DeactivateTOTPView
from allauth.mfa.webauthn.views import (
    AddWebAuthnView,
    ListWebAuthnView,
    ReauthenticateWebAuthnView,
    RemoveWebAuthnView,
)
from django.urls import path

from scrutator.web.accounts import demo, second_factor
from scrutator.web.accounts import views as accounts
from scrutator.web.desk import messages, station_pages
from scrutator.web.desk import views as desk
from scrutator.web.desk.checking import views as checking
from scrutator.web.desk.coverage import coverage
from scrutator.web.desk.deciding import act, station_act
from scrutator.web.desk.logged import events
from scrutator.web.desk.moving import move
from scrutator.web.desk.queue import queue
from scrutator.web.examining.observers import observers_examined
from scrutator.web.exports import views as exports
from scrutator.web.form import views as form
from scrutator.web.importing.views import import_reports
from scrutator.web.incidents import acting, mapping, setting_up
from scrutator.web.incidents import views as incidents
from scrutator.web.intake import log_views as log
from scrutator.web.intake import views as intake
from scrutator.web.law.views import law
from scrutator.web.messaging import views as bulk
from scrutator.web.messaging.missing import missing
from scrutator.web.missions import views as missions
from scrutator.web.missions.imports import What
from scrutator.web.night import audit_views as audit
from scrutator.web.night import keying_views as keying
from scrutator.web.night import published_views as published
from scrutator.web.night import release_views as releases
from scrutator.web.night import views as night
from scrutator.web.night.public import views as public
from scrutator.web.operating.health import health
from scrutator.web.operating.metrics import metrics
from scrutator.web.own import files as own_files
from scrutator.web.own import views as own
from scrutator.web.persons import names
from scrutator.web.preparing.first_views import Part, prepared
from scrutator.web.site_pages import site
from scrutator.web.sms import number_views as numbers
from scrutator.web.sms import views as sms
from scrutator.web.speech import choose_language

handler500 = "scrutator.web.middleware.failed"

urlpatterns = [
    path("", accounts.home, name="home"),
    path("health", health, name="health"),
    path("metrics", metrics, name="metrics"),
    path("start/<str:token>", accounts.first_run, name="first_run"),
    path("accounts/login/", LoginView.as_view(), name="account_login"),
    path("accounts/logout/", LogoutView.as_view(), name="account_logout"),
    path("accounts/password/", PasswordChangeView.as_view(), name="account_change_password"),
    path("accounts/again/", ReauthenticateView.as_view(), name="account_reauthenticate"),
    path("accounts/second/", AuthenticateView.as_view(), name="mfa_authenticate"),
    path("accounts/second/again/", factor_again, name="mfa_reauthenticate"),
    path("accounts/factors/", second_factor.factors, name="mfa_index"),
    path("accounts/factors/add/", second_factor.AddFactor.as_view(), name="mfa_activate_totp"),
    path("accounts/factors/end/", DeactivateTOTPView.as_view(), name="mfa_deactivate_totp"),
    path("accounts/factors/keys/", ListWebAuthnView.as_view(), name="mfa_list_webauthn"),
    path("accounts/factors/keys/add/", AddWebAuthnView.as_view(), name="mfa_add_webauthn"),
    path("accounts/factors/keys/<int:pk>/end/", RemoveWebAuthnView.as_view(), name="mfa_remove_webauthn"),
    path("accounts/second/key/", ReauthenticateWebAuthnView.as_view(), name="mfa_reauthenticate_webauthn"),
    path("accounts/factors/codes/", ViewRecoveryCodesView.as_view(), name="mfa_view_recovery_codes"),
    path("accounts/sessions/", accounts.sessions, name="sessions"),
    path("accounts/sessions/end", accounts.session_end, name="session_end"),
    path("accounts/all/", accounts.accounts, name="accounts"),
    path("accounts/all/<int:user>/end", accounts.account_end, name="account_end"),
    path("language", choose_language, name="language"),
    path("demo/", demo.demo, name="demo"),
    path("demo/<str:role>", demo.demo_enter, name="demo_enter"),
    path("missions/new", missions.mission_new, name="mission_new"),
    # readers
    path("law/", law, name="law"),
    path("site/", site, name="site"),
    path("site/<path:path>", site, name="site_page"),
    path("own/", own.own, name="own"),
    path("own/<str:work>/", own.work, name="own_work"),
    path("own/<str:work>/read", own.read, name="own_read"),
    path("own/<str:work>/compute", own.compute, name="own_compute"),
    path("own/<str:work>/cancel", own.cancel, name="own_cancel"),
    path("own/<str:work>/delete", own.delete, name="own_delete"),
    path("own/<str:work>/get/<str:name>", own_files.take_away, name="own_get"),
    path("own/<str:work>/pages/<path:path>", own_files.page, name="own_page"),
    # phones
    path("o/<slug:mission>/formList", intake.form_list, name="form_list"),
    path("o/<slug:mission>/formList/", intake.form_list, name="form_list_slash"),
    path("o/<slug:mission>/forms/<int:form>", intake.form, name="form"),
    path("o/<slug:mission>/manifest/<int:form>", intake.manifest, name="manifest"),
    path("o/<slug:mission>/media/<int:form>/<str:name>", intake.media, name="media"),
    path("o/<slug:mission>/submission", intake.submission, name="submission"),
    # the form in a browser
    path("m/<slug:mission>/form/", form.page, name="web_form"),
    path("m/<slug:mission>/form/worker.js", form.worker, name="web_form_worker"),
    path("m/<slug:mission>/form/app/<str:build>/<str:name>", form.part, name="web_form_part"),
    path("m/<slug:mission>/form/start", form.start, name="web_form_start"),
    path("m/<slug:mission>/form/list", form.listed, name="web_form_list"),
    path("m/<slug:mission>/form/forms/<int:form>", intake.form, name="web_form_xml"),
    path("m/<slug:mission>/form/forms/<int:form>/<str:name>", intake.media, name="web_form_media"),
    path("m/<slug:mission>/form/reports", form.report, name="web_form_report"),
    # SMS gateways
    path("sms/<slug:mission>/in", sms.sms_hook, name="sms_hook"),
    path("sms/<slug:mission>/delivery", sms.delivery_hook, name="sms_delivery"),
    path("messenger/<slug:mission>/in", sms.sms_hook, {"channel": "messenger"}, name="messenger_hook"),
    path(
        "messenger/<slug:mission>/delivery",
        sms.delivery_hook,
        {"channel": "messenger"},
        name="messenger_delivery",
    ),
    # anyone
    path("log/<slug:mission>/", log.log_ask, name="log_ask"),
    path("log/<slug:mission>/checkpoint", log.log_checkpoint, name="log_checkpoint"),
    path("log/<slug:mission>/leaf/<str:code>", log.log_leaf, name="log_leaf"),
    path("log/<slug:mission>/leaf/<str:code>/proof", log.log_proof, name="log_proof"),
    path("night/<slug:mission>/", public.released, name="released"),
    path("night/<slug:mission>/<str:name>", public.released, name="released_page"),
    path("night/<slug:mission>/<int:release>/<str:name>", public.released_file, name="released_file"),
    # the night
    path("m/<slug:mission>/night", prepared(Part.NIGHT, night.night), name="night"),
    path("m/<slug:mission>/night/rules", night.night_rules, name="night_rules"),
    path("m/<slug:mission>/night/inputs.zip", prepared(Part.NIGHT, night.night_inputs), name="night_inputs"),
    path("m/<slug:mission>/night/releases", releases.release_write, name="release_write"),
    path("m/<slug:mission>/night/releases/<int:release>", releases.release_record, name="release_record"),
    path("m/<slug:mission>/night/releases/<int:release>/sign", releases.release_sign, name="release_sign"),
    path("m/<slug:mission>/night/keys", releases.key_add, name="key_add"),
    path("m/<slug:mission>/night/keys/<int:key>/end", releases.key_revoke, name="key_revoke"),
    path("m/<slug:mission>/keying", prepared(Part.SHEETS, keying.keying), name="keying"),
    path("m/<slug:mission>/keying.csv", prepared(Part.SHEETS, keying.keying_table), name="keying_table"),
    path("m/<slug:mission>/keying/<int:report>", keying.sheet, name="sheet"),
    path("m/<slug:mission>/keying/<int:report>/<int:attachment>", keying.sheet_photo, name="sheet_photo"),
    path("m/<slug:mission>/published", prepared(Part.PUBLISHED, published.published), name="published"),
    path("m/<slug:mission>/published/add", published.published_add, name="published_add"),
    path("m/<slug:mission>/audit", audit.audit, name="audit"),
    path("m/<slug:mission>/audit/plans", audit.audit_plan, name="audit_plan"),
    path("m/<slug:mission>/audit/<int:plan>/seed", audit.audit_seed, name="audit_seed"),
    path("m/<slug:mission>/audit/<int:plan>/draw", audit.audit_draw, name="audit_draw"),
    # the desk
    path("m/<slug:mission>/", desk.desk, name="desk"),
    path("m/<slug:mission>/reports/<int:report>", desk.report, name="report"),
    path("m/<slug:mission>/events", events, name="events"),
    path("m/<slug:mission>/reports/<int:report>/decide", desk.decide, name="decide"),
    path("m/<slug:mission>/reports/<int:report>/photos/<int:attachment>", desk.photo, name="photo"),
    path("m/<slug:mission>/reports/<int:report>/move", move, name="move"),
    path("m/<slug:mission>/reports/<int:report>/act", act, name="act"),
    path("m/<slug:mission>/queue", queue, name="queue"),
    path("m/<slug:mission>/checks", checking.checks, name="checks"),
    path("m/<slug:mission>/checks.csv", checking.checks_table, name="checks_table"),
    path("m/<slug:mission>/station/act", station_act, name="station_act"),
    path("m/<slug:mission>/reports/<int:report>/message", messages.message_write, name="message_write"),
    path("m/<slug:mission>/messages", messages.messages, name="messages"),
    path("m/<slug:mission>/messages/<int:message>", messages.message_end, name="message_end"),
    path("m/<slug:mission>/missing", prepared(Part.MISSING, missing), name="missing"),
    path("m/<slug:mission>/bulk", bulk.bulks, name="bulks"),
    path("m/<slug:mission>/bulk/look", bulk.bulk_look, name="bulk_look"),
    path("m/<slug:mission>/bulk/confirm", bulk.bulk_confirm, name="bulk_confirm"),
    path("m/<slug:mission>/bulk/words", bulk.bulk_words, name="bulk_words"),
    path("m/<slug:mission>/bulk/set-up", bulk.bulk_set_up, name="bulk_set_up"),
    path("m/<slug:mission>/bulk/<int:bulk>", bulk.bulk, name="bulk"),
    path("m/<slug:mission>/stations", station_pages.stations, name="stations"),
    path("m/<slug:mission>/station", station_pages.station, name="station"),
    path("m/<slug:mission>/incidents", prepared(Part.INCIDENTS, incidents.incidents), name="incidents"),
    path(
        "m/<slug:mission>/incidents/new",
        prepared(Part.INCIDENTS, incidents.incident_write),
        name="incident_write",
    ),
    path(
        "m/<slug:mission>/incidents/map.svg",
        prepared(Part.INCIDENTS, mapping.incidents_map),
        name="incidents_map",
    ),
    path("m/<slug:mission>/incidents/places", setting_up.incident_places, name="incident_places"),
    path("m/<slug:mission>/incidents/kinds", setting_up.incident_kinds, name="incident_kinds"),
    path(
        "m/<slug:mission>/incidents/kinds.csv", setting_up.incident_kinds_table, name="incident_kinds_table"
    ),
    path("m/<slug:mission>/incidents/<int:incident>", incidents.incident, name="incident"),
    path("m/<slug:mission>/incidents/<int:incident>/act", acting.incident_act, name="incident_act"),
    path("m/<slug:mission>/names", names.names, name="names"),
    path("m/<slug:mission>/names/ask", names.name_ask, name="name_ask"),
    path("m/<slug:mission>/names/<int:number>", names.name_answer, name="name_answer"),
    path("m/<slug:mission>/names/<int:number>/show", names.name_show, name="name_show"),
    path("m/<slug:mission>/places", missions.import_table, {"what": What.PLACES}, name="places"),
    path("m/<slug:mission>/observers", missions.import_table, {"what": What.OBSERVERS}, name="observers"),
    path("m/<slug:mission>/deployment", missions.import_table, {"what": What.DEPLOYMENT}, name="deployment"),
    path("m/<slug:mission>/duties", missions.import_table, {"what": What.DUTIES}, name="duties"),
    path("m/<slug:mission>/observers-examined", observers_examined, name="observers_examined"),
    path("m/<slug:mission>/import-reports", import_reports, name="import_reports"),
    path("m/<slug:mission>/coverage", prepared(Part.COVERAGE, coverage), name="coverage"),
    path("m/<slug:mission>/exports", exports.exports, name="exports"),
    path("m/<slug:mission>/exports/<str:table>.<str:kind>", exports.export, name="export"),
    path("m/<slug:mission>/forms", missions.forms, name="forms"),
    path("m/<slug:mission>/forms/<int:form>/paper/<str:language>", missions.form_paper, name="form_paper"),
    path("m/<slug:mission>/devices", missions.devices, name="devices"),
    path("m/<slug:mission>/devices/<int:device>/revoke", missions.device_revoke, name="device_revoke"),
    path("m/<slug:mission>/sms", sms.sms_log, name="sms_log"),
    path("m/<slug:mission>/sms/numbers", numbers.sms_numbers, name="sms_numbers"),
    path("m/<slug:mission>/sms/numbers/<int:number>", numbers.sms_number_change, name="sms_number_change"),
    path("m/<slug:mission>/guide", missions.guide, name="guide"),
    path("m/<slug:mission>/people", missions.people, name="people"),
    path("m/<slug:mission>/people/<int:user>/end", missions.people_end, name="people_end"),
]
