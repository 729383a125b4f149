"""The commands that open an account and give its owner a new start."""

from __future__ import annotations

from collections.abc import Iterable

from allauth.mfa.models import Authenticator
from django.contrib.auth.password_validation import validate_password
from django.db import transaction

from regions.models import Organisation

from .models import Membership, User


@transaction.atomic
def add_user(
    username: str, display_name: str, password: str, memberships: Iterable[tuple[str, Organisation]]
) -> User:
    """Open an account with a password for one sign-in, and memberships as pairs of role and organisation.

    Raises ``ValidationError`` (with a message for each field) if a name or the password will not do.
    """
    user = User(username=username, display_name=display_name, must_change_password=True)
    validate_password(password, user)
    user.set_password(password)
    user.full_clean()
    user.save()
    for role, organisation in memberships:
        membership = Membership(user=user, organisation=organisation, role=role)
        membership.full_clean()
        membership.save()
    return user


@transaction.atomic
def reset_access(user: User, password: str) -> None:
    """Give somebody a password for one sign-in, and take away the second factor that was lost.

    All sessions of the user end. Raises ``ValidationError`` if the password will not do.
    """
    give_password(user, password)
    Authenticator.objects.filter(user=user).delete()


def give_password(user: User, password: str) -> None:
    """Store a password that its owner must replace. Raises ``ValidationError`` if it will not do."""
    validate_password(password, user)
    user.set_password(password)
    user.must_change_password = True
    user.save(update_fields=["password", "must_change_password"])
