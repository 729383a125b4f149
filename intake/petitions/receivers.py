"""What a case must follow from other rooms: memberships and the tree decide who is barred."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from accounts.models import User

from . import locks, visibility


def keys_follow_memberships(sender: Any, user: User, **kwargs: Any) -> None:
    """Compute the keys of the cases that a user's new or ended membership touches, in the same transaction.

    No case changes hands meanwhile, and none is filed: see ``locks``.
    """
    with transaction.atomic():
        locks.change_recusal()
        for petition in visibility.affected_by(user.pk):
            visibility.refresh(petition)


def keys_follow_tree(sender: Any, **kwargs: Any) -> None:
    """Compute the keys of all cases that bar somebody anew: who stands under whom has changed.

    No case changes hands meanwhile, and none is filed: see ``locks``.
    """
    with transaction.atomic():
        locks.change_recusal()
        visibility.refresh_barring()
