"""Forgetting what was delivered: rows that are done, after a time in which somebody may still ask about them.

With a row goes its key, and with the key the knowledge that the message was sent. That is safe because nobody posts
with a key again that late. Word of a paper is posted once, in the transaction that makes the paper, under a key made of
it. A code for a lost password is posted by the handler of another message, which may run again, while that message is
tried or after an operator sends it again; it then posts only while the code is good, which is minutes. Whoever adds a
caller that can repeat itself later than ``SUNSHINE_OUTBOX_KEPT_DAYS`` has to make its repetition harmless in its own
rows.
"""

from __future__ import annotations

import datetime

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from delivery.models import OutboxMessage

# Small enough to hold up nobody who wants to write, and so many of them in one run; the next goes on.
CHUNK = 500
CHUNKS = 20


def prune(now: datetime.datetime | None = None, chunk: int = CHUNK, chunks: int = CHUNKS) -> int:
    """Delete messages that were delivered more than ``SUNSHINE_OUTBOX_KEPT_DAYS`` ago, oldest first.

    What waits, is being sent, or was given up stays, however old. Returns how many went: at most ``chunk`` times
    ``chunks``. Running it again, or twice at once, does no harm.
    """
    kept = datetime.timedelta(days=settings.SUNSHINE_OUTBOX_KEPT_DAYS)
    over = _delivered_before((now or timezone.now()) - kept)
    pruned = 0
    for _turn in range(chunks):
        chosen = list(over.order_by("id").values_list("pk", flat=True)[:chunk])
        if not chosen:
            break
        _deleted, by_model = over.filter(pk__in=chosen).delete()
        pruned += by_model.get(OutboxMessage._meta.label, 0)
    return pruned


def _delivered_before(moment: datetime.datetime) -> QuerySet[OutboxMessage]:
    return OutboxMessage.objects.filter(state=OutboxMessage.State.DONE, settled_at__lt=moment)
