"""Which form a server's databases have: new, this version's, an earlier or a later version's."""

from enum import Enum

from django.db import connections
from django.db.migrations.executor import MigrationExecutor

from scrutator.errors import ScrutatorError
from scrutator.web.upkeep.taking_over import left_over

DATABASES = ("default", "identity")


class Form(Enum):
    """What a database's tables are to this version of the program."""

    NEW = "new"
    OURS = "of this version"
    EARLIER = "of an earlier version"
    LATER = "of a later version"


def form_of(database: str) -> Form:
    """The form of one database, from what it says was applied to it."""
    executor = MigrationExecutor(connections[database])
    applied = set(executor.loader.applied_migrations)
    if not applied:
        return Form.NEW
    if applied - set(executor.loader.disk_migrations):
        return Form.LATER
    planned = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return Form.EARLIER if planned else Form.OURS


def forms() -> set[Form]:
    """The forms of the databases of this server. One whose tables were brought up to date and whose missions
    were not is of an earlier version still: an upgrade ended between the two."""
    found = {form_of(database) for database in DATABASES}
    return {Form.EARLIER} if found == {Form.OURS} and left_over().exists() else found


def refuse_others(found: set[Form]) -> None:
    """Raise D58 for databases that another version made: an earlier one is upgraded first, with a copy."""
    if Form.LATER in found:
        raise ScrutatorError(
            "D58",
            "a later version of the program made this folder",
            remedy="Use that version, or restore the copy made before the upgrade.",
        )
    if Form.EARLIER in found or {Form.NEW, Form.OURS} <= found:
        raise ScrutatorError(
            "D58",
            "an earlier version of the program made this folder",
            remedy="Run `scrutator upgrade --folder FOLDER -o COPY`, which makes a copy first.",
        )
