"""Celery's doors to the commands."""

from celery import shared_task

from cms.pages import schedule


@shared_task(name="pages.on_time", ignore_result=True)
def on_time() -> None:
    """Publish what was approved for this hour, and take down what was to be public until now."""
    schedule.on_time()
