"""allauth's forms with our labels, and without placeholders, which vanish when they are needed."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import ChangePasswordForm, LoginForm, ReauthenticateForm
from allauth.mfa.base.forms import AuthenticateForm as MFAAuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as MFAReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django.utils.translation import gettext_lazy as _

from .passwords import RULES

_LABELS = {
    "login": _("User name"),
    "password": _("Password"),
    "oldpassword": _("Password until now"),
    "password1": _("New password"),
    "password2": _("New password once more"),
    "code": _("Figures from the app"),
}


class _Plain:
    fields: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label = _LABELS.get(name, field.label)
            field.widget.attrs.pop("placeholder", None)


class SignInForm(_Plain, LoginForm):
    """User name and password."""


class NewPasswordForm(_Plain, ChangePasswordForm):
    """The password until now, and the new one twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password1"].help_text = RULES


class ConfirmForm(_Plain, ReauthenticateForm):
    """The password once more."""


class CodeForm(_Plain, MFAAuthenticateForm):
    """The second factor while signing in."""


class ConfirmCodeForm(_Plain, MFAReauthenticateForm):
    """The second factor of somebody who is signed in."""


class SetUpAppForm(_Plain, ActivateTOTPForm):
    """The first code of a new app."""
