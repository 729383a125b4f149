"""Celery's doors to the commands."""

from celery import shared_task

from .process import sweep as sweeping


@shared_task(name="petitions.sweep", ignore_result=True)
def sweep() -> None:
    """Mark what ran out and close what waited long enough."""
    sweeping.sweep()
