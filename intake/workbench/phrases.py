"""Phrases that are often written (常用语): one's own, and those of one's units, which their heads keep."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from accounts import rights
from accounts.models import User
from intake.petitions import policies
from intake.petitions.errors import RuleViolation
from intake.petitions.staffing import CASE_ROLES
from regions.models import Organisation

from .models import Phrase

MOST = 60  # of one keeper: they stand in a list to choose from


def usable_by(user: User) -> QuerySet[Phrase]:
    """The phrases that a user may insert: one's own and those of the units where one works on cases."""
    units = rights.organisation_ids(user, *CASE_ROLES)
    found = Phrase.objects.filter(Q(user=user) | Q(organisation__in=units))
    return found.select_related("organisation").order_by("organisation_id", "title", "pk")


def kept_by(user: User) -> QuerySet[Phrase]:
    """Those of them that the user may change: one's own, and a unit's for its head."""
    return Phrase.objects.filter(Q(user=user) | Q(organisation__in=headed(user)))


def headed(user: User) -> QuerySet[Organisation]:
    """The units whose phrases a user keeps."""
    units = rights.organisation_ids(user, *policies.HEADS) & rights.organisation_ids(user, *CASE_ROLES)
    return Organisation.objects.filter(pk__in=units).order_by("code")


@transaction.atomic
def keep(user: User, title: str, text: str, unit: Organisation | None, row: Phrase | None = None) -> Phrase:
    """Write a phrase anew, or change one: for oneself, or for a unit that one heads. Raises ``RuleViolation``."""
    if unit is not None and not headed(user).filter(pk=unit.pk).exists():
        raise RuleViolation(("unit", _("Only the head of a unit keeps its phrases.")))
    keeper = {"user": None, "organisation": unit} if unit else {"user": user, "organisation": None}
    others = Phrase.objects.filter(**({"organisation": unit} if unit else {"user": user}))
    others = others.exclude(pk=row.pk) if row is not None else others
    if others.filter(title=title).exists():
        raise RuleViolation(("title", _("There is a phrase of this title already.")))
    if others.count() >= MOST:
        raise RuleViolation(
            ("title", _("At most %(most)d phrases are kept. Delete one first.") % {"most": MOST})
        )
    kept = row or Phrase()
    kept.title, kept.text = title, text
    for name, value in keeper.items():
        setattr(kept, name, value)
    kept.save()
    return kept
