"""What a summary must follow: its case, and the end of its row by whatever road."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_delete

from intake.petitions.models import Petition

from . import indexing, process
from .models import PublicCase, Summary


def follow_case(sender: Any, petition: Petition, **kwargs: Any) -> None:
    """End what may not be public any more, in the transaction of the change."""
    process.follow(petition)


def public_row_goes(sender: Any, instance: Summary, **kwargs: Any) -> None:
    """A case that is erased takes with it what was published of it."""
    if instance.public_id is not None:
        PublicCase.objects.filter(pk=instance.public_id).delete()


def search_forgets(sender: Any, instance: PublicCase, **kwargs: Any) -> None:
    indexing.changed(instance.pk)


def connect() -> None:
    post_delete.connect(public_row_goes, sender=Summary, dispatch_uid="summaries.public_row")
    post_delete.connect(search_forgets, sender=PublicCase, dispatch_uid="summaries.search")
