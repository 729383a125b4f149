"""Addresses of the desk of notices, under the admin's."""

from django.urls import path

from . import views

app_name = "notices_desk"

urlpatterns = [
    path("", views.index, name="list"),
    path("new/", views.new, name="new"),
    path("<uuid:notice_id>/", views.overview, name="notice"),
    path("<uuid:notice_id>/edit/", views.edit, name="edit"),
    path("<uuid:notice_id>/preview/", views.preview, name="preview"),
    path("<uuid:notice_id>/do/<slug:code>/", views.act, name="do"),
    path("<uuid:notice_id>/decide/<slug:what>/<uuid:row_id>/", views.decide, name="decide"),
]
