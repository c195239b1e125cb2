"""Every field and file that pages of a mission read, filled with the values of a mission: to be posted elsewhere."""

from typing import Any

from support.desk import CLEAN
from support.field_server import Mission
from support.full_mission import RESULTS, sealed_plan
from support.incidents import SAID, event
from support.night import RULES, SAMPLE

ACTS = {
    "act": ("flag", "correct", "apart", "merge", "undo"),
    "station_act": ("settle", "seen", "undo"),
    "incident_act": ("status", "join", "part", "relay", "hold"),
    "people_end": ("end", "sessions", "role"),
    "sms_number_change": ("bind", "release", "end"),
}
IMPORTS = ("places", "observers", "deployment", "duties", "import_reports")
Fields = dict[str, Any]


def fields_of(mission: Mission) -> Fields:
    """One value for every field and file, of this mission where it has one, as it was when first asked."""
    if mission.slug not in _FIELDS:
        _FIELDS[mission.slug] = _fields(mission)
    return _FIELDS[mission.slug] | files_of(mission)


_FIELDS: dict[str, Fields] = {}


def _fields(mission: Mission) -> Fields:
    from django.apps import apps

    row = mission.row
    of_desk = {
        "observer": row.observers.first().code, "place": "ZZ9", "into": "0", "state": "agreed", "act": "flag",
        "decision": str(apps.get_model("intake", "Decision").objects.get(submission__mission=row).pk),
        "username": row.memberships.first().user.username, "role": "desk", "reason": "mine", "words": "mine",
        "question": "overall", "value": "bad", "apart": "yes", "bundled": "", "version": "", "language": "en",
        "telephone": "", "wanted": "see the name", "which": "one", "mark": "m", "next": "/", "password": "",
        "forms": "voting", "token": "", "relayed": "yes", "held": "yes", "status": "being checked",
        "report": str(event(mission).number), "system": "nemo", "form": "voting", "title": "",
    }  # fmt: skip
    of_messages = {
        "name": row.wordings.first().name, "by": "team", "part": row.observers.first().team, "channel": "sms",
        "digest": row.bulks.get().digest, "table": "prefix,operator\n7701,Other\n", "price": "1", "currency": "KZT",
    }  # fmt: skip
    of_the_night = {
        "key": row.approver_keys.get().key, "seed": "31415926535897932384", "number": "30",
        "pasted": "station,Union,Accord\nZZ9,1,2\n",
    }  # fmt: skip
    return of_desk | of_messages | of_the_night


def files_of(mission: Mission) -> Fields:
    """Every file that a page reads, anew each time: a file is read once."""
    from django.core.files.uploadedfile import SimpleUploadedFile

    note = "the record of another mission\n\n— other.example AAAA\n"
    texts = {
        "file": "code,name,latitude,longitude\nZZ9,Foreign School,43.2,76.9\n", "rules": RULES,
        "sample": SAMPLE, "frame": "", "replaced": "", "results": RESULTS, "note": note,
    }  # fmt: skip
    files = {name: text.encode() for name, text in texts.items()} | {"plan": sealed_plan()}
    return {
        name: SimpleUploadedFile(f"{name}.csv", content) for name, content in files.items() if content
    } | {name: "" for name, content in files.items() if not content}


def upload_of(mission: Mission, what: str) -> str:
    """The token of a file that waits in this mission for its second step."""
    from scrutator.web.missions.imports import Upload, What, keep_upload

    content = b"code,name\nQ1,Foreign School\n"
    return keep_upload(Upload(What(what), mission.row.pk, "p.csv", content, "x", ("nemo", "1", "", "")))


def tries(name: str, mission: Mission) -> list[Fields]:
    """What differs of the fields at a route, one for each way that its page goes; None leaves a field out."""
    if name in ACTS:
        joined = {"into": fields_of(mission)["report"]} if name == "incident_act" else {}
        return [{"act": act, **joined} for act in ACTS[name]]
    if name in IMPORTS:
        what = "reports" if name == "import_reports" else name
        return [{"token": upload_of(mission, what)}, {"token": None, "form": "voting 1"}]
    ways: dict[str, list[Fields]] = {
        "message_end": [{"state": "told"}],
        "decide": [{"state": "withheld"}],
        "forms": [{"file": None, "bundled": "voting", "version": "2"}, {}],
        "checks": [{"table": files_of(mission)["file"]}],
        "bulk_set_up": [{}, {"table": None}],
        "bulk_look": [{"form": ""}, {"part": ""}],
        "bulk_confirm": [{}, {"part": "", "form": ""}],
        "published_add": [{"pasted": None}, {"file": None}],
        "night_rules": [{"form": "quickcount"}],
        "sheet": [{name: str(count) for name, count in CLEAN.items()}],
        "incident_write": [
            SAID | {"token": "cd" * 16},
            SAID | {"token": "ef" * 16, "observer": "", "i_station": "ZZ9"},
        ],
    }
    return ways.get(name, [{}])


def given(name: str, mission: Mission) -> list[Fields]:
    """All that is posted to a route, one time for each way that its page goes."""
    made = [fields_of(mission) | changed for changed in tries(name, mission)]
    return [{field: value for field, value in one.items() if value is not None} for one in made]
