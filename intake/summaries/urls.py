"""Public addresses."""

from django.urls import path

from .feeds import CasesFeed
from .views import public

app_name = "cases"

urlpatterns = [
    path("cases/", public.index, name="index"),
    path("cases/feed/", CasesFeed(), name="feed"),
    path("cases/<uuid:case_id>/", public.case, name="case"),
    path("r/<str:code>/cases/feed/", CasesFeed(), name="region_feed"),
]
