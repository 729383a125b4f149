"""Pages about ledgers, in either language. For the files see ``file_urls``: a table is the same in both."""

from django.urls import path

from . import views

app_name = "ledgers"

urlpatterns = [
    path("<uuid:pk>/", views.version_page, name="version"),
    path("<uuid:pk>/changes/", views.changes_page, name="changes"),
]
