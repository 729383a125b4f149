"""Petitions by the ten thousand, straight into the tables: through the commands it would take an hour."""

from __future__ import annotations

import datetime
import random

from django.db import connection, transaction
from django.utils import timezone

from accounts.models import Membership, Role, User
from intake.petitions import keyring, numbers
from intake.petitions.models import CaseKey, Deadline, Handling, Petition, Petitioner, Rating
from intake.routing.models import Category
from privacy import crypto
from regions.models import Organisation, Region
from sunshine.sqlite import planner

BATCH = 2000
# State of the case, state of its handling (none yet: empty), and out of a hundred how many there are.
SHARES = (
    ("submitted", "", 10),
    ("registered", "", 10),
    ("forwarded", "pending", 20),
    ("accepted", "accepted", 15),
    ("in_progress", "in_progress", 45),
)
BESIDE = 0.1  # of the cases with units have a co-handler
YEARS = 5  # over which the concluded ones lie
RATED = 0.3  # of the concluded ones
TITLE = "村口的路坏了，雨天不好走"
BODY = "村口到小学的这段路坑洼很多，雨天积水没过脚面，请安排修补。"


def _tidy() -> None:
    """Let the database see what it has by now: as the worker does within the hour, and PostgreSQL within minutes."""
    planner.learn_table_sizes()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")


class Generator:
    """Makes cases of the demo county; the same seed makes the same spread. ``concluded`` is the share of those that
    are over: none by default, since open ones are what lists and clocks cost."""

    def __init__(self, seed: int = 1, concluded: float = 0) -> None:
        self._random = random.Random(seed)
        self._concluded = concluded
        self._office = Organisation.objects.get(kind=Organisation.Kind.PETITION_OFFICE)
        self._units = list(Organisation.objects.filter(kind=Organisation.Kind.DEPARTMENT))
        self._villages = list(Region.objects.current().filter(level=Region.Level.VILLAGE))
        self._categories = list(Category.objects.all())
        self._now = timezone.now()
        self._numbers: set[str] = set()
        self._staff_the_units()

    def make(self, count: int) -> None:
        """Add ``count`` cases, each with a writer, its clock, its keys and, further on, a handling."""
        for start in range(0, count, BATCH):
            with transaction.atomic():
                self._make_batch(min(BATCH, count - start))
        _tidy()

    def _staff_the_units(self) -> None:
        """Somebody works wherever cases are: a unit that all have left would have to give its cases back."""
        for unit in self._units:
            user, _created = User.objects.get_or_create(username=f"bench-{unit.code}")
            Membership.objects.get_or_create(user=user, role=Role.HANDLER, organisation=unit)

    def _make_batch(self, count: int) -> None:
        petitions, handlings, deadlines, keys, writers, ratings = [], [], [], [], [], []
        for state, work in self._states(count):
            petition = self._petition(state)
            handling = self._handling(petition, work) if work else None
            petition.owner = handling.organisation if handling else self._office
            petitions.append(petition)
            handlings += [handling] if handling else []
            deadlines.append(self._deadline(petition, handling))
            ratings += self._ratings(petition, handling)
            holders = {self._office.pk: False, petition.owner.pk: False}
            if handling and not petition.concluded_at and self._random.random() < BESIDE:
                co = self._co(petition)
                handlings.append(co)
                deadlines.append(self._deadline(petition, co))
                holders.setdefault(co.organisation_id, True)
            own = (petition.state, petition.next_due)
            keys += [
                CaseKey(
                    petition=petition,
                    key=f"o:{pk}",
                    **keyring.listed(petition, pk, own if beside else None),
                )
                for pk, beside in sorted(holders.items())
            ]
            phone = f"199{self._random.randrange(10**8):08d}"
            index = crypto.blind_index("phone", phone)
            writers.append(Petitioner(petition=petition, name="蓝水生", phone=phone, phone_index=index))
        for model, rows in (
            (Petition, petitions),
            (Handling, handlings),
            (Deadline, deadlines),
            (CaseKey, keys),
            (Petitioner, writers),
            (Rating, ratings),
        ):
            model.objects.bulk_create(rows, batch_size=BATCH)

    def _states(self, count: int) -> list[tuple[str, str]]:
        weights = [share for _, _, share in SHARES]
        states = [(state, work) for state, work, _ in self._random.choices(SHARES, weights, k=count)]
        over = ("concluded", "replied")
        return [over if self._random.random() < self._concluded else state for state in states]

    def _petition(self, state: str) -> Petition:
        over = state == "concluded"
        age = datetime.timedelta(minutes=self._random.randrange(60 * 24 * (365 * YEARS if over else 80)))
        submitted_at = self._now - age - datetime.timedelta(days=90 if over else 0)
        due = None if over else (submitted_at + datetime.timedelta(days=60)).date()
        return Petition(
            number=self._number(submitted_at.year),
            password_hash=f"{self._random.getrandbits(256):064x}",
            petition_class="appeal",
            channel="web",
            region=self._random.choice(self._villages),
            category=self._random.choice(self._categories),
            title=TITLE,
            body=BODY,
            title_masked=TITLE,
            body_masked=BODY,
            submitted_at=submitted_at,
            registered_at=None if state == "submitted" else submitted_at,
            state=state,
            next_due=due,
            overdue=due is not None and due < self._now.date(),
            concluded_at=submitted_at + datetime.timedelta(days=80) if over else None,
        )

    def _number(self, year: int) -> str:
        """Of a hundred thousand drawn numbers two may well be the same."""
        number = numbers.draw_number(year)
        while number in self._numbers:
            number = numbers.draw_number(year)
        self._numbers.add(number)
        return number

    def _handling(self, petition: Petition, state: str) -> Handling:
        return Handling(
            petition=petition,
            organisation=self._random.choice(self._units),
            entry=Handling.Entry.TRANSFER,
            state=state,
            sent_by=self._office,
            received_at=petition.submitted_at,
            accepted_at=None if state == "pending" else petition.submitted_at,
            closed_at=petition.concluded_at,
        )

    def _co(self, petition: Petition) -> Handling:
        """Another unit's part of a case, not taken up yet."""
        co = self._handling(petition, "pending")
        co.role = Handling.Role.CO
        while co.organisation_id == petition.owner.pk:
            co.organisation = self._random.choice(self._units)
        return co

    def _deadline(self, petition: Petition, handling: Handling | None) -> Deadline:
        due = petition.next_due or (petition.submitted_at + datetime.timedelta(days=60)).date()
        return Deadline(
            petition=petition,
            handling=handling,
            rule="handle_60" if handling else "transfer_15",
            started_on=petition.submitted_at.date(),
            due_unmoved=due,
            due=due,
            late_from=due + datetime.timedelta(days=1),
            met_at=petition.concluded_at,
        )

    def _ratings(self, petition: Petition, handling: Handling | None) -> list[Rating]:
        if handling is None or petition.concluded_at is None or self._random.random() > RATED:
            return []
        rating = Rating(
            petition=petition,
            subject=Rating.Subject.HANDLER,
            value=self._random.choice(Rating.Value.values),
            organisation=handling.organisation,
            rated_at=petition.concluded_at,
        )
        return [rating]
