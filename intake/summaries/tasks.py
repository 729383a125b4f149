"""Celery's door to the sweep."""

from celery import shared_task

from . import process


@shared_task(name="summaries.sweep", ignore_result=True)
def sweep() -> None:
    """Take down what may not be public any more."""
    process.sweep()
