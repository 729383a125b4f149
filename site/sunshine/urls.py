"""Every address of the site. What a machine or a member of staff uses has one address; public pages have two:
Chinese without a prefix, English under ``/en/``."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from sunshine import views

handler400 = "sunshine.views.bad_request"
handler403 = "sunshine.views.permission_denied"
handler404 = "sunshine.views.page_not_found"
handler500 = "sunshine.views.server_error"

urlpatterns = [
    path("healthz/", views.healthz, name="healthz"),
    path("readyz/", views.readyz, name="readyz"),
    path("robots.txt", views.robots, name="robots"),
    path("favicon.ico", views.favicon, name="favicon"),
    # Before the admin: its own sign-in and its forms for users and groups are shut.
    path("", include("accounts.urls")),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("api/v1/", include("sunshine.api_urls")),
    path("ledgers/", include("cms.ledgers.file_urls")),
]

urlpatterns += i18n_patterns(
    path("manifest.webmanifest", views.manifest, name="manifest"),
    path("elder/", views.elder, name="elder"),
    path("accounts/", include("accounts.sign_in_urls")),
    path("", include("cms.pages.urls")),
    path("", include("intake.petitions.urls")),
    path("ledgers/", include("cms.ledgers.urls")),
    path("", include("search.urls")),
    path("", include("cms.notices.urls")),
    path("", include("intake.summaries.urls")),
    path("", include("intake.statistics.urls")),
    path("", include(wagtail_urls)),
    prefix_default_language=False,
)
