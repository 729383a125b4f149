"""Addresses of the room, under the admin's."""

from django.urls import path

from .views import lists

app_name = "supervision"

urlpatterns = [
    path("", lists.index, name="list"),
    path("export/", lists.export_csv, name="export"),
    path("urge/", lists.urge, name="urge"),
]
