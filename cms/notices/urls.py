"""Public addresses of notices. None of them holds a name."""

from django.urls import path

from . import feeds, views

app_name = "notices"

urlpatterns = [
    path("notices/", views.notices, name="list"),
    path("notices/feed/", feeds.NoticesFeed(), name="feed"),
    path("notices/<uuid:notice_id>/", views.notice, name="notice"),
    path("r/<slug:code>/notices/feed/", feeds.NoticesFeed(), name="region_feed"),
]
