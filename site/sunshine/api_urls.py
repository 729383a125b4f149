"""Addresses of the API, version 1. The schema is made from these alone."""

from django.urls import path, re_path

from cms.notices.api import NoticesView, NoticeView
from cms.pages import api as disclosures
from intake.petitions.api import views
from intake.statistics.api import FiguresView
from intake.summaries.api import CasesView, CaseView
from search.api import SearchView
from sunshine.api_pages import DocsView, SchemaView
from sunshine.problems import not_found

app_name = "api"

urlpatterns = [
    path("petitions/", views.PetitionsView.as_view(), name="petitions"),
    path("petitions/<str:number>/", views.PetitionView.as_view(), name="petition"),
    path("disclosures/", disclosures.DisclosuresView.as_view(), name="disclosures"),
    path("disclosures/<int:pk>/", disclosures.DisclosureView.as_view(), name="disclosure"),
    path("regions/", views.RegionsView.as_view(), name="regions"),
    path("organisations/", views.OrganisationsView.as_view(), name="organisations"),
    path("categories/", views.CategoriesView.as_view(), name="categories"),
    path("search/", SearchView.as_view(), name="search"),
    path("notices/", NoticesView.as_view(), name="notices"),
    path("notices/<uuid:notice_id>/", NoticeView.as_view(), name="notice"),
    path("cases/", CasesView.as_view(), name="cases"),
    path("cases/<uuid:case_id>/", CaseView.as_view(), name="case"),
    path("statistics/", FiguresView.as_view(), name="statistics"),
    path("schema/", SchemaView.as_view(), name="schema"),
    path("docs/", DocsView.as_view(), name="docs"),
    re_path(r"^.*$", not_found),
]
