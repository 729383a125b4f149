"""Wagtail's permission policies over memberships, for the viewsets of every room."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Model, QuerySet
from wagtail.permission_policies import BasePermissionPolicy

from .models import Membership, User
from .rights import has_role


class RolePolicy(BasePermissionPolicy):
    """Lets holders of some roles do everything with a model, but for actions that nobody may do.

    ``never`` names those actions (``"add"``, ``"change"``, ``"delete"``). Being a superuser changes nothing.
    Without a role the policy lets nobody do anything.
    """

    def __init__(self, model: type[Model], *roles: str, never: Collection[str] = ()) -> None:
        super().__init__(model)
        self.roles = roles
        self.never = frozenset(never)

    def user_has_permission(self, user: User | AnonymousUser, action: str) -> bool:
        return action not in self.never and has_role(user, *self.roles)

    def users_with_any_permission(self, actions: Iterable[str]) -> QuerySet[User]:
        if not set(actions) - self.never:
            return User.objects.none()
        held = Membership.objects.active().filter(role__in=self.roles)
        return User.objects.filter(pk__in=held.values("user_id"))

    def get_all_permissions_for_user(self, user: Any) -> set:
        return set()
