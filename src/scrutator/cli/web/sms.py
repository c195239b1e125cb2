"""`scrutator mission sms`: numbers for observers, the gateway's key, a folder of messages, a simulator."""

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from scrutator.cli.output import print_table
from scrutator.cli.web.serve import FOLDER
from scrutator.errors import ScrutatorError

if TYPE_CHECKING:
    from scrutator.web.missions.models import Mission

app = typer.Typer(no_args_is_help=True, help="Reports by SMS: numbers and codes, gateway, simulator.")
CHANNEL = typer.Option("sms", "--channel", help="sms or messenger.")
SLUG = typer.Argument(..., metavar="MISSION", help="The mission's short name.")


@app.command()
def numbers(
    slug: str = SLUG,
    observers: list[str] = typer.Option([], "--observer", help="An observer's code; repeatable. None: all."),
    language: str = typer.Option("en", "--language", help="The language of replies: en, ru or kk."),
    folder: Path = FOLDER,
) -> None:
    """Give observers a number and a code for SMS, and print them once; earlier ones end.

    Example: `scrutator mission sms numbers demo --language kk`
    """
    mission = _mission(folder, slug)
    from scrutator.web.audit.writing import write
    from scrutator.web.clock import now
    from scrutator.web.sms.numbers import give_number
    from scrutator.words.sms import sms_languages

    if language not in sms_languages():
        raise ScrutatorError("X03", f"replies are in {', '.join(sms_languages())}, not in “{language}”")
    listed = mission.observers.order_by("code")
    chosen = list(listed.filter(code__in=observers) if observers else listed)
    for code in sorted(set(observers) - {one.code for one in chosen}):
        raise ScrutatorError("D62", f"there is no observer {code}", remedy="Import the observer first.")
    given = write(lambda log: [give_number(mission, one, language, now()) for one in chosen])
    print_table("", ("observer", "number", "code"), [(one.observer, one.number, one.code) for one in given])


@app.command()
def key(slug: str = SLUG, channel: str = CHANNEL, folder: Path = FOLDER) -> None:
    """Print the key that the mission's gateway of a channel signs with, in hexadecimal.

    Example: `scrutator mission sms key demo`
    """
    mission = _mission(folder, slug)
    from scrutator.web.sms.views import gateway_key

    typer.echo(gateway_key(mission.slug, _known(channel)).hex())


@app.command()
def simulate(
    slug: str = SLUG,
    text: str = typer.Argument(..., help="The message."),
    sender: str = typer.Option("+77010000000", "--from", help="The telephone it comes from."),
    write: bool = typer.Option(False, "--write", help="Take it as a gateway's; without this, only read it."),
    folder: Path = FOLDER,
) -> None:
    """Say what a message would be read as and answered with; with --write, take it as a report.

    Example: `scrutator mission sms simulate demo "VO 111116 482913 ST=S1 AD1 OV2 @ calm"`
    """
    mission = _mission(folder, slug)
    if write:
        import secrets

        from scrutator.web.clock import now
        from scrutator.web.sms.taking import Inbound, take

        answer = take(mission, Inbound(f"simulated-{secrets.token_hex(8)}", sender, text), now())
        typer.echo(f"{answer.outcome}\n{answer.reply or '(no reply)'}")
        return
    from scrutator.field.sms.reading import read
    from scrutator.field.sms.replies import language_of, refused
    from scrutator.web.sms.forms import cards_of

    found = read(text, cards_of(mission))
    for name, answer_text in found.answers.items():
        typer.echo(f"{name}: {answer_text}")
    if found.faults:
        typer.echo(refused(language_of(text), found.faults))
        raise typer.Exit(1)
    typer.echo("It can be read; number and code were not looked up, and nothing was written.")


@app.command()
def drop(
    slug: str = SLUG,
    directory: Path = typer.Argument(..., help="A folder with `in`; `out` and `done` are made beside it."),
    channel: str = CHANNEL,
    folder: Path = FOLDER,
) -> None:
    """Take every message in DIRECTORY/in (one JSON file each) and write its reply to DIRECTORY/out.

    A message that is done moves to `done`; one that cannot be read stays, and exit status is 1.

    Example: `scrutator mission sms drop demo /var/spool/sms`
    """
    mission = _mission(folder, slug)
    from scrutator.web.sms.drop import take_folder

    done, left = take_folder(mission, directory, _known(channel))
    for name, why in left:
        typer.echo(f"{name}: {why}", err=True)
    typer.echo(f"{done} messages taken, {len(left)} left")
    if left:
        raise typer.Exit(1)


@app.command()
def messages(
    slug: str = SLUG,
    directory: Path = typer.Argument(..., help="A folder for the gateway; `out` is made in it."),
    channel: str = CHANNEL,
    folder: Path = FOLDER,
) -> None:
    """Hand messages that wait to a gateway: one JSON file each in DIRECTORY/out.

    Messages about a report, which are then marked told, go by the channel that their observer's number is
    bound to, SMS without one; messages to many by the channel that was chosen. Observers without a telephone
    number are counted; exit status is 1 then. What was written before its observer said that they are not
    safe waits until the coordinator releases their report.

    Example: `scrutator mission sms messages demo /var/spool/sms`
    """
    mission = _mission(folder, slug)
    from scrutator.web.messaging.sending import send_outgoing
    from scrutator.web.sms.sending import send_waiting

    sent = send_waiting(mission, directory, _known(channel))
    typer.echo(f"{sent.handed_over} messages handed over, {sent.without_phone} wait: no telephone number")
    if sent.elsewhere:
        other = "messenger" if channel == "sms" else "sms"
        typer.echo(f"{sent.elsewhere} wait for the other gateway: --channel {other}")
    many = send_outgoing(mission, directory, channel)
    typer.echo(f"{many.handed_over} of messages to many handed over, {many.without_phone} have no telephone")
    if held := sent.held_back + many.held_back:
        typer.echo(f"{held} held back: their observers may not be safe, and the coordinator decides")
    if sent.without_phone or many.without_phone:
        raise typer.Exit(1)


def _known(channel: str) -> str:
    """The channel, if there is one of this name. Raises X03."""
    if channel not in ("sms", "messenger"):
        raise ScrutatorError("X03", f"a channel is sms or messenger, not “{channel[:20]}”")
    return channel


def _mission(folder: Path, slug: str) -> "Mission":
    from scrutator.web.serving import migrate, set_up

    set_up(folder)
    migrate()
    from scrutator.web.desk.records import mission_of

    return mission_of(slug)
