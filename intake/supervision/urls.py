"""Addresses of the room, under the admin's."""

from django.urls import path

from .views import figures, lists, monthly

app_name = "supervision"

urlpatterns = [
    path("", lists.index, name="list"),
    path("export/", lists.export_csv, name="export"),
    path("urge/", lists.urge, name="urge"),
    path("months/", monthly.index, name="months"),
    path("months/make/", monthly.make, name="make_month"),
    path("months/<int:pk>/", monthly.show, name="month"),
    path("months/<int:pk>/print/", monthly.print_list, name="print_month"),
    path("assessment/", figures.assessment, name="assessment"),
    path("assessment/<int:year>/", figures.assessment, name="assessment_of"),
    path("assessment/<int:year>/freeze/", figures.freeze, name="freeze"),
    path("assessment/<int:year>/export/", figures.assessment_csv, name="assessment_csv"),
    path(
        "assessment/<int:year>/<str:unit>/<slug:measure>/", figures.assessment_cases, name="assessment_cases"
    ),
    path("satisfaction/", figures.survey, name="survey"),
    path("bulletin/", figures.bulletin_page, name="bulletin"),
    path("bulletin/draft/", figures.draft_bulletin, name="draft_bulletin"),
]
