"""Which cases may be published, and who may write and review a summary: used by desk, commands and receivers alike."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts import rights
from accounts.models import Role, User
from intake.petitions import policies
from intake.petitions.models import Accused, CaseKey, Notice, Petition, Recusal
from intake.petitions.models.case import State
from intake.petitions.policies import Actor
from intake.petitions.process.case import Case
from intake.petitions.process.core import KIND
from intake.routing.models import PetitionClass
from records.models import Event

from .models import Summary

OFFICE = (Role.PETITION_OFFICER, Role.PETITION_HEAD)
ANSWERED = (State.REPLIED, State.REVIEWED, State.CONCLUDED, State.FINAL)


def _replies() -> QuerySet[Notice]:
    """The answers of a case's present round that its petitioner has received: nobody reads it in public first."""
    replies = Notice.objects.filter(is_reply=True, to_organisation=None, received_at__isnull=False)
    return replies.filter(petition=OuterRef("pk"), handling__round=OuterRef("round"))


def _complaints() -> QuerySet[Accused]:
    """Who is complained of must not learn of the case, and everybody reads what is public."""
    return Accused.objects.filter(petition=OuterRef("pk")).exclude(state=Accused.AccusedState.DISMISSED)


def _withdrawals() -> QuerySet[Recusal]:
    """Who withdrew, or was withdrawn, does not know of the case any more: like who is complained of."""
    return Recusal.objects.filter(petition=OuterRef("pk"))


def _released() -> QuerySet[Event]:
    """That it was an accusation once: what the discipline side had stays with it."""
    return Event.objects.filter(kind=KIND, object_id=OuterRef("pk"), action="release")


def publishable() -> QuerySet[Petition]:
    """The cases of which a summary may be published now. One reader of the rule, for one case and for lists."""
    agreed = Petition.objects.filter(publish_consent=True, state__in=ANSWERED)
    ordinary = agreed.exclude(petition_class=PetitionClass.ACCUSATION)
    kept_from_nobody = ordinary.filter(~Exists(_complaints()), ~Exists(_withdrawals()))
    return kept_from_nobody.filter(Exists(_replies()), ~Exists(_released()))


def may_be_published(petition: Petition) -> bool:
    """Whether a summary of the case may be published now."""
    return publishable().filter(pk=petition.pk).exists()


# Asked in this order; the first that holds is what the office is told.
_WHY_NOT: tuple[tuple[Any, str | Promise], ...] = (
    (lambda one: one.is_accusation, _("A report of wrongdoing is never published.")),
    (lambda one: not one.publish_consent, _("The petitioner has not agreed to publishing.")),
    (lambda one: one.state not in ANSWERED, _("The case is not answered, or is open again.")),
    (
        lambda one: _asked(one, _complaints()),
        _("The petition complains of somebody, who must not learn of it: nothing of it is published."),
    ),
    (
        lambda one: _asked(one, _withdrawals()),
        _("Somebody has withdrawn from the case, who must not learn of it: nothing of it is published."),
    ),
    (lambda one: _asked(one, _released()), _("It was a report of wrongdoing once: it is never published.")),
    (
        lambda one: not _asked(one, _replies()),
        _("The petitioner has not received the answer yet."),
    ),
)


def _asked(petition: Petition, rows: QuerySet) -> bool:
    return Petition.objects.filter(Exists(rows), pk=petition.pk).exists()


def why_not(petition: Petition) -> str:
    """Why nothing of the case may be published, in words for its office; nothing where it may."""
    return next((str(words) for holds, words in _WHY_NOT if holds(petition)), "")


def of_office(user: Any) -> QuerySet[Petition]:
    """The cases that a user may know of by working in their petition office, and by that alone."""
    keys = policies.keys_at(user, rights.organisation_ids(user, *OFFICE))
    if not keys:
        return Petition.objects.none()
    held = CaseKey.objects.filter(petition=OuterRef("pk"), key__in=keys)
    return policies.visible_to(user).filter(Exists(held)).exclude(petition_class=PetitionClass.ACCUSATION)


def may_enter(user: Any) -> bool:
    """Whether the user works in a petition office: only then is there such a desk."""
    return rights.has_role(user, *OFFICE)


def may_write(user: User, case: Case) -> bool:
    """Whether the user may write a summary of the case: somebody of its petition office who may know of it.

    Who withdrew from it has no key of it, and so no part in it.
    """
    return not case.petition.is_accusation and "PO" in policies.roles_of(Actor.staff(user), case)


def may_review(user: User, case: Case, summary: Summary) -> bool:
    """Whether the user is a second person: of the same office, who neither wrote the words nor sent them."""
    wrote = summary.sent_by_id == user.pk or summary.authors.filter(pk=user.pk).exists()
    return may_write(user, case) and not wrote
