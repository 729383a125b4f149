"""What a person may do follows from memberships alone: who holds which role where, today.

Everything else that grants something (the groups on which Wagtail's admin rests) is derived from the
memberships by ``sync_rights`` and carries no weight of its own. ``is_superuser`` is never set, and nobody
asks it here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.contrib.auth.models import AnonymousUser, Group, Permission
from django.db import transaction
from django.dispatch import Signal

from regions.models import Organisation

from .models import Membership, Role, User

# Sent in the transaction of the change, with ``user=``, whenever a user's memberships may have become others.
memberships_changed = Signal()
# Sent likewise when a user is called otherwise than before.
name_changed = Signal()

# A room adds groups of its own (page permissions of a village, say) for the memberships that it is given.
Deriver = Callable[[User, list[Membership]], Iterable[Group]]

ANYWHERE = -1
_CACHE = "_memberships"
_derivers: list[Deriver] = []


def memberships(user: User | AnonymousUser) -> list[Membership]:
    """The memberships in force today, with their organisations; none for visitors and closed accounts.

    Kept on the user object, which lives as long as a request.
    """
    if not user.is_authenticated:
        return []
    if not hasattr(user, _CACHE):
        found = Membership.objects.active().filter(user_id=user.pk).select_related("organisation")
        setattr(user, _CACHE, list(found.order_by("pk")))
    return getattr(user, _CACHE)


def has_role(
    user: User | AnonymousUser, *roles: str, organisation: Organisation | int | None = ANYWHERE
) -> bool:
    """Whether the user holds one of the roles today, anywhere or in one organisation (itself or its id).

    ``None``, as a row without an organisation has it, is no organisation: nobody holds a role there.
    """
    wanted = organisation.pk if isinstance(organisation, Organisation) else organisation
    return any(
        membership.role in roles and wanted in (ANYWHERE, membership.organisation_id)
        for membership in memberships(user)
    )


def organisation_ids(user: User | AnonymousUser, *roles: str) -> set[int]:
    """Ids of the organisations in which the user holds one of the roles today; any role if none is named."""
    return {
        membership.organisation_id
        for membership in memberships(user)
        if not roles or membership.role in roles
    }


def register_deriver(deriver: Deriver) -> None:
    """Have ``deriver`` asked, at each ``sync_rights``, for further groups that a user is to be in.

    It is given the user and the memberships in force. What no deriver names, the user loses.
    """
    if deriver not in _derivers:
        _derivers.append(deriver)


def forget(user: User | AnonymousUser) -> None:
    """Drop what ``memberships`` and Django keep on this user object, so that the next question reads anew."""
    for name in (_CACHE, "_perm_cache", "_user_perm_cache", "_group_perm_cache"):
        if hasattr(user, name):
            delattr(user, name)


@transaction.atomic
def sync_rights(user: User) -> None:
    """Make the user's groups those that today's memberships give, and no others.

    A permission given to the user alone goes too: nothing may be granted past the memberships.
    """
    forget(user)
    held = memberships(user)
    groups = {_role_group(role) for role in sorted({membership.role for membership in held})}
    for deriver in _derivers:
        groups |= set(deriver(user, held))
    user.groups.set(groups)
    user.user_permissions.clear()
    forget(user)


def _role_group(role: str) -> Group:
    """The group of a role. It opens Wagtail's admin; what is to be seen there is each room's own question."""
    group, _created = Group.objects.get_or_create(name=f"role: {Role(role).value}")
    access = Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin")
    group.permissions.set([access])
    return group
