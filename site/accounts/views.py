"""Doors that are shut or lead elsewhere, and the account page without what is not ours."""

from __future__ import annotations

from allauth.account import views as allauth_views
from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import urlencode
from wagtail.admin.views import account

# What Wagtail would edit past us: a first and a last name that our users do not have, and a portrait that
# nobody needs.
_NOT_OURS = (account.NameEmailSettingsPanel, account.AvatarSettingsPanel)


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """Leads from another product's sign-in form to ours, the only one that asks for a second factor."""
    target = request.GET.get(REDIRECT_FIELD_NAME)
    query = f"?{urlencode({REDIRECT_FIELD_NAME: target})}" if target else ""
    return redirect(f"{settings.LOGIN_URL}{query}")


def shut(request: HttpRequest) -> HttpResponse:
    """A door for nobody: rights follow from memberships, and these forms would grant them past those."""
    raise Http404


class StaffAccountView(account.AccountView):
    """Language, appearance and notifications of the person who is signed in."""

    def get_panels(self) -> list[account.BaseSettingsPanel]:
        return [panel for panel in super().get_panels() if not isinstance(panel, _NOT_OURS)]


sign_in = allauth_views.login
sign_out = allauth_views.logout
confirm_it_is_you = allauth_views.reauthenticate
change_password = allauth_views.password_change
