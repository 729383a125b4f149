"""Who has an answer on the page before whom, and who gets it on paper alone.

An answer on the page counts as received some days after it was put there, opened or not. Whoever went to a desk and
gave a name and an address but neither telephone nor e-mail is told of nothing that is put there: for them the day on
the receipt counts (送达回证), and no other. An anonymous letter is owed no notice (article 23): its answer waits for no
receipt.
"""

from __future__ import annotations

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from intake.clock import store

from .models import Notice, Petitioner, Registration
from .models.case import State


def on_paper_alone() -> Q:
    """The papers whose petitioner takes them on paper."""
    people = Petitioner.objects.filter(petition=OuterRef("petition"))
    entered = Registration.objects.filter(petition=OuterRef("petition"))
    told = people.exclude(phone_index="", has_email=False)
    return Q(Exists(entered), petition__anonymous=False) & ~Q(Exists(told))


def not_noted() -> QuerySet[Notice]:
    """The answers on paper alone of which nobody noted the receipt, while the petitioner's days hang on it: the case
    rests until then. None that a later one took the place of."""
    papers = Notice.objects.filter(is_reply=True, received_at__isnull=True, to_organisation=None)
    papers = papers.filter(Q(handling=None) | Q(handling__round=F("petition__round")))
    later = Notice.objects.filter(petition=OuterRef("petition"), code=OuterRef("code"), to_organisation=None)
    reviewed, agreed = Q(code="review_opinion"), Q(code="mediation_agreement")
    revoked = Q(code="review_redo")  # no days hang on it: they do on the answer that is to come
    waits = (
        Q(petition__state=State.REPLIED) & ~reviewed & ~revoked | Q(petition__state=State.REVIEWED) & reviewed
    )
    waits |= Q(petition__state=State.CONCLUDED) & agreed
    found = papers.filter(waits).filter(on_paper_alone())
    return found.exclude(Exists(later.filter(issued_at__gt=OuterRef("issued_at"))))


def days_on_the_page(paper: Notice) -> int | None:
    """After how many days there a paper counts as received unopened; None where it never does."""
    alone = Notice.objects.filter(on_paper_alone(), pk=paper.pk)
    return None if alone.exists() else store.days("posted_7")
