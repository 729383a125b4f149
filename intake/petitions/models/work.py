"""What offices do on a matter: handlings, reviews, approvals, and the clocks on them."""

from __future__ import annotations

import datetime
import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from intake.clock import labels, store
from privacy.fields import EncryptedTextField
from regions.models import Organisation

from .case import Petition


class HandlingState(models.TextChoices):
    PENDING = "pending", pgettext_lazy("case state", "waiting for the unit")
    OBJECTED = "objected", pgettext_lazy("case state", "objected")
    RETURNED = "returned", pgettext_lazy("case state", "returned")
    RECALLED = "recalled", pgettext_lazy("case state", "recalled")
    ACCEPTED = "accepted", pgettext_lazy("case state", "accepted")
    IN_PROGRESS = "in_progress", pgettext_lazy("case state", "in progress")
    SIMPLE_IN_PROGRESS = "simple_in_progress", pgettext_lazy("case state", "in simple procedure")
    SUPPLEMENT_WANTED = "supplement_wanted", pgettext_lazy("case state", "more material wanted")
    REPLIED = "replied", pgettext_lazy("case state", "answered")
    CONCLUDED = "concluded", pgettext_lazy("case state", "concluded")
    DIVERTED = "diverted", pgettext_lazy("case state", "diverted to the lawful route")
    NOT_ACCEPTED = "not_accepted", pgettext_lazy("case state", "not accepted")
    NO_LONGER_ACCEPTED = "no_longer_accepted", pgettext_lazy("case state", "no longer accepted")
    REDIRECTED = "redirected", pgettext_lazy("case state", "referred to the body with power")
    MEDIATED = "mediated", pgettext_lazy("case state", "settled")
    ENDED = "ended", pgettext_lazy("case state", "ended")


class Disposal(models.TextChoices):
    """The four ways in which a discipline unit disposes of a clue (谈话函询、初步核实、暂存待查、予以了结)."""

    INQUIRY = "inquiry", _("talk or letter of inquiry")
    PRELIMINARY = "preliminary", _("preliminary verification")
    KEPT = "kept", _("kept for later examination")
    SETTLED = "settled", _("closed without more")


OPEN_HANDLING = frozenset(
    {
        HandlingState.PENDING,
        HandlingState.OBJECTED,
        HandlingState.ACCEPTED,
        HandlingState.IN_PROGRESS,
        HandlingState.SIMPLE_IN_PROGRESS,
        HandlingState.SUPPLEMENT_WANTED,
    }
)
# The unit has answered the petitioner: with a reply, or by what both sides agreed on.
ANSWERED_HANDLING = (HandlingState.REPLIED, HandlingState.MEDIATED)
# A unit that gave the case back, or had it taken away, no longer sees it.
GONE_HANDLING = frozenset({HandlingState.RETURNED, HandlingState.RECALLED})


class Handling(models.Model):
    """One unit's work on the matter (主办 lead or 协办 co), with its own state, received date and clocks."""

    class Role(models.TextChoices):
        LEAD = "lead", _("lead unit")
        CO = "co", _("co-handling unit")

    class Entry(models.TextChoices):
        TRANSFER = "transfer", _("transfer")  # 转送
        ASSIGNMENT = "assignment", _("assignment")  # 交办
        DIRECT = "direct", _("received directly")  # 直接受理
        PASSED_ON = "passed_on", _("passed on")  # 转有权机关
        KEPT = "kept", _("kept by the discipline intake")  # 本级受理
        REDO = "redo", _("to be handled anew after a review")  # 撤销并责令重办

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # Its index is ``handling_of_case``.
    petition = models.ForeignKey(Petition, on_delete=models.CASCADE, related_name="handlings", db_index=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="handlings")
    role = models.CharField(max_length=4, choices=Role.choices, default=Role.LEAD)
    entry = models.CharField(max_length=12, choices=Entry.choices)
    state = models.CharField(max_length=20, choices=HandlingState.choices)
    remembered_state = models.CharField(
        max_length=20, blank=True
    )  # where it was when more material was asked for
    round = models.PositiveSmallIntegerField(default=1)
    sent_by = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    # Whose case it is while the officer only stands in: who is on leave gets it back (移交、交回).
    standing_in_for = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    received_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    objection_refused = models.BooleanField(default=False)  # there is no second objection
    report_due = models.DateField(null=True)  # 交办: the order's own date
    extended = models.BooleanField(default=False)
    reply_kind = models.CharField(max_length=12, blank=True)  # opinion, suggestion, simple, discipline
    # How the clue is worked on; empty where that was told in words alone, and for bodies outside the discipline side.
    disposal = models.CharField(max_length=11, blank=True, choices=Disposal.choices)
    # Of a co-handling: the lead waits for what it finds, and does not answer the petitioner before.
    awaited = models.BooleanField(default=True)

    class Meta:
        ordering = ["received_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["petition"],
                condition=Q(role="lead", state__in=sorted(OPEN_HANDLING)),
                name="one_open_lead_handling",
            ),
            models.UniqueConstraint(
                fields=["petition", "organisation"],
                condition=Q(role="co", state__in=sorted(OPEN_HANDLING)),
                name="one_open_co_handling_per_unit",
            ),
        ]
        indexes = [
            # Who works on a case or answered it, asked from the case: by an index of states SQLite would read all that
            # were ever answered, for each case of a list.
            models.Index(fields=["petition", "round", "role", "state"], name="handling_of_case"),
            # What lies with units, and what co-handlers have in hand.
            models.Index(
                fields=["role", "state", "received_at", "organisation", "petition"], name="handling_in_hand"
            ),
            # The few that a unit objected to in vain.
            models.Index(fields=["petition"], condition=Q(objection_refused=True), name="handling_in_vain"),
        ]

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_HANDLING

    @property
    def is_co(self) -> bool:
        return self.role == self.Role.CO

    @property
    def holds_up_lead(self) -> bool:
        """Whether the lead waits for this co-handling and has no answer from it yet."""
        return self.is_co and self.is_open and self.awaited


OPEN_REVIEW = frozenset({"requested", "accepted", "hearing"})


class Review(models.Model):
    """复查 (first) or 复核 (second) at a named body, articles 35 and 36."""

    class Kind(models.TextChoices):
        FIRST = "first", _("review")
        SECOND = "second", _("second review")

    class ReviewState(models.TextChoices):
        REQUESTED = "requested", pgettext_lazy("case state", "requested")
        ACCEPTED = "accepted", pgettext_lazy("case state", "accepted")
        HEARING = "hearing", pgettext_lazy("case state", "in hearing")
        DECIDED = "decided", pgettext_lazy("case state", "decided")
        REFUSED = "refused", pgettext_lazy("case state", "refused")
        WITHDRAWN = "withdrawn", pgettext_lazy("case state", "withdrawn")
        ENDED = "ended", pgettext_lazy("case state", "ended")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    petition = models.ForeignKey(Petition, on_delete=models.CASCADE, related_name="reviews")
    # Null while nobody is named for it: then the petition office names the body.
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=6, choices=Kind.choices)
    state = models.CharField(max_length=10, choices=ReviewState.choices)
    decision = models.CharField(max_length=12, blank=True)
    round = models.PositiveSmallIntegerField(default=1)
    requested_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)  # however it ended

    class Meta:
        ordering = ["requested_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["petition"], condition=Q(state__in=sorted(OPEN_REVIEW)), name="one_open_review"
            )
        ]
        # What bodies have under review is counted in the lists of supervision.
        indexes = [models.Index(fields=["state", "petition"], name="review_by_state")]

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_REVIEW


class Approval(models.Model):
    """What a second person must decide before the action that asked for it happens; never the asker."""

    class ApprovalState(models.TextChoices):
        ASKED = "asked", pgettext_lazy("case state", "asked")
        GRANTED = "granted", pgettext_lazy("case state", "granted")
        REFUSED = "refused", pgettext_lazy("case state", "refused")
        LAPSED = "lapsed", pgettext_lazy("case state", "lapsed")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    petition = models.ForeignKey(Petition, on_delete=models.CASCADE, related_name="approvals")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    action = models.CharField(max_length=24)
    state = models.CharField(max_length=8, choices=ApprovalState.choices, default=ApprovalState.ASKED)
    draft = EncryptedTextField(default="")  # the action's own data, as JSON
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["asked_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["petition"], condition=Q(state="asked"), name="one_open_approval_per_petition"
            )
        ]
        # What waits is counted on each head's home.
        indexes = [models.Index(fields=["state", "petition"], name="approval_by_state")]


class DeadlineQuerySet(models.QuerySet):
    def open(self) -> DeadlineQuerySet:
        return self.filter(met_at__isnull=True, cancelled_at__isnull=True)

    def of_the_matter(self) -> DeadlineQuerySet:
        """Without the clocks of co-handlers, which are theirs alone: the petitioner's dates do not hang on them."""
        return self.exclude(handling__role=Handling.Role.CO)

    def counting(self) -> DeadlineQuerySet:
        """Without those that stand still and were not late before: they fall due on no day."""
        return self.filter(Q(paused_on=None) | Q(late_from__lte=F("paused_on")))


class Deadline(models.Model):
    """One clock: a rule, the day that it ends on, the same day unmoved by holidays, and when it was met."""

    petition = models.ForeignKey(Petition, on_delete=models.CASCADE, related_name="deadlines")
    # Its index is ``deadline_of_work``.
    handling = models.ForeignKey(
        Handling, on_delete=models.CASCADE, null=True, related_name="deadlines", db_index=False
    )
    review = models.ForeignKey(Review, on_delete=models.CASCADE, null=True, related_name="deadlines")
    rule = models.CharField(max_length=24)
    started_on = models.DateField()
    due_unmoved = models.DateField()
    due = models.DateField()
    late_from = models.DateField()
    met_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    late_marked_at = models.DateTimeField(null=True)
    # It stands still since this day: a hearing in the second review does not count (article 36).
    paused_on = models.DateField(null=True)

    objects = DeadlineQuerySet.as_manager()

    class Meta:
        ordering = ["due"]
        indexes = [
            models.Index(
                fields=["late_from"],
                condition=Q(met_at__isnull=True, cancelled_at__isnull=True, late_marked_at__isnull=True),
                name="deadline_to_sweep",
            ),
            # What runs against a unit's work and by when, asked of each of a list.
            models.Index(
                fields=["handling", "due", "rule", "met_at", "cancelled_at", "paused_on", "late_from"],
                name="deadline_of_work",
            ),
        ]

    @property
    def is_open(self) -> bool:
        return self.met_at is None and self.cancelled_at is None

    @property
    def provisional_note(self) -> str:
        """That the day may still move, in words, while the days off that bear on it are not announced."""
        year = store.unannounced_year(self.rule, self.started_on, self.due_unmoved, self.due)
        return labels.provisional_note(year)

    def is_over(self, today: datetime.date) -> bool:
        """Whether its last day has passed. Days on which it stands still do not count."""
        return self.late_from <= min(today, self.paused_on or today)
