"""Cases that belong together: joined to the first one (并入首次信访件), or linked and each on its own way (关联)."""

from __future__ import annotations

import datetime
import uuid
from typing import Any

from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from intake.petitions import kinship, nearness, numbers, policies, visibility
from intake.petitions.errors import RuleViolation
from intake.petitions.models import CaseLink, Petition
from intake.petitions.models.case import CLOSED_STATES, State
from intake.petitions.policies import Actor
from intake.petitions.transitions import Track
from intake.routing.models import PetitionClass
from privacy.normalising import folded
from records import events

from . import apart
from .case import of
from .core import KIND, Step, beside, effect, perform
from .effects_ordinary import next_higher
from .holding import begin_round, end_with


@beside("merge", "link", "unlink")
def named_and_joined(petition_id: uuid.UUID, actor: Actor, data: dict[str, Any]) -> list[uuid.UUID]:
    """The case that is named, and those that were joined to this one and go along."""
    named = [_named(petition_id, actor, data.get(field)) for field in ("first", "other")]
    joined = Petition.objects.filter(merged_into=petition_id).values_list("pk", flat=True)
    return [*(other.pk for other in named if other is not None), *joined]


def _named(petition_id: uuid.UUID, actor: Actor, number: object) -> Petition | None:
    """The other case of that number, if the actor may know of it."""
    read = numbers.read_number(str(number or "")) or ""
    if actor.user is None:
        return None
    return policies.visible_to(actor.user).filter(number=read).exclude(pk=petition_id).first()


def _other(step: Step, field: str) -> Petition:
    """The case that was named by its number. One unseen and one that does not exist are told alike."""
    other = _named(step.case.petition.pk, step.actor, step.data.get(field))
    if other is None or other.is_accusation != step.case.petition.is_accusation:
        raise RuleViolation((field, _("There is no other case of this number that you may join it with.")))
    return other


@effect("merge")
def merge(step: Step) -> None:
    """The same person or group, the same matter, while it is in hand: it goes on as part of the first case.

    Who wrote both is to be seen, or the office says that it knows. The text is read there by whoever handles that case,
    so that nobody whom it complains of may. The writer is told the first number only if it was the writer's. What was
    joined to this case before goes along.
    """
    petition, first = step.case.petition, _other(step, "first")
    if first.state in CLOSED_STATES:
        raise RuleViolation(
            ("first", _("That case is closed. Open it again, or let this one go its own way."))
        )
    joined = [petition, *petition.merged.select_related("region")]
    for one in joined:
        _require_open_to_holders(one, first)
    told = not petition.is_accusation and kinship.is_of_the_writers_of(first, petition)
    if not (petition.is_accusation or step.data.get("same") or kinship.share_a_writer(petition, first)):
        raise RuleViolation(
            (
                "same",
                _(
                    "No telephone or identity paper is common to both. If others wrote it, link the cases; if you "
                    "know that it is the same person or group, say so."
                ),
            )
        )
    if not told and _says(step.reason, first):
        raise RuleViolation(
            (
                "reason",
                _("The petitioner reads this, and the first case is another person's: leave its number out."),
            )
        )
    end_with(step, State.MERGED)
    petition.repeat = True
    for one in joined:
        one.merged_into = first
        one.at_superior = one.at_superior or first.at_superior
        one.first_told = not one.is_accusation and kinship.is_of_the_writers_of(first, one)
    for one in joined[1:]:
        one.save(update_fields=["merged_into", "first_told", "at_superior"])
        visibility.refresh(one)
    step.codes = {"case": first.pk}
    step.fields = {"reason": step.reason, "first_number": first.shown_number if told else ""}
    _note_on(first, "joined", step)


def _require_open_to_holders(petition: Petition, first: Petition) -> None:
    """Raises ``RuleViolation`` where somebody who handles the first case may not know of this one."""
    case = of(first)
    barred = visibility.barred_organisations(petition)
    if case.track == Track.ACCUSATION:
        barred = barred | nearness.too_near(petition)
    handlings = [case.lead, *case.cos] if case.lead is not None and case.lead.is_open else []
    for handling in handlings:
        unit = handling.organisation if handling is not None and handling.is_open else None
        if unit is not None and (unit.pk in barred or visibility.is_deserted(petition, unit)):
            raise RuleViolation(
                (
                    "first",
                    _("A unit that handles that case may not know of this one: it is complained of here."),
                )
            )


def _says(text: str, first: Petition) -> bool:
    """Whether a text has the number of a case, however it is written."""
    plain = folded(text).upper().replace("-", "").replace(" ", "")
    return first.number.upper() in plain


def _note_on(other: Petition, action: str, step: Step) -> None:
    """The other side's line in its own history; who may not know of this case does not read it there."""
    organisation = step.organisation
    events.record(
        KIND,
        other.pk,
        action,
        actor_kind=step.actor.kind,
        actor_id=step.actor.user.uuid if step.actor.user else None,
        organisation_code=organisation.code if organisation else "",
        before=other.state,
        after=other.state,
        data={"case": step.case.petition.pk},
        at=step.now,
    )


@effect("go_on_alone")
def go_on_alone(step: Step) -> None:
    """The first case was withdrawn by its own petitioner, who is another, or sealed: this matter has not ended."""
    begin_round(step)
    step.case.petition.registered_at = step.case.petition.registered_at or step.now
    with translation.override(step.case.petition.language):
        words = _(
            "It is no longer handled together with the petition it was joined to: it goes on by itself."
        )
        step.fields = {"reason": str(words)}


def left_by_first(now: datetime.datetime) -> tuple[int, int]:
    """Let each case go on alone that its first one has left behind. Returns how many do, and how many could not."""
    left = Petition.objects.exclude(petition_class=PetitionClass.ACCUSATION)
    withdrawn = Q(first_told=False, merged_into__state=State.WITHDRAWN)
    sealed = Q(merged_into__petition_class=PetitionClass.ACCUSATION)
    left = left.filter(withdrawn | sealed, state=State.MERGED)

    def leave(petition_id: uuid.UUID) -> int:
        perform(petition_id, "go_on_alone", Actor.system(), now=now)
        return 1

    return apart.each(list(left.values_list("pk", flat=True)), leave, "left by the first case")


@effect("link")
def link(step: Step) -> None:
    """Other people, the same matter: each case keeps its number, its unit and its clocks."""
    petition, other = step.case.petition, _other(step, "other")
    if kinship.linked_to(petition).filter(pk=other.pk).exists():
        raise RuleViolation(("other", _("These two are linked already.")))
    one, two = sorted((petition, other), key=lambda row: str(row.pk))
    CaseLink.objects.create(one=one, other=two, linked_at=step.now)
    step.codes = {"case": other.pk}
    _note_on(other, "link", step)


@effect("unlink")
def unlink(step: Step) -> None:
    other = _other(step, "other")
    gone, _counts = kinship.links_of(step.case.petition).filter(Q(one=other) | Q(other=other)).delete()
    if not gone:
        raise RuleViolation(("other", _("These two are not linked.")))
    step.codes = {"case": other.pk}
    _note_on(other, "unlink", step)


@effect("lapse")
def lapse(step: Step) -> None:
    """No unit, place or matter can be made out, and nothing more came (无法办理)."""
    end_with(step, State.LAPSED)
    step.case.petition.supplement_asked_at = None
    step.fields = {"reason": step.reason, "review_unit": next_higher(step, step.case.intake)}
