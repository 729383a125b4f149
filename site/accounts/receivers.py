"""What follows when a person signs in, shows a second factor, or gets or loses a membership."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest

from regions import stamps

from . import sessions
from .models import Membership, StaffStamp, User
from .rights import memberships_changed, name_changed, sync_rights

_FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def signed_in(request: HttpRequest, user: User, **signal: Any) -> None:
    """Start the session's clock, keep its language, and derive the rights that the user has today."""
    sync_rights(user)
    sessions.begin(request.session)
    sessions.note_language(request.session, getattr(request, "LANGUAGE_CODE", settings.LANGUAGE_CODE))


def second_factor_used(request: HttpRequest, user: User, **signal: Any) -> None:
    """The code or key was right."""
    sessions.note_second_factor(request.session, user)


def second_factor_added(
    request: HttpRequest, user: User, authenticator: Authenticator, **signal: Any
) -> None:
    """The first one that a user sets up was shown in doing so; a second proves nothing about the first."""
    if authenticator.type in _FACTORS and _factors(user).count() == 1:
        sessions.note_second_factor(request.session, user)


def second_factor_removed(request: HttpRequest, user: User, **signal: Any) -> None:
    """Without any left, there is nothing that could have been shown."""
    if not _factors(user).exists():
        sessions.forget_second_factor(request.session)


def membership_saving(instance: Membership, **signal: Any) -> None:
    """Remember whose the membership was, in case it changes hands."""
    stored = Membership.objects.filter(pk=instance.pk).select_related("user")
    before = stored.first() if instance.pk is not None else None
    instance._holder_before = before.user if before else None  # type: ignore[attr-defined]


def membership_saved(instance: Membership, **signal: Any) -> None:
    """Derive the rights of whoever holds it, and of whoever held it."""
    before: User | None = getattr(instance, "_holder_before", None)
    for user in {instance.user, before or instance.user}:
        _changed(user)


def membership_deleted(instance: Membership, **signal: Any) -> None:
    """Derive the rights of whoever held it."""
    _changed(instance.user)


def user_saving(instance: User, **signal: Any) -> None:
    """Remember whether the account was open, and how its owner was called."""
    stored = User.objects.filter(pk=instance.pk).values_list("is_active", "display_name")
    before = stored.first() if instance.pk is not None else None
    instance._before = before  # type: ignore[attr-defined]


def user_saved(instance: User, created: bool, **signal: Any) -> None:
    """An account that is closed or opened again loses or regains what its memberships give. Another name changes no
    right, but recusal knows people by it."""
    before = getattr(instance, "_before", None)
    if created or before is None:
        return
    was_active, name = before
    if was_active != instance.is_active:
        _changed(instance)
    elif name != instance.display_name:
        stamps.touch(StaffStamp)
        name_changed.send(sender=User, user=instance)


def _changed(user: User) -> None:
    stamps.touch(StaffStamp)
    sync_rights(user)
    memberships_changed.send(sender=Membership, user=user)


def _factors(user: User) -> Any:
    return Authenticator.objects.filter(user=user, type__in=_FACTORS)
