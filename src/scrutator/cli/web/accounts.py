"""Accounts from the server's own computer: second factors, sessions, accounts to switch off."""

from pathlib import Path

import typer

from scrutator.cli.web.serve import FOLDER


def end_second_factor(
    account: str = typer.Argument(..., help="The account's name."), folder: Path = FOLDER
) -> None:
    """Take the second factor of an account away, on the server's own computer; they add another then.

    Example: `scrutator mission end-second-factor mira --folder mission`
    """
    from scrutator.errors import ScrutatorError
    from scrutator.web.serving import migrate, set_up

    set_up(folder)
    migrate()
    from scrutator.web.accounts.second_factor import end_factors

    if not end_factors(account):
        raise ScrutatorError("D62", f"the account “{account[:40]}” has no second factor")
    typer.echo(f"{account}: signs in by the password alone, until they add another second factor")


def role(
    mission: str = typer.Argument(..., help="The mission's short name."),
    account: str = typer.Argument(..., help="The account's name; made when it is new."),
    name: str = typer.Argument(
        ..., metavar="ROLE", help="coordinator, desk, analyst, editor, approver or key-holder."
    ),
    folder: Path = FOLDER,
) -> None:
    """Give an account a role in a mission. Only here are approvers and key-holders named, who are the second
    persons: an account that a coordinator makes could be the coordinator.

    Example: `scrutator mission role demo aru approver`
    """
    from scrutator.errors import ScrutatorError
    from scrutator.web.serving import migrate, set_up

    set_up(folder)
    migrate()
    from scrutator.web.accounts.models import User
    from scrutator.web.accounts.people import join
    from scrutator.web.desk.records import mission_of
    from scrutator.web.roles import Role

    found, password = mission_of(mission), ""
    if name not in list(Role):
        raise ScrutatorError(
            "D62", f"“{name[:40]}” is no role", remedy="See `scrutator mission role --help`."
        )
    if not User.objects.filter(username=account).exists():
        said = f"Password for {account} (at least 12 characters)"
        password = typer.prompt(said, hide_input=True, confirmation_prompt=True, err=True)
    join(found, account, password, Role(name))
    typer.echo(f"{account}: {name} of {mission}")


def end_role(
    mission: str = typer.Argument(..., help="The mission's short name."),
    account: str = typer.Argument(..., help="The account's name."),
    folder: Path = FOLDER,
) -> None:
    """Take the role of an account in a mission away, and end its sessions. Only here do second persons
    lose it.

    Example: `scrutator mission end-role demo aru`
    """
    from scrutator.errors import ScrutatorError
    from scrutator.web.serving import migrate, set_up

    set_up(folder)
    migrate()
    from django.db import transaction

    from scrutator.web.accounts import people
    from scrutator.web.accounts.models import User
    from scrutator.web.desk.records import mission_of

    found, user = mission_of(mission), User.objects.filter(username=account).first()
    if user is None:
        raise ScrutatorError("D62", f"there is no account “{account[:40]}”")
    with transaction.atomic():
        people.end_role(user, found)
    typer.echo(f"{account}: no role in {mission} any more")


def end_sessions(
    account: str = typer.Argument(..., help="The account's name."),
    switch_off: bool = typer.Option(False, "--switch-off", help="The account cannot sign in again either."),
    folder: Path = FOLDER,
) -> None:
    """End all sessions of an account at once; with --switch-off, the account too.

    Example: `scrutator mission end-sessions mira --switch-off --folder mission`
    """
    from scrutator.errors import ScrutatorError
    from scrutator.web.serving import migrate, set_up

    set_up(folder)
    migrate()
    from scrutator.web.accounts import sessions
    from scrutator.web.accounts.events import happened
    from scrutator.web.accounts.models import Event, User

    user = User.objects.filter(username=account).first()
    if user is None:
        raise ScrutatorError("D62", f"there is no account “{account[:40]}”")
    if switch_off:
        user.is_active = False
        user.save(update_fields=["is_active"])
        happened(Event.Kind.OFF, user)
    ended = sessions.end_sessions(user)
    happened(Event.Kind.SESSIONS, user)
    typer.echo(f"{account}: {ended} sessions ended" + (", and switched off" if switch_off else ""))


def events(
    last: int = typer.Option(50, "--last", min=1, max=10_000, help="How many."), folder: Path = FOLDER
) -> None:
    """Who signed in or out, whose password was wrong, who was refused what: the newest first.

    Example: `scrutator mission events --last 200 --folder mission`
    """
    from scrutator.web.serving import migrate, set_up

    set_up(folder)
    migrate()
    from scrutator.web.accounts.events import last_events

    for line in last_events(last):
        typer.echo(line)
