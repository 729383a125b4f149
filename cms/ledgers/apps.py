from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class LedgersConfig(AppConfig):
    name = "cms.ledgers"
    label = "ledgers"
    verbose_name = _("Ledgers")

    def ready(self) -> None:
        from . import guarding  # noqa: F401  importing registers the check

        post_migrate.connect(install_triggers, sender=self)


def install_triggers(*, using: str, **kwargs: Any) -> None:
    """Triggers are no part of a migration: a table that is rebuilt loses them, and this brings them back."""
    from . import triggers

    triggers.install(connections[using])
