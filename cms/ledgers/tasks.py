"""Celery's doors to the commands."""

from celery import shared_task

from . import uploading


@shared_task(name="ledgers.prune_uploads", ignore_result=True)
def prune_uploads() -> None:
    """Delete spreadsheets that nobody confirmed."""
    uploading.prune()
