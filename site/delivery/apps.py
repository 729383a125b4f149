from typing import Any

from django.apps import AppConfig
from django.db import router
from django.db.models.signals import post_migrate


class DeliveryConfig(AppConfig):
    name = "delivery"

    def ready(self) -> None:
        from delivery import channels, checks  # noqa: F401  importing registers handlers and checks

        post_migrate.connect(create_templates, sender=self)


def create_templates(*, using: str, **kwargs: Any) -> None:
    """Shipped texts that have no row yet get one, after every migrate."""
    from delivery import wording
    from delivery.models import MessageTemplate

    if router.allow_migrate_model(using, MessageTemplate):
        wording.create_missing(using)
