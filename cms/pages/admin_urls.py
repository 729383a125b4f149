"""Addresses of the desk for disclosures, behind the admin's own check."""

from django.urls import path

from cms.pages import desk_views, importing

urlpatterns = [
    path("disclosures/", desk_views.listing, name="disclosure_list"),
    path("disclosures/import/<slug:code>/", importing.ImportNew.as_view(), name="disclosure_import"),
    path("disclosures/<int:pk>/review/", desk_views.review, name="disclosure_review"),
    path("disclosures/<int:pk>/review/page/", desk_views.as_public, name="disclosure_as_public"),
    path("disclosures/<int:pk>/withdraw/", desk_views.withdraw, name="disclosure_withdraw"),
    path(
        "disclosures/<int:pk>/ledgers/add/", importing.ImportAnother.as_view(), name="disclosure_add_ledger"
    ),
    path(
        "disclosures/<int:pk>/ledgers/<uuid:key>/correct/",
        importing.ImportCorrection.as_view(),
        name="disclosure_correct_ledger",
    ),
    path(
        "disclosures/<int:pk>/ledgers/<uuid:key>/remove/",
        desk_views.remove,
        name="disclosure_remove_ledger",
    ),
    path(
        "disclosures/<int:pk>/ledgers/<uuid:key>/redact/",
        desk_views.redact,
        name="disclosure_redact_ledger",
    ),
]
