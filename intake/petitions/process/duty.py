"""Telling the local government and the office of the joint conference of what is urgent (articles 25 and 39).

A message says that something urgent was reported, where, when and whom to call: never the matter, the number of the
case or a name. Of an accusation it does not even say the township, and no office is told that may not know that the
accusation exists. Whoever is complained of is not told; what the system can't do, the officer is told to do by hand.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from django.conf import settings
from django.utils import dateformat, timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from delivery import channels, messages
from intake.petitions import offices
from intake.petitions.models import DutyContact, Petition
from privacy.crypto import keyed_hash
from regions.models import Organisation, Region

from .core import Step

Duty = DutyContact.Duty
TOLD = (Duty.GOVERNMENT, Duty.JOINT_OFFICE)


@dataclass(frozen=True)
class Gap:
    """One who is to be told and is not: ``barred``, ``sealed`` (may not know), or ``unknown`` (no way is kept)."""

    duty: Duty
    why: str
    phone: str = ""


@dataclass
class Plan:
    """Who will be told by the system, and who has to be told by hand."""

    told: list[DutyContact] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)


def plan(petition: Petition, barred: set[int]) -> Plan:
    """Who is told of an urgent case. ``barred`` are the organisations that may not know of it."""
    found = Plan()
    for duty in TOLD:
        serving = _serving(petition.region, duty)
        open_to = [one for one in serving if one.organisation_id not in barred and _may_know(one, petition)]
        reached = [one for one in open_to if ways(one)]
        found.told += reached
        if not reached:
            found.gaps.append(_gap(duty, petition, barred, serving, open_to))
    return found


def _gap(
    duty: Duty, petition: Petition, barred: set[int], serving: list[DutyContact], open_to: list[DutyContact]
) -> Gap:
    government = offices.county_government(petition.region) if duty == Duty.GOVERNMENT else None
    if (government is not None and government.pk in barred) or any(
        one.organisation_id in barred for one in serving
    ):
        return Gap(duty, "barred")
    if serving and not open_to:
        return Gap(duty, "sealed")
    return Gap(duty, "unknown", next((one.phone for one in open_to if one.phone), ""))


def _serving(region: Region, duty: Duty) -> list[DutyContact]:
    rows = DutyContact.objects.filter(duty=duty).select_related("organisation__region")
    return [
        row
        for row in rows
        if row.organisation.is_current() and region.path.startswith(row.organisation.region.path)
    ]


def _may_know(contact: DutyContact, petition: Petition) -> bool:
    """Of an accusation only bodies of the county itself are told."""
    of = contact.organisation
    return not petition.is_accusation or (
        of.region.level == Region.Level.COUNTY and of.kind not in offices.KNOW_OF_NO_ACCUSATION
    )


def ways(contact: DutyContact) -> list[tuple[str, str]]:
    """By which channels, that are switched on, an office can be told."""
    return [
        (channel, address)
        for channel, address in (("sms", contact.sms), ("mail", contact.mail))
        if address and not channels.is_off(channel)
    ]


def call_back(office: Organisation) -> str:
    """The number to call an office back by; empty where none is kept."""
    found = DutyContact.objects.filter(organisation=office, duty=Duty.CALL_BACK).first()
    return found.phone if found else ""


def tell(step: Step, receivers: list[DutyContact]) -> None:
    """Leave a message for each in the outbox, with the report itself."""
    petition, office = step.case.petition, step.case.intake
    template = "urgent_sealed" if petition.is_accusation else "urgent_report"
    with translation.override(settings.LANGUAGE_CODE):
        number = call_back(office)
        context = {
            "place": _place(petition),
            "kind": _("a threat of harm") if petition.threat else _("an urgent matter"),
            "at": dateformat.format(timezone.localtime(step.now), pgettext("date format", "j F Y, H:i")),
            "office": f"{office.name} {number}".strip(),
        }
    for contact in receivers:
        for channel, address in ways(contact):
            key = keyed_hash("message", f"urgent:{petition.pk}:{petition.version}:{contact.pk}:{channel}")
            # Said to be about the case: else an operator of the accused unit sees that word of something was not sent.
            messages.send(channel, address, template, context, key=key, about=[petition.pk])


def _place(petition: Petition) -> str:
    levels = [Region.Level.COUNTY]
    if not petition.is_accusation:
        levels.append(Region.Level.TOWNSHIP)
    return "".join(region.name for region in map(petition.region.ancestor, levels) if region)
