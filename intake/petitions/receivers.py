"""What a case must follow from other rooms: memberships and the tree decide who is barred."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from accounts.models import User
from delivery import heartbeat

from . import keyring, locks, visibility
from .process import following


def keys_follow_memberships(sender: Any, user: User, **kwargs: Any) -> None:
    """Compute the keys of the cases that a user's new or ended membership, or new name, touches, in its transaction.

    No case changes hands meanwhile, and none is filed: see ``locks``. One that is closed to its holder now goes
    elsewhere with the next sweep.
    """
    with transaction.atomic():
        locks.change_recusal()
        if keyring.refresh(visibility.affected_by(user.pk)):
            heartbeat.forget(following.DONE)


def keys_follow_tree(sender: Any, **kwargs: Any) -> None:
    """Compute the keys of all cases that bar somebody anew: who stands under whom has changed.

    No case changes hands meanwhile, and none is filed: see ``locks``. Cases that have to go elsewhere do so with the
    next sweep.
    """
    with transaction.atomic():
        locks.change_recusal()
        visibility.refresh_barring()
        heartbeat.forget(following.DONE)
