"""What the templates of the desk ask of a row: its marks, and whether its time is over."""

from __future__ import annotations

from django import template
from django.utils import timezone

from intake.petitions.models import Petition

from ..marks import Mark, marks_of

register = template.Library()


@register.filter
def marks(petition: Petition) -> list[Mark]:
    """The marks of a case as words."""
    return marks_of(petition)


@register.filter
def is_late(petition: Petition) -> bool:
    """Whether the next date that an office owes has passed."""
    return petition.next_due is not None and petition.next_due < timezone.localdate()
