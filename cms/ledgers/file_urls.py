"""Ledgers to take away."""

from django.urls import path

from . import views

app_name = "ledger_files"

urlpatterns = [
    path("<uuid:pk>.csv", views.download, {"form": "csv"}, name="csv"),
    path("<uuid:pk>.xlsx", views.download, {"form": "xlsx"}, name="xlsx"),
    path("<uuid:pk>.json", views.download, {"form": "json"}, name="json"),
]
