"""Celery: a doorbell and a clock. What must not be lost is in the database; tasks only call commands."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sunshine.settings.production")

app = Celery("sunshine")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
