"""Addresses of the desk, under the admin's."""

from django.urls import path

from .views import desk

app_name = "summaries"

urlpatterns = [
    path("", desk.index, name="desk"),
    path("<str:number>/", desk.page, name="page"),
    path("<str:number>/original/", desk.original, name="original"),
    path("<str:number>/do/<slug:action>/", desk.do, name="do"),
]
