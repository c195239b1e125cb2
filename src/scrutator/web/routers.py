"""Persons and contacts live in a database of their own; nothing joins them to the mission's."""

from typing import Any

APP, DATABASE = "identities", "identity"


class Identities:
    """Django asks this which database a model lives in."""

    def db_for_read(self, model: Any, **hints: Any) -> str | None:
        return DATABASE if model._meta.app_label == APP else None

    def db_for_write(self, model: Any, **hints: Any) -> str | None:
        return DATABASE if model._meta.app_label == APP else None

    def allow_relation(self, one: Any, other: Any, **hints: Any) -> bool:
        return bool((one._meta.app_label == APP) == (other._meta.app_label == APP))

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        return (app_label == APP) == (db == DATABASE)
