"""How somebody signs in and is recognised, and where rights come from."""

from __future__ import annotations

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.models import Permission
from django.db.models import QuerySet

from .models import User


class StaffBackend(AuthenticationBackend):
    """allauth's, with fewer questions for every page of the admin: the person comes with the profile that Wagtail's
    pages ask for, and nobody has permissions of one's own, ``sync_rights`` leaves none."""

    def get_user(self, user_id: Any) -> User | None:
        try:
            user = User.objects.select_related("wagtail_userprofile").get(pk=user_id)
        except User.DoesNotExist:
            return None
        return user if self.user_can_authenticate(user) else None

    def _get_user_permissions(self, user: User) -> QuerySet[Permission]:
        return Permission.objects.none()
