"""The commands by name, each loaded when it is used: `--help` and `--version` load none of them.

The texts here are what `scrutator --help` lists; a test holds them against the commands themselves.
"""

from collections.abc import Callable, Iterator, MutableMapping
from dataclasses import dataclass
from typing import Any

import typer
from typer.core import TyperGroup

Loaded = typer.Typer | Callable[..., None]


@dataclass(frozen=True)
class Command:
    """A command's line in the list, and what loads it."""

    help: str
    load: Callable[[], Loaded]


def _audit() -> Loaded:
    from scrutator.cli.counting.audits.audit import app

    return app


def _backup() -> Loaded:
    from scrutator.cli.web.upkeep import backup

    return backup


def _case() -> Loaded:
    from scrutator.cli.case.case import app

    return app


def _data() -> Loaded:
    from scrutator.cli.forensics.data import app

    return app


def _disclose() -> Loaded:
    from scrutator.cli.seal.disclose import app

    return app


def _docs() -> Loaded:
    from scrutator.cli.docs import docs

    return docs


def _doctor() -> Loaded:
    from scrutator.cli.web.upkeep import doctor

    return doctor


def _findings() -> Loaded:
    from scrutator.cli.case.findings import findings

    return findings


def _forensics() -> Loaded:
    from scrutator.cli.forensics.forensics import app

    return app


def _forms() -> Loaded:
    from scrutator.cli.field.forms import app

    return app


def _key() -> Loaded:
    from scrutator.cli.seal.key import app

    return app


def _law() -> Loaded:
    from scrutator.cli.law.law import app

    return app


def _ledger() -> Loaded:
    from scrutator.cli.ledger.ledger import app

    return app


def _log() -> Loaded:
    from scrutator.cli.seal.log import app

    return app


def _mission() -> Loaded:
    from scrutator.cli.web.mission import app

    return app


def _protocols() -> Loaded:
    from scrutator.cli.counting.protocols import app

    return app


def _publish() -> Loaded:
    from scrutator.cli.case.publish import publish

    return publish


def _quickcount() -> Loaded:
    from scrutator.cli.counting.quickcount import app

    return app


def _registration() -> Loaded:
    from scrutator.cli.law.registration import app

    return app


def _rehearse_faults() -> Loaded:
    from scrutator.cli.web.rehearse_faults import rehearse_faults_here

    return rehearse_faults_here


def _rehearse() -> Loaded:
    from scrutator.cli.web.rehearse import rehearse

    return rehearse


def _begin_again() -> Loaded:
    from scrutator.cli.web.upkeep import begin_again

    return begin_again


def _restore() -> Loaded:
    from scrutator.cli.web.upkeep import restore

    return restore


def _sample() -> Loaded:
    from scrutator.cli.counting.sample import app

    return app


def _seats() -> Loaded:
    from scrutator.cli.law.seats import app

    return app


def _serve() -> Loaded:
    from scrutator.cli.web.serve import serve

    return serve


def _site() -> Loaded:
    from scrutator.cli.case.site import site

    return site


def _upgrade() -> Loaded:
    from scrutator.cli.web.upkeep import upgrade

    return upgrade


def _verify() -> Loaded:
    from scrutator.cli.seal.verify import verify

    return verify


def _approve() -> Loaded:
    from scrutator.cli.seal.approve import approve

    return approve


def _witness() -> Loaded:
    from scrutator.cli.seal.witness import witness

    return witness


COMMANDS = {
    "approve": Command(
        "Verify a bundle whole, print what you approve, and add your signature to its checkpoint.", _approve
    ),
    "audit": Command(
        "Could the published outcome be wrong? An audit of station protocols with a limited risk.", _audit
    ),
    "backup": Command(
        "Copy a server into one file under a passphrase, while it runs: databases, photos, secrets.", _backup
    ),
    "begin-again": Command(
        "Let a restored server write: what came in after its copy is lost, and each log has a new key.",
        _begin_again,
    ),
    "case": Command("Check a case folder, start a new one, upgrade an older one.", _case),
    "data": Command("Public station-level results by name.", _data),
    "disclose": Command("Open withheld values to chosen people, or destroy what opens them.", _disclose),
    "docs": Command("Print a page of the documentation, or list the pages there are.", _docs),
    "doctor": Command(
        "Look at a server: databases, logs against checkpoints, photos on the disk, secrets.",
        _doctor,
    ),
    "findings": Command(
        "Run every method of a case and print its findings: figures with their origin.", _findings
    ),
    "forensics": Command("Examine polling-station results.", _forensics),
    "forms": Command("Forms for observers: bundled ones, a check of your own, a report read back.", _forms),
    "key": Command("Keys that sign bundles.", _key),
    "law": Command("Statutes as dated, citable data; counts.", _law),
    "ledger": Command("Claims and the evidence for and against them; ties; replies.", _ledger),
    "log": Command("The log behind published bundles.", _log),
    "mission": Command("Missions of a server: set-up, and the case made of their reports.", _mission),
    "protocols": Command("Station protocols: checks, copies against official results, levels.", _protocols),
    "publish": Command(
        "Build the statement of a case and seal it: pages, PDF, data, findings, log, verifier in one file.",
        _publish,
    ),
    "quickcount": Command("The quick count of a night, its release and its replay.", _quickcount),
    "registration": Command("Registration rules for parties.", _registration),
    "rehearse": Command(
        "Rehearse a day against a running server: phones over HTTP, the desk, the statement, the truth.",
        _rehearse,
    ),
    "rehearse-faults": Command(
        "Rehearse faults of eleven kinds against a running server: its checks, its desk, its record.",
        _rehearse_faults,
    ),
    "restore": Command(
        "Make a server's folder from its copy; then look at it with `scrutator doctor`.", _restore
    ),
    "sample": Command("Frames, plans and draws that anyone can repeat.", _sample),
    "seats": Command("From votes to seats under a law; margins; the same votes under other laws.", _seats),
    "serve": Command("Run the server of your missions: set-up, reports from ODK Collect, the desk.", _serve),
    "site": Command(
        "Write cases as static pages in English, Russian and Kazakh, one question a page.", _site
    ),
    "upgrade": Command(
        "Change a stopped server's folder to this version, after a copy of it that is the way back.", _upgrade
    ),
    "verify": Command("Verify a bundle: numbered checks, one line each, and a verdict.", _verify),
    "witness": Command(
        "Check that a log only grew since you last saw it, and cosign its checkpoint.", _witness
    ),
}


class _Loading(MutableMapping[str, Any]):
    """The commands as typer's objects, each made when it is first asked for."""

    def __init__(self) -> None:
        self._made: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        if name not in self._made:
            self._made[name] = _made(name, COMMANDS[name].load())
        return self._made[name]

    def __setitem__(self, name: str, command: Any) -> None:
        self._made[name] = command

    def __delitem__(self, name: str) -> None:
        del self._made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(COMMANDS)

    def __len__(self) -> int:
        return len(COMMANDS)


def _made(name: str, loaded: Loaded) -> Any:
    """A group or a single command, whose help is plain text as that of all commands."""
    if isinstance(loaded, typer.Typer):
        loaded.rich_markup_mode = None
        made = typer.main.get_group(loaded)
        made.name = name
        return made
    single = typer.Typer(rich_markup_mode=None, add_completion=False, pretty_exceptions_enable=False)
    single.command(name)(loaded)
    return typer.main.get_command(single)


class LazyCommands(TyperGroup):
    """The front door's group: knows the names and lines of its commands without loading them."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{**options, "commands": _Loading()})

    def list_commands(self, ctx: Any) -> list[str]:
        return list(COMMANDS)

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, command.help) for name, command in COMMANDS.items()])
