"""Who waits for whom, so that the keys of a case never rest on what another transaction is just changing.

The keys rest on the case (its holders, whom it accuses, who withdrew), on memberships, and on the tree. A command on
one case locks that case's row, which says nothing to somebody who changes a membership: each of the two would compute
keys without what the other has not committed yet, and both would be wrong until the next day. So there is one lock for
the whole ground of recusal. A command on one case, or a submission, *shares* it, and they hinder each other as little
as before; a change of memberships or of the tree, which computes the keys of many cases, has it *alone*. Whichever
comes second waits until the first has committed, and sees what it did: each statement of ours reads what is committed
when it begins (READ COMMITTED, PostgreSQL's default).

The order is always: this lock, then the case's row, then anything else. SQLite needs none of it: its transactions are
immediate, so there is one writer at a time.
"""

from __future__ import annotations

from django.db import connection

# Any number that no other advisory lock of the database has.
_RECUSAL = int.from_bytes(b"casekeys")


def share_recusal() -> None:
    """Keep memberships and the tree from changing what the keys of one case rest on, until the transaction ends."""
    _take("pg_advisory_xact_lock_shared")


def change_recusal() -> None:
    """Wait until no command on a case is under way, and let none begin, until the transaction ends."""
    _take("pg_advisory_xact_lock")


def _take(function: str) -> None:
    assert connection.in_atomic_block, "the lock would be gone at once"
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {function}(%s)", [_RECUSAL])
