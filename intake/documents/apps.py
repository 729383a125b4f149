from typing import Any

from django.apps import AppConfig
from django.db import router
from django.db.models.signals import post_migrate


class DocumentsConfig(AppConfig):
    name = "intake.documents"
    label = "documents"

    def ready(self) -> None:
        post_migrate.connect(_create_missing, sender=self, dispatch_uid="documents-shipped-templates")


def _create_missing(using: str, apps: Any = None, **kwargs: Any) -> None:
    """Texts that came with this version of the product and are not there yet."""
    from intake.documents import versions
    from intake.documents.models import NoticeTemplate

    # A migration backwards may just have taken the table away; a flush, which sends no ``apps``, never does.
    there = apps is None or "noticetemplate" in apps.all_models["documents"]
    if there and router.allow_migrate_model(using, NoticeTemplate):
        versions.create_missing(using)
