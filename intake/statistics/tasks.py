"""Celery's door to the closing."""

from celery import shared_task

from . import closing


@shared_task(name="statistics.close_months", ignore_result=True)
def close_months() -> None:
    """Close each month that is over and not closed yet."""
    closing.close_due()
