"""Filters under a name of one's own. A saved filter is a query string that the queue's own form has understood: it
finds what its owner may see on the day that it is used, and nothing else."""

from __future__ import annotations

from django.db import transaction
from django.http import QueryDict
from django.utils.translation import gettext as _

from accounts.models import User
from intake.petitions.errors import RuleViolation

from .filters import FilterForm
from .models import SavedFilter
from .tabs import chosen, tabs_for

MOST = 20
LONGEST = 500  # what its column holds


def understood(user: User, query: QueryDict) -> str:
    """A query string with the tab and the filters in it, and nothing else. Raises ``RuleViolation`` for a filter that
    makes no sense."""
    form = FilterForm(query, user=user)
    if not form.is_valid():
        raise RuleViolation(("name", _("A filter needs another look: nothing was saved.")))
    kept = QueryDict(mutable=True)
    kept["tab"] = chosen(tabs_for(user), query.get("tab", "")).code
    for name in form.fields:
        value = form.cleaned_data[name]
        if value:
            kept[name] = "on" if value is True else str(value)
    wanted = kept.urlencode()
    if len(wanted) > LONGEST:
        raise RuleViolation(("name", _("This filter is too long to be kept: shorten the words.")))
    return wanted


@transaction.atomic
def save(user: User, name: str, query: QueryDict, *, first: bool) -> SavedFilter:
    """Keep a filter under a name; one of the same name is replaced. Raises ``RuleViolation``."""
    wanted = understood(user, query)
    mine = SavedFilter.objects.filter(user=user)
    if mine.exclude(name=name).count() >= MOST:
        raise RuleViolation(
            ("name", _("At most %(most)d filters are kept. Delete one first.") % {"most": MOST})
        )
    row, _created = SavedFilter.objects.update_or_create(user=user, name=name, defaults={"query": wanted})
    if first:
        make_first(user, row)
    return row


@transaction.atomic
def make_first(user: User, row: SavedFilter | None) -> None:
    """Let the queue open with this filter, or with none."""
    SavedFilter.objects.filter(user=user, first=True).update(first=False)
    if row is not None:
        SavedFilter.objects.filter(user=user, pk=row.pk).update(first=True)
