"""Everything that the page of one case shows, gathered for one reader."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User
from intake.petitions import handled, policies, transitions
from intake.petitions.models import (
    Accused,
    Attachment,
    Notice,
    Petition,
    Proposal,
    Rating,
    Registration,
)
from intake.petitions.models.work import HandlingState
from intake.petitions.policies import Actor
from intake.petitions.process import approvals, passwords
from intake.petitions.process.case import Case, of
from intake.petitions.process.core import KIND
from intake.petitions.transitions import Transition
from intake.petitions.unsealing import open_papers, unsealed_at
from intake.routing import county
from intake.routing.labels import reason_text
from intake.routing.models import Category
from records import events
from regions.models import Organisation

from . import choosers, labels, phrases, reopening_panel, review_panel, urging
from .case_parts import Candidate, Judgement, NamedParty, Objection, Request, Step
from .clocks import Clocks, clocks_of
from .form_table import ON_OWN_PAGE, form_for
from .forms import ActionForm
from .models import Phrase
from .offer import FIRST, Offer, offer
from .timeline import History, timeline
from .together import Together
from .veil import Veil, at_intake, veil_for


class CasePage(Together):
    """The page of a case for one member of staff. In the template: ``page``."""

    def __init__(
        self, petition: Petition, user: User, *, lift: bool = False, history: int | None = 1
    ) -> None:
        self.petition = petition
        self.user = user
        self.history_page = history  # None: all of it
        self.actor = Actor.staff(user)
        self.case: Case = of(petition)
        self.veil: Veil = veil_for(self.case, self.actor, lift=lift)

    @cached_property
    def offer(self) -> Offer:
        return offer(self.case, self.actor)

    @cached_property
    def clocks(self) -> Clocks:
        return clocks_of(self.case, self.own_part)

    @cached_property
    def history(self) -> History:
        return timeline(self.case, self.veil, self.user, self.history_page)

    def steps(self) -> Iterator[Step]:
        """What moves the case on, the likeliest first. The page has one main button: the first of these stands open
        only where neither a proposal nor an approval has it."""
        elsewhere = bool(self.candidates) or self.case.approval is not None
        for place, row in enumerate(self.offer.steps):
            yield self._step(row, main=not place and not elsewhere and row.action in FIRST)

    def beside(self) -> Iterator[Step]:
        return map(self._step, self.offer.beside)

    def _step(self, row: Transition, *, main: bool = False) -> Step:
        form = None if row.action in ON_OWN_PAGE else form_for(row, self.case, self.actor)
        return Step(row, labels.ACTIONS[row.action], form, main)

    def _form_in_place(self, action: str, **options: Any) -> ActionForm | None:
        row = transitions.find(self.case.track, action)
        return (
            form_for(row, self.case, self.actor, **options) if row and action in self.offer.in_place else None
        )

    @cached_property
    def phrases(self) -> list[Phrase]:
        """What this reader may insert into the texts of the forms."""
        return list(phrases.usable_by(self.user))

    # --- who and what ---

    @property
    def state(self) -> str:
        name = self.petition.get_state_display()
        return _("%(state)s (time extended)") % {"state": name} if self.petition.has_longer else str(name)

    @property
    def officer(self) -> str:
        lead = self.case.lead
        return lead.officer.get_full_name() if lead and lead.is_open and lead.officer else ""

    @property
    def standing_in_for(self) -> str:
        """Whose case it is, while the officer only stands in."""
        lead = self.case.lead
        return lead.standing_in_for.get_full_name() if lead and lead.is_open and lead.standing_in_for else ""

    @property
    def officer_is_reader(self) -> bool:
        return bool(self.case.lead and self.case.lead.officer_id == self.user.pk)

    @property
    def answered_by(self) -> Organisation | None:
        """The unit whose reply this is: it holds the case no more, but the answer stays its own."""
        lead = self.case.lead
        return lead.organisation if lead and not lead.is_open and lead.reply_kind else None

    @property
    def unit(self) -> Organisation:
        """Whose case it is, or was when it ended."""
        return handled.unit_of(self.case)

    @cached_property
    def objection(self) -> Objection | None:
        """The objection that waits for the sender's decision."""
        lead = self.case.lead
        if lead is None or lead.state != HandlingState.OBJECTED:
            return None
        made = events.history(KIND, self.petition.pk).filter(action="object").order_by("-id").first()
        text = self.petition.texts.filter(event=made.pk).first() if made else None
        assert made is not None
        return Objection(lead.organisation, made.at, self.veil.text(text.text if text else ""))

    @cached_property
    def review(self) -> review_panel.ReviewAsked | None:
        """The review that is open, or was decided last."""
        return review_panel.asked(self.case, self.veil)

    @cached_property
    def reopening(self) -> reopening_panel.Asked | None:
        """The petitioner's request to open the closed case again, while it waits for an answer."""
        return reopening_panel.asked(self.case, self.veil)

    @cached_property
    def registration(self) -> Registration | None:
        """Who took it down for the resident; None where the resident wrote it. For the intake office: whom a clerk let
        in is nothing for the unit that is to handle the matter."""
        if not at_intake(self.case, self.actor):
            return None
        rows = Registration.objects.filter(petition=self.petition)
        return rows.select_related("user", "organisation").first()

    @cached_property
    def split_offs(self) -> list[datetime.datetime]:
        """When parts of this report were split off, for the discipline intake alone. It has no key of what was made of
        them: which petitions these are, the petitioner reads."""
        sealed = self.petition.is_accusation and at_intake(self.case, self.actor)
        return list(self.petition.split_offs.values_list("made_at", flat=True)) if sealed else []

    @cached_property
    def urges(self) -> list[urging.Urged]:
        """The letters of supervision about this unit's work, with the unit's answers."""
        return urging.urges_of(self.case, self.veil)

    @cached_property
    def judgements(self) -> list[Judgement]:
        """How the petitioner rated office and unit, for both of them to read."""
        return [
            Judgement(
                subject=str(row.get_subject_display()),
                value=str(row.get_value_display()),
                strong=row.value == Rating.Value.DISSATISFIED,
                text=self.veil.text(row.text),
                at=row.rated_at,
            )
            for row in self.petition.ratings.filter(round=self.petition.round).order_by("-subject")
        ]

    @property
    def reported_party(self) -> str:
        return self.veil.text(self.petition.reported_party)

    @property
    def target_body(self) -> str:
        return self.veil.text(self.petition.target_body)

    @cached_property
    def accused(self) -> list[NamedParty]:
        """Those complained of, without those who were found to be only mentioned."""
        rows = self.petition.accused.exclude(state=Accused.AccusedState.DISMISSED).select_related(
            "organisation"
        )
        return [
            NamedParty(
                row=row,
                person=self.veil.name(row.person),
                mention=self.veil.text(row.mention, row.person),
                confirm=self._accused_form("confirm_accused", row) if row.state == "suspected" else None,
                clear=self._accused_form("clear_accused", row),
            )
            for row in rows
        ]

    def _accused_form(self, action: str, row: Accused) -> ActionForm | None:
        return self._form_in_place(action, initial={"accused": row.pk}, auto_id=f"{action}-{row.pk}-%s")

    @property
    def may_accuse(self) -> bool:
        return "accuse" in self.offer.in_place

    @property
    def may_renew_password(self) -> bool:
        """Whether this reader may hand the petitioner a new password, and there is a name to compare."""
        return policies.may_renew_password(self.actor, self.case) and bool(passwords.named(self.case))

    @cached_property
    def may_summarise(self) -> bool:
        """Whether this reader works for the office that may publish a summary of it, and the petitioner agreed."""
        roles = policies.roles_of(self.actor, self.case)
        return self.petition.publish_consent and not self.petition.is_accusation and "PO" in roles

    # --- the proposal ---

    @cached_property
    def sends(self) -> Transition | None:
        """The action that confirms the proposal, where this reader may send the case on now."""
        for row in self.offer.steps:
            if row.action in ("transfer", "pass_on"):
                return row
        return None

    @cached_property
    def proposal(self) -> Proposal | None:
        found = self.petition.proposals.select_related("organisation", "category").last()
        return found if self.sends else None

    @cached_property
    def candidates(self) -> list[Candidate]:
        """The units proposed that may still get the case; who is barred by now is not among them."""
        if self.proposal is None or self.sends is None:
            return []
        choose = choosers.handling_units if self.sends.action == "transfer" else choosers.bodies_with_power
        codes = [row["organisation"] for row in self.proposal.candidates]
        units = {unit.code: unit for unit in choose(self.case).filter(code__in=codes)}
        first = self.proposal.organisation.code if self.proposal.organisation else ""
        return [
            Candidate(
                units[row["organisation"]],
                reason_text(row["reason"], self._categories),
                row["organisation"] == first,
            )
            for row in self.proposal.candidates
            if row["organisation"] in units
        ]

    @cached_property
    def _categories(self) -> Mapping[str, Category]:
        return county.current().categories

    @property
    def proposed_because(self) -> list[str]:
        """What was read out of the text: its matter, its class, why nobody fits; not again what stands at a unit."""
        if self.proposal is None:
            return []
        at_units = {one.reason for one in self.candidates}
        words = [reason_text(reason, self._categories) for reason in self.proposal.reasons]
        return [self.veil.text(said) for said in words if said not in at_units]

    @cached_property
    def confirmation(self) -> ActionForm | None:
        """One click: the form that sends the case where it was proposed, if no reason has to be written."""
        first = next((one for one in self.candidates if one.first), None)
        if first is None or self.sends is None or self.sends.action != "transfer":
            return None
        return form_for(
            self.sends,
            self.case,
            self.actor,
            initial={"organisation": first.unit.code},
            auto_id="confirm-%s",
        )

    # --- the approval ---

    @cached_property
    def request(self) -> Request | None:
        """The approval that is asked for; its draft only for who asked and who may decide."""
        row = self.case.approval
        if row is None:
            return None
        roles = policies.approval_roles(self.user, self.case, row)
        draft: dict[str, Any] = approvals.draft_of(row) if roles else {"reason": "", "data": {}}
        return Request(
            row=row,
            action=labels.action_name(row.action),
            reason=self.veil.text(draft["reason"]),
            parts=[self._part(name, value) for name, value in draft["data"].items()],
            readable=bool(roles),
            grant=self._form_in_place("grant"),
            refuse=self._form_in_place("refuse"),
            withdraw=self._form_in_place("withdraw_ask"),
        )

    def _part(self, name: str, value: Any) -> tuple[str, str]:
        choice = labels.CHOICES.get(name, {}).get(value) or review_panel.part(
            self.case, self.user, name, value
        )
        return str(labels.PARTS.get(name, name)), str(choice) if choice else self.veil.text(str(value))

    # --- papers and files ---

    @cached_property
    def papers(self) -> list[Notice]:
        return list(open_papers(self.petition).select_related("issued_by", "to_organisation"))

    @cached_property
    def files(self) -> list[tuple[Attachment, str]]:
        """The files with their names as they may be shown: a name that somebody typed can be the writer's own."""
        return [(row, self.veil.text(row.name)) for row in visible_files(self.case)]


def visible_files(case: Case) -> Any:
    """The files of a case; what officers added while it was sealed stays with the discipline side."""
    rows = case.petition.attachments.all()
    moment = unsealed_at(case.petition)
    return rows.exclude(from_petitioner=False, uploaded_at__lte=moment) if moment else rows
