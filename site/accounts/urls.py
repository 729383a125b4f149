"""Shutters before those addresses of Wagtail's that nobody may reach. Include before Wagtail's own.

Two kinds of them would undo what the accounts are for: sign-in forms that ask for a password alone, and forms
that give a user rights which no membership gives. A third deletes, takes down and moves pages for a programme: no page
of the admin asks there, and it asks none of the hooks by which a page that is needed stays.
"""

from django.urls import path, re_path
from wagtail.admin.auth import require_admin_access

from . import views

urlpatterns = [
    path("admin/login/", views.to_sign_in),
    re_path(r"^(?:[a-z-]+/)?_util/login/$", views.to_sign_in),
    re_path(r"^admin/password_reset/", views.shut),
    re_path(r"^admin/(?:users|groups|api-tokens)/", views.shut),
    re_path(r"^admin/bulk/(?:accounts/user|auth/group)/", views.shut),
    re_path(r"^admin/api/main/pages/[0-9]+/action/", views.shut),
    path("admin/account/", require_admin_access(views.StaffAccountView.as_view())),
]
