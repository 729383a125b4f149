"""Celery tasks: they only say "look now". What there is to do is in the outbox."""

from __future__ import annotations

from celery import shared_task

from delivery import heartbeat, knowing, pruning, worker


@shared_task(name="delivery.drain", ignore_result=True)
def drain() -> None:
    """Empty the outbox. Rung by ``post`` and by the clock."""
    worker.run_once()


@shared_task(name="delivery.beat", ignore_result=True)
def beat() -> None:
    """A sign of life that proves broker, worker and database at once."""
    heartbeat.beat(worker.NAME)


@shared_task(name="delivery.prune", ignore_result=True)
def prune() -> None:
    """Forget what was delivered long ago."""
    pruning.prune()


@shared_task(name="delivery.look_for_unseen", ignore_result=True)
def look_for_unseen() -> None:
    """Say in the log when a message was given up that no operator may be shown."""
    knowing.given_up_unseen()
