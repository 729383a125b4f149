"""What the rules propose for a matter, and whom they recognise in it: when filed, and anew under another class."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from intake.petitions import staffing, visibility
from intake.petitions.models import Accused, CaseText, Petition, Proposal
from intake.routing import service as routing
from intake.routing.engine.plain import Reason
from intake.routing.engine.staff import plain


def accused_rows(
    petition: Petition,
    recognised: Iterable[routing.Accused],
    now: datetime.datetime,
    writers: Iterable[str] = (),
) -> list[Accused]:
    """The rows of those recognised, not stored yet: suspected, and barred by that. A name in the text without a unit is
    one of the staff's, unless it is one of the ``writers``' own."""
    own = {plain(name) for name in writers}
    return [
        Accused(
            petition=petition,
            organisation=one.organisation,
            of_institution=one.of_institution,
            person=one.person,
            mention=one.mention,
            added_at=now,
        )
        for one in recognised
        if one.organisation is not None or one.source == "field" or plain(one.mention) not in own
    ]


def proposal_row(
    petition: Petition, proposed: routing.Proposal, now: datetime.datetime, barred: set[int]
) -> Proposal:
    """What is proposed, not stored yet. Where nothing fits, the case says so: that queue is watched.

    Routing knows of bodies alone: ``barred`` has those of the people named too.
    """
    candidates = [row for row in proposed.candidates if row.organisation.pk not in barred]
    lead, reasons = proposed.organisation, list(proposed.reasons)
    if lead is not None and lead.pk in barred:
        lead = candidates[0].organisation if candidates else None
        reasons[-1] = candidates[0].reason if candidates else Reason("nobody")
    petition.unmatched = lead is None
    return Proposal(
        petition=petition,
        organisation=lead,
        category=proposed.category,
        candidates=[
            {"organisation": row.organisation.code, "reason": row.reason.as_json()} for row in candidates
        ],
        reasons=[reason.as_json() for reason in reasons],
        created_at=now,
    )


def propose_anew(petition: Petition, now: datetime.datetime, being_added: str = "") -> None:
    """Read a case again under the class that it has now: another proposal, and those whom only this reading finds.

    The words are those of the writer, with what was added since and what is just ``being_added``. Nobody whom somebody
    has decided on comes back by it: the words are the same.
    """
    added = petition.texts.filter(kind=CaseText.Kind.MATERIAL)
    proposed = routing.propose(
        title=petition.title,
        body="\n".join([petition.body, *(row.text for row in added), being_added]),
        region=petition.region,
        category=petition.category,
        petition_class=petition.petition_class,
        reported_party=petition.reported_party,
        target_body=petition.target_body,
        staff=staffing.roll().names,
    )
    if petition.category is None or petition.category.is_accusation != petition.is_accusation:
        petition.category = proposed.category
    known = {_whom(row) for row in petition.accused.all()}
    found = accused_rows(petition, proposed.accused, now, _writers(petition))
    Accused.objects.bulk_create(row for row in found if _whom(row) not in known)
    proposal_row(petition, proposed, now, visibility.barred_organisations(petition)).save()


def suspect_in(petition: Petition, text: str, now: datetime.datetime) -> None:
    """Store whom an added text charges, if nobody stands there yet who says the same: suspected, and barred by that.

    Who was found only mentioned is charged again by new words, and decided on again.
    """
    standing = list(petition.accused.exclude(state=Accused.AccusedState.DISMISSED))
    known = {_whom(row) for row in standing} | {
        (row.organisation_id, row.of_institution, "") for row in standing if row.organisation_id is not None
    }
    names = staffing.roll().names
    charged = routing.recognise_in_added(text, petition.region, petition.petition_class, names)
    found = accused_rows(petition, charged, now, _writers(petition))
    Accused.objects.bulk_create(row for row in found if _whom(row) not in known)


def _writers(petition: Petition) -> list[str]:
    return [person.name for person in petition.petitioners.all()]


def _whom(row: Accused) -> tuple[int | None, bool, str]:
    """Whom a row means. Of somebody without a unit who is only mentioned, the mention says who."""
    name = row.person or ("" if row.organisation_id is not None else f"“{row.mention}”")
    return row.organisation_id, row.of_institution, name
