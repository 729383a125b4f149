"""Who has an answer on the page before whom, and who gets it on paper alone.

An answer on the page counts as received some days after it was put there, opened or not. Whoever went to a desk and
gave a name and an address but no telephone is told of nothing that is put there: for them the day on the receipt
counts (送达回证), and no other. An anonymous letter is owed no notice (article 23): its answer waits for no receipt.
"""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q

from intake.clock import store

from .models import Notice, Petitioner, Registration


def on_paper_alone() -> Q:
    """The papers whose petitioner takes them on paper."""
    people = Petitioner.objects.filter(petition=OuterRef("petition"))
    entered = Registration.objects.filter(petition=OuterRef("petition"))
    return Q(Exists(entered), petition__anonymous=False) & ~Q(Exists(people.exclude(phone_index="")))


def days_on_the_page(paper: Notice) -> int | None:
    """After how many days there a paper counts as received unopened; None where it never does."""
    alone = Notice.objects.filter(on_paper_alone(), pk=paper.pk)
    return None if alone.exists() else store.days("posted_7")
