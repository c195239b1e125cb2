"""`scrutator mission end-second-factor`: for one who lost their phone and their codes."""

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
