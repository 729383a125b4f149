"""A crowd of cases of every kind that lists show, straight in the tables: for tests of what a list costs."""

from __future__ import annotations

import datetime
from collections import defaultdict
from typing import Any

import factories
from django.db import models
from django.utils import timezone

from intake.petitions import keyring, numbers
from intake.petitions.models import (
    Approval,
    CaseKey,
    Deadline,
    Handling,
    Mention,
    Notice,
    Petition,
    Petitioner,
    Rating,
    Registration,
    Review,
    Urge,
)
from intake.routing.models import Category
from regions.models import Organisation, Region

DAY = datetime.timedelta(days=1)
# State of the case, of its lead handling, of its review.
KINDS = (
    ("submitted", "", ""),
    ("registered", "", ""),
    ("forwarded", "pending", ""),
    ("received", "pending", ""),
    ("forwarded", "objected", ""),
    ("in_progress", "in_progress", ""),
    ("replied", "replied", ""),
    ("in_review", "replied", "accepted"),
    ("concluded", "replied", ""),
)
WORKING = ("pending", "objected", "in_progress")
CALLED = ("petition_office", "petition_head", "officer", "officer2")
# What refers to others comes after them.
MODELS = (
    Petition,
    CaseKey,
    Petitioner,
    Registration,
    Handling,
    Review,
    Deadline,
    Approval,
    Urge,
    Rating,
    Mention,
    Notice,
)


class Crowd:
    """Writes cases; each further one is of the next kind."""

    def __init__(self) -> None:
        self._office = factories.unit(factories.PETITION_OFFICE)
        self._lead, self._co = factories.unit(factories.AGRICULTURE), factories.unit(factories.CIVIL_AFFAIRS)
        self._body, self._intake = factories.unit(factories.COUNTY), factories.unit(factories.DISCIPLINE)
        self._villages = list(Region.objects.filter(level=Region.Level.VILLAGE))
        self._categories = list(Category.objects.order_by("pk")[:6])
        factories.hire(*factories.STAFF)
        self._people = {name: factories.staff(name) for name in factories.STAFF}
        self._made = 0
        self._rows: dict[type[models.Model], list[Any]] = defaultdict(list)

    def add(self, count: int) -> None:
        """So many further cases, and half as many reports of wrongdoing."""
        for place in range(count):
            self._ordinary(*KINDS[place % len(KINDS)])
            if place % 2:
                self._open_to(self._petition("submitted", self._intake, "accusation"), {self._intake: False})
        for model in MODELS:
            model.objects.bulk_create(self._rows.pop(model, []))

    def _put(self, row: Any) -> Any:
        self._rows[type(row)].append(row)
        return row

    def _petition(self, state: str, owner: Organisation, kind: str = "appeal") -> Petition:
        self._made += 1
        number, now = self._made, timezone.now()
        case: Petition = self._put(
            Petition(
                number=numbers.draw_number(now.year),
                petition_class=kind,
                channel="web",
                region=self._villages[number % len(self._villages)],
                category=self._categories[number % len(self._categories)],
                owner=owner,
                title="水渠",
                body="水渠坏了",
                title_masked=f"水渠第{number:03d}段",
                body_masked="水渠坏了",
                submitted_at=now - DAY * 40 + datetime.timedelta(minutes=number),
                state=state,
                next_due=timezone.localdate() + DAY * (number * 7 % 30 - 20),
                urgent=number % 3 == 0,
                urged=state == "in_progress",
                repeat=number % 4 == 0,
                returned_often=number % 5 == 0,
                unmatched=number % 7 == 0,
            )
        )
        return case

    def _ordinary(self, state: str, work: str, review: str) -> None:
        case = self._petition(state, self._lead if work in WORKING else self._office)
        holders = {self._office: False}
        if work:
            holders[self._lead] = False
            lead = self._handling(case, self._lead, "lead", work)
        if work in WORKING:
            holders[self._co] = True
            self._handling(case, self._co, "co", "in_progress")
            self._around(case, lead)
        if work == "replied":
            self._answered(case, lead)
        if review:
            holders[self._body] = False
            self._put(
                Review(
                    petition=case,
                    organisation=self._body,
                    kind="first",
                    state=review,
                    requested_at=case.submitted_at,
                )
            )
        self._open_to(case, holders)

    def _answered(self, case: Petition, lead: Handling) -> None:
        """Rated, promised to be done, on paper alone with no receipt noted; a closed one is to be opened again."""
        now = timezone.now()
        case.promise_due = timezone.localdate() + DAY * (5 if self._made % 2 else -5)
        case.reopen_asked_at = now if case.state == "concluded" else None
        for subject, unit in (("handler", self._lead), ("office", self._office)):
            self._put(
                Rating(
                    petition=case,
                    subject=subject,
                    organisation=unit,
                    value="dissatisfied",
                    rated_at=now - DAY,
                )
            )
        self._put(Petitioner(petition=case, name="覃老七"))
        clerk = self._people["petition_office"]
        self._put(
            Registration(
                petition=case,
                user=clerk,
                organisation=self._office,
                entered_at=case.submitted_at,
                listed=False,
            )
        )
        self._put(
            Notice(
                petition=case,
                handling=lead,
                code="opinion",
                template_version=1,
                issued_by=self._lead,
                issued_at=now - DAY * 20,
                is_reply=True,
            )
        )

    def _open_to(self, case: Petition, holders: dict[Organisation, bool]) -> None:
        for unit, co in holders.items():
            listed = keyring.listed(case, unit.pk, (case.state, case.next_due) if co else None)
            self._put(CaseKey(petition=case, key=f"o:{unit.pk}", **listed))

    def _handling(self, case: Petition, unit: Organisation, role: str, state: str) -> Handling:
        officer = {"lead": "officer", "co": "officer2"}[role]
        closed_at = None if state in WORKING else case.submitted_at
        handling: Handling = self._put(
            Handling(
                petition=case,
                organisation=unit,
                role=role,
                entry="transfer",
                state=state,
                sent_by=self._office,
                officer=self._people[officer],
                standing_in_for=self._people[f"{officer}_head"],
                received_at=case.submitted_at,
                accepted_at=case.submitted_at,
                closed_at=closed_at,
                objection_refused=state == "pending" and self._made % 2 == 0,
            )
        )
        due = case.next_due
        assert due is not None
        self._put(
            Deadline(
                petition=case,
                handling=handling,
                rule="handle_60",
                started_on=due - DAY * 60,
                due_unmoved=due,
                due=due,
                late_from=due + DAY,
                met_at=closed_at,
            )
        )
        return handling

    def _around(self, case: Petition, lead: Handling) -> None:
        """A request for approval, a letter of supervision, and who is called by name in a note."""
        now = timezone.now()
        self._put(
            Approval(
                petition=case,
                organisation=self._lead,
                action="extend",
                asked_by=self._people["officer"],
                asked_at=now,
            )
        )
        self._put(
            Urge(
                petition=case,
                handling=lead,
                organisation=self._lead,
                sent_by=self._office,
                reason="请按期办理",
                due=timezone.localdate() - DAY,
                urged_at=now - DAY * 9,
            )
        )
        for name in CALLED:
            author = self._people["officer_head"]
            self._put(Mention(petition=case, user=self._people[name], author=author, created_at=now))
