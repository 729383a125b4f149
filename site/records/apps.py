from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate


class RecordsConfig(AppConfig):
    name = "records"

    def ready(self) -> None:
        from privacy.models import AccessRecord
        from records import checks, triggers  # noqa: F401  importing registers the check
        from records.models import Event

        triggers.protect(Event)
        triggers.protect(AccessRecord)  # privacy may not know this room
        post_migrate.connect(install_triggers, sender=self)


def install_triggers(*, using: str, **kwargs: Any) -> None:
    """Triggers are no part of a migration: a table that is rebuilt loses them, and this brings them back."""
    from records import triggers

    triggers.install(connections[using])
