"""What the templates of the desk ask of a row: its marks, and whether its time is over."""

from __future__ import annotations

from django import template
from django.forms import BaseForm, BoundField, Textarea
from django.utils import timezone

from intake.petitions.models import Petition

from ..labels import action_name
from ..marks import marks_of

register = template.Library()
register.filter("marks", marks_of)
register.filter("action_name", action_name)


@register.filter
def texts(form: BaseForm) -> list[BoundField]:
    """The fields of a form into which longer text is written."""
    return [bound for bound in form.visible_fields() if isinstance(bound.field.widget, Textarea)]


@register.filter
def phrase_id(auto_id: str, part: str) -> str:
    """The id of what stands beside a form's own fields, as unlike that of other forms of the page as theirs."""
    return auto_id % f"insert-{part}"


@register.filter
def is_late(petition: Petition) -> bool:
    """Whether the next date that an office owes has passed."""
    return petition.next_due is not None and petition.next_due < timezone.localdate()
