"""Celery's door to the sweep."""

from celery import shared_task

from .process import sweep as sweeping


@shared_task(name="notices.sweep", ignore_result=True)
def sweep() -> None:
    """Note what came down with its day, and announce what was scheduled."""
    sweeping()
