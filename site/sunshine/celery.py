"""Celery: a doorbell and a clock. What must not be lost is in the database; tasks only call commands."""

import os
import threading
import time
from pathlib import Path
from typing import Any

from celery import Celery
from celery.signals import beat_embedded_init, worker_init, worker_ready

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sunshine.settings.production")

app = Celery("sunshine")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

# Each task looks for what is due and does it once, however often it is called: a missed tick is made up by
# the next, two clocks do no harm, and a tick that waited longer than its interval is thrown away.
app.conf.beat_schedule = {
    "sign of life": {"task": "delivery.beat", "schedule": 10.0, "options": {"expires": 10}},
    "outbox": {"task": "delivery.drain", "schedule": 5.0, "options": {"expires": 5}},
    # Deadlines turn at midnight; what was missed while the worker was away is made up at once.
    "deadlines": {"task": "petitions.sweep", "schedule": 300.0, "options": {"expires": 300}},
    "pages on time": {"task": "pages.on_time", "schedule": 60.0, "options": {"expires": 60}},
    # What the public sees goes by the dates themselves; this tells the search and the history.
    "notices": {"task": "notices.sweep", "schedule": 300.0, "options": {"expires": 300}},
    # A case that changes ends its summary at once; this finds what ended by any other road.
    "summaries": {"task": "summaries.sweep", "schedule": 3600.0, "options": {"expires": 3600}},
    "table sizes": {"task": "sunshine.learn_table_sizes", "schedule": 3600.0, "options": {"expires": 3600}},
    # On the first of a month, or as soon as the worker is back: a look that mostly finds nothing to close.
    "months": {"task": "statistics.close_months", "schedule": 3600.0, "options": {"expires": 3600}},
    # A run deletes so many at most; that there is one an hour makes up for it.
    "old messages": {"task": "delivery.prune", "schedule": 3600.0, "options": {"expires": 3600}},
    "unconfirmed spreadsheets": {
        "task": "ledgers.prune_uploads",
        "schedule": 3600.0,
        "options": {"expires": 3600},
    },
    "unseen messages": {"task": "delivery.look_for_unseen", "schedule": 3600.0, "options": {"expires": 3600}},
}


@worker_init.connect
def make_broker_folders(**kwargs: Any) -> None:
    """The default broker is a folder, which the first worker makes."""
    for name, folder in app.conf.broker_transport_options.items():
        if name.endswith(("folder_in", "folder_out", "control_folder")):
            Path(folder).mkdir(parents=True, exist_ok=True)


@worker_ready.connect
def tick_at_once(**kwargs: Any) -> None:
    """A worker that starts does not wait for the clock: what was left over goes out, and readiness is known."""
    for entry in app.conf.beat_schedule.values():
        app.send_task(entry["task"], expires=60)


@beat_embedded_init.connect
def end_with_the_worker(**kwargs: Any) -> None:
    """A killed worker can't stop the clock it started, which would fill the broker for ever: so it looks
    itself.
    """
    worker = os.getppid()

    def watch() -> None:
        while os.getppid() == worker:
            time.sleep(1)
        os._exit(1)

    threading.Thread(target=watch, name="watch-worker", daemon=True).start()
