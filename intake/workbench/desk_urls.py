"""Addresses of the desk at which matters are taken down for residents. None of them holds a number or a name."""

from django.urls import path

from .views import desk, desk_reports, identity, registering

app_name = "desk"

urlpatterns = [
    path("", desk.index, name="index"),
    path("new/", registering.new, name="new"),
    path("grid/", registering.grid, name="grid"),
    path("urgent/", desk_reports.urgent, name="urgent"),
    path("receipt/", desk.receipt, name="receipt"),
    path("identity/", identity.check, name="identity"),
    path("identity/standing/", identity.standing, name="standing"),
    path("identity/password/", identity.password, name="password"),
    path("identity/paper/", identity.paper, name="paper"),
]
