"""What the templates of the desk ask of a row: its marks, and whether its time is over."""

from __future__ import annotations

from django import template
from django.utils import timezone

from intake.petitions.models import Petition

from ..marks import marks_of

register = template.Library()
register.filter("marks", marks_of)


@register.filter
def is_late(petition: Petition) -> bool:
    """Whether the next date that an office owes has passed."""
    return petition.next_due is not None and petition.next_due < timezone.localdate()
