"""Celery's door to what the site does for itself."""

from celery import shared_task

from .sqlite import planner


@shared_task(name="sunshine.learn_table_sizes", ignore_result=True)
def learn_table_sizes() -> None:
    """Let the database see how big its tables are by now."""
    planner.learn_table_sizes()
