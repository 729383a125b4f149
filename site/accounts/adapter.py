"""Our rules in allauth: staff sign in with a user name, nobody signs up, failures look alike and are slow."""

from __future__ import annotations

import ipaddress
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from privacy.crypto import decrypt, encrypt

from . import throttle
from .models import User


class StaffAdapter(DefaultAccountAdapter):
    """Accounts are opened by operators (``sunshine add-user``, or the list of staff in the admin)."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """The visitor's address. IPv4 that comes dressed as IPv6 is undressed: all of it would be one network."""
        given = super().get_client_ip(request)
        try:
            mapped = ipaddress.IPv6Address(given).ipv4_mapped
        except ValueError:
            return given
        return str(mapped or given)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Use up a try (see ``throttle``). Raises ``ValidationError`` when none is left."""
        attempt = throttle.attempt(request, credentials.get("username", ""))
        if attempt is None:
            raise self.validation_error("too_many_login_attempts")
        self._login_failed_rl_usage = attempt

    def authenticate(self, request: HttpRequest, **credentials: Any) -> AbstractBaseUser | None:
        """The user whose password this is. A closed account answers as a wrong password does."""
        user = super().authenticate(request, **credentials)
        return user if user is not None and user.is_active else None

    def post_login(self, request: HttpRequest, user: AbstractBaseUser, **login: Any) -> HttpResponse:
        response = super().post_login(request, user, **login)
        throttle.remember_browser(request, response, user.get_username())
        return response

    def clean_password(self, password: str, user: AbstractBaseUser | None = None) -> str:
        """The password if it may be one. Raises ``ValidationError``, also for the one to be replaced."""
        if isinstance(user, User) and user.pk and user.check_password(password):
            raise ValidationError(_("This is the password that you have now. Choose another."))
        return super().clean_password(password, user)

    def set_password(self, user: AbstractBaseUser, password: str) -> None:
        """Store a password that its owner has chosen. All other sessions of the user end with the old one."""
        if isinstance(user, User):
            user.must_change_password = False
        super().set_password(user, password)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("account_login")


class SecondFactorAdapter(DefaultMFAAdapter):
    """Secrets of authenticators are kept encrypted: a copy of the database makes no codes."""

    def encrypt(self, text: str) -> str:
        return encrypt(text).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return decrypt(encrypted_text.encode())
