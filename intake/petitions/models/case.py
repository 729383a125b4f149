"""The matter (信访事项), who wrote it, what was proposed for it, and who may know of it."""

from __future__ import annotations

import datetime
import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from intake.clock.rules import local_day
from intake.petitions import numbers
from intake.routing.models import Category, PetitionClass
from privacy.fields import EncryptedTextField
from regions.models import Organisation, Region


class Channel(models.TextChoices):
    """How the matter came in (信访形式), article 17."""

    WEB = "web", _("online")
    API = "api", _("by programme")
    LETTER = "letter", _("letter")
    PHONE = "phone", _("telephone")
    VISIT = "visit", _("visit")
    IMPORT = "import", _("imported")


class State(models.TextChoices):
    """The public names of ``Petition.state``, derived from its handlings and reviews by one function."""

    SUBMITTED = "submitted", pgettext_lazy("case state", "submitted")
    REGISTERED = "registered", pgettext_lazy("case state", "registered")
    SUPPLEMENT_WANTED = "supplement_wanted", pgettext_lazy("case state", "more material wanted")
    RECEIVED = "received", pgettext_lazy("case state", "received by the unit")
    FORWARDED = "forwarded", pgettext_lazy("case state", "transferred")
    ASSIGNED = "assigned", pgettext_lazy("case state", "assigned")
    ACCEPTED = "accepted", pgettext_lazy("case state", "accepted")
    SIMPLE_IN_PROGRESS = "simple_in_progress", pgettext_lazy("case state", "in simple procedure")
    IN_PROGRESS = "in_progress", pgettext_lazy("case state", "in progress")
    REPLIED = "replied", pgettext_lazy("case state", "answered")
    IN_REVIEW = "in_review", pgettext_lazy("case state", "under review")
    REVIEWED = "reviewed", pgettext_lazy("case state", "reviewed")
    IN_REREVIEW = "in_rereview", pgettext_lazy("case state", "under second review")
    FINAL = "final", pgettext_lazy("case state", "second review closed")
    CONCLUDED = "concluded", pgettext_lazy("case state", "concluded")
    MERGED = "merged", pgettext_lazy("case state", "merged into the first petition")
    WITHDRAWN = "withdrawn", pgettext_lazy("case state", "withdrawn")
    NOT_ACCEPTED = "not_accepted", pgettext_lazy("case state", "not accepted")
    NO_LONGER_ACCEPTED = "no_longer_accepted", pgettext_lazy("case state", "no longer accepted")
    REDIRECTED = "redirected", pgettext_lazy("case state", "referred to the body with power")
    DIVERTED = "diverted", pgettext_lazy("case state", "diverted to the lawful route")
    LAPSED = "lapsed", pgettext_lazy("case state", "could not be handled")


class LawfulRoute(models.TextChoices):
    """The routes of article 31 (1) to (5) by which a matter is settled otherwise than by a written opinion."""

    COURTS = "courts", _("courts, review of administrative acts, procuratorate, police")
    ARBITRATION = "arbitration", _("arbitration")
    PARTY = "party", _("appeal within the Party")
    ADMINISTRATIVE = "administrative", _("administrative ruling, confirmation, licence or penalty")
    DUTY = "duty", _("request to punish or to protect: the body does its duty or answers")


OUTCOMES = frozenset(
    {
        State.MERGED,
        State.WITHDRAWN,
        State.NOT_ACCEPTED,
        State.NO_LONGER_ACCEPTED,
        State.REDIRECTED,
        State.DIVERTED,
        State.LAPSED,
    }
)
UNDER_REVIEW = frozenset({State.IN_REVIEW, State.IN_REREVIEW})
CLOSED_STATES = OUTCOMES | {State.CONCLUDED, State.FINAL}
# No unit works on it any more, or it waits for the review of what one answered.
WORK_DONE = CLOSED_STATES | UNDER_REVIEW | {State.REPLIED, State.REVIEWED}
_STATE_NAMES = dict(State.choices)


class PetitionQuerySet(models.QuerySet):
    def open(self) -> PetitionQuerySet:
        """Cases that somebody still has to work on or to wait for."""
        return self.exclude(state__in=CLOSED_STATES)


class Petition(models.Model):
    """One matter as a resident brought it. Only commands in ``process`` change it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(_("number"), max_length=12, unique=True)
    password_hash = models.CharField(max_length=64)
    password_changed_at = models.DateTimeField(null=True)
    # HMAC of the form's or the request's own key: a double tap or a retry finds the case it made.
    submission_key = models.CharField(max_length=64, unique=True, null=True)

    petition_class = models.CharField(_("class"), max_length=12, choices=PetitionClass.choices)
    channel = models.CharField(_("channel"), max_length=10, choices=Channel.choices)
    language = models.CharField(max_length=10, default="zh-hans")
    region = models.ForeignKey(Region, verbose_name=_("place"), on_delete=models.PROTECT, related_name="+")
    category = models.ForeignKey(
        Category, verbose_name=_("category"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    title = EncryptedTextField(_("title"))
    body = EncryptedTextField(_("text"))
    title_masked = models.CharField(_("title"), max_length=300)
    body_masked = models.TextField(_("text"))
    reported_party = EncryptedTextField(_("who did wrong"), default="")
    target_body = EncryptedTextField(_("who should act"), default="")

    # The disclosure that it objects to (我有异议), if it came from one.
    about = models.ForeignKey(
        "pages.DisclosurePage",
        verbose_name=_("disclosure objected to"),
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
    )

    anonymous = models.BooleanField(_("anonymous"), default=False)
    # Name and a way to reach its owner (实名), which the discipline rules make clocks of; a telephone alone is neither
    # this nor anonymous.
    real_name = models.BooleanField(_("real name"), default=False)
    withhold_name = models.BooleanField(_("name withheld from the handling unit"), default=False)
    joint = models.BooleanField(_("joint petition"), default=False)
    people_count = models.PositiveIntegerField(_("people"), default=1)
    publish_consent = models.BooleanField(_("a reviewed summary may be published"), default=False)
    urgent = models.BooleanField(_("urgent"), default=False)
    threat = models.BooleanField(_("threat of harm"), default=False)
    overdue = models.BooleanField(_("overdue"), default=False)
    extended = models.BooleanField(_("extended"), default=False)
    hearing = models.BooleanField(_("hearing"), default=False)
    repeat = models.BooleanField(_("repeat"), default=False)
    returned_often = models.BooleanField(_("returned several times"), default=False)
    # Nothing fitted when it was proposed, and no unit has had it since: somebody has to watch over these.
    unmatched = models.BooleanField(_("no rule fits"), default=False)
    # A letter of supervision (督办函) to the unit that has it waits for an answer.
    urged = models.BooleanField(_("urged"), default=False)
    # A report of wrongdoing that the discipline intake sent up (径送上级): that intake may no longer know of it.
    at_superior = models.BooleanField(default=False)
    withdrawal_noted = models.BooleanField(_("withdrawal noted"), default=False)
    from_above = models.BooleanField(_("letter from above"), default=False)
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="merged")
    # The first case is the same writer's, who may follow it from this one.
    first_told = models.BooleanField(default=False)

    round = models.PositiveSmallIntegerField(
        default=1
    )  # counts reopenings; only the latest round decides the state
    outcome = models.CharField(max_length=20, blank=True)
    # Of a case that was diverted (依法分类处理); empty in those diverted before it was asked for.
    lawful_route = models.CharField(_("lawful route"), max_length=14, blank=True, choices=LawfulRoute.choices)
    submitted_at = models.DateTimeField(_("received"))
    # The day on which a letter, visit or call reached the office, where that was before it was entered: limits count
    # from it.
    reached_on = models.DateField(_("reached the office on"), null=True)
    registered_at = models.DateTimeField(_("registered"), null=True)
    supplement_asked_at = models.DateTimeField(null=True)  # by the intake office, while it holds the case
    # Since when the petitioner's request to open the closed case again waits for its answer (申请重新启动).
    reopen_asked_at = models.DateTimeField(null=True)
    # By when the unit that answered is to do what it promised, since the petitioner said that it is not done (落实).
    promise_due = models.DateField(null=True)
    # First report of urgency (article 25), from which the hours are counted.
    reported_up_at = models.DateTimeField(null=True)
    concluded_at = models.DateTimeField(_("concluded"), null=True)

    # Derived, stored for lists.
    state = models.CharField(_("state"), max_length=20, choices=State.choices)
    owner = models.ForeignKey(
        Organisation, verbose_name=_("holder"), on_delete=models.PROTECT, related_name="+"
    )
    next_due = models.DateField(_("due"), null=True)
    version = models.PositiveIntegerField(default=1)

    # Read by a co-handler, with its own stage and date: set where its lists are read.
    as_co = False
    handled_by = ""  # the name of the unit that handled it, where a list asked for it

    objects = PetitionQuerySet.as_manager()

    class Meta:
        verbose_name = _("petition")
        verbose_name_plural = _("petitions")
        indexes = [
            models.Index(fields=["id"], condition=Q(urgent=True) | Q(threat=True), name="petition_alarming"),
            models.Index(fields=["id"], condition=Q(returned_often=True), name="petition_returned_often"),
            models.Index(fields=["id"], condition=Q(unmatched=True), name="petition_unmatched"),
            models.Index(fields=["id"], condition=Q(urged=True), name="petition_urged"),
            models.Index(
                fields=["id"], condition=Q(promise_due__isnull=False), name="petition_promise_to_keep"
            ),
            models.Index(
                fields=["id"], condition=Q(reopen_asked_at__isnull=False), name="petition_asked_to_reopen"
            ),
            models.Index(fields=["id"], condition=Q(repeat=True), name="petition_repeat"),
            models.Index(fields=["id"], condition=Q(at_superior=True), name="petition_at_superior"),
            models.Index(
                fields=["merged_into", "id"], condition=Q(merged_into__isnull=False), name="petition_merged"
            ),
            models.Index(fields=["submitted_at"], name="petition_submitted"),
            # A search in titles and numbers reads this index and not the rows, which are long.
            models.Index(fields=["title_masked", "number", "id"], name="petition_title_number"),
        ]

    def __str__(self) -> str:
        return self.shown_number

    @property
    def state_name(self) -> str:
        """The state in words, for lists: Django's ``get_state_display`` gathers all names anew for each row."""
        return str(_STATE_NAMES.get(self.state, self.state))

    @property
    def has_longer(self) -> bool:
        """Whether the time that runs is the unit's longer one (延期). What comes after its answer can't be extended."""
        return self.extended and self.state not in WORK_DONE

    @property
    def is_closed(self) -> bool:
        return self.state in CLOSED_STATES

    @property
    def is_accusation(self) -> bool:
        """Whether the case runs on the discipline side's track (检举控告)."""
        return self.petition_class == PetitionClass.ACCUSATION

    @property
    def is_suggestion(self) -> bool:
        """Whether the case is answered by what becomes of the idea (建议意见): no opinion, no review."""
        return self.petition_class == PetitionClass.SUGGESTION

    @property
    def received_on(self) -> datetime.date:
        """The day of receipt, from which limits count."""
        return self.reached_on or local_day(self.submitted_at)

    @property
    def shown_number(self) -> str:
        return numbers.show_number(self.number)


class Petitioner(models.Model):
    """Who wrote, or one of at most five contacts of a joint petition (article 20). Erasable; all of it encrypted."""

    petition = models.ForeignKey(Petition, on_delete=models.CASCADE, related_name="petitioners")
    position = models.PositiveSmallIntegerField(default=0)  # 0 is the writer
    name = EncryptedTextField(default="")
    phone = EncryptedTextField(default="")
    phone_index = models.CharField(max_length=64, blank=True, db_index=True)
    id_type = models.CharField(max_length=20, blank=True)
    id_number = EncryptedTextField(default="")
    id_index = models.CharField(max_length=64, blank=True, db_index=True)
    address = EncryptedTextField(default="")
    email = EncryptedTextField(default="")
    # Whether there is one: a column that is encrypted can't be asked.
    has_email = models.BooleanField(default=False)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["petition", "position"], name="one_petitioner_per_position")
        ]


class Proposal(models.Model):
    """Where the case might go: stored at submission, confirmed or changed by the intake office, never carried out."""

    petition = models.ForeignKey(Petition, on_delete=models.CASCADE, related_name="proposals")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    category = models.ForeignKey(Category, on_delete=models.PROTECT, null=True, related_name="+")
    candidates = models.JSONField(default=list)  # [{"organisation": code, "reason": {"code", "params"}}]
    reasons = models.JSONField(default=list)
    created_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    chosen = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")


# What the rows of an index of keys are told apart by, beside state and days.
NARROWED_BY = ("petition_class", "category", "region", "unit", "co", "petition")


class CaseKey(models.Model):
    """One key that opens the case: ``o:<organisation>``, or ``u:<user>@<organisation>`` where some people are barred.

    Written by ``visibility.refresh`` alone. Who holds no key of a case can't find, count or infer it.
    """

    # Its index is ``casekey_of_case``.
    petition = models.ForeignKey(Petition, on_delete=models.CASCADE, related_name="keys", db_index=False)
    key = models.CharField(max_length=44)
    # By this key a co-handler has it, which sees its own stage and its own date in its lists.
    co = models.BooleanField(default=False)
    # Copies of the case's own, or of the co-handler's: a list of a hundred thousand cases is counted, narrowed and put
    # in order from an index of keys alone, without touching the cases, whose rows are long.
    state = models.CharField(max_length=20)
    next_due = models.DateField(null=True)
    submitted_at = models.DateTimeField()
    petition_class = models.CharField(max_length=12, choices=PetitionClass.choices)
    category = models.ForeignKey(
        Category, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+", db_index=False)
    unit = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", db_index=False
    )  # whose work

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "petition"], name="one_row_per_key")]
        indexes = [
            # Whether a case is open to a key and no accusation, asked of each case of a list.
            models.Index(fields=["petition", "key", "petition_class"], name="casekey_of_case"),
            models.Index(
                fields=["key", "state", "next_due", "submitted_at", *NARROWED_BY], name="casekey_by_state"
            ),
            models.Index(
                fields=["key", "next_due", "state", "submitted_at", *NARROWED_BY], name="casekey_by_due"
            ),
            models.Index(
                fields=["key", "submitted_at", "state", "next_due", *NARROWED_BY], name="casekey_by_age"
            ),
        ]


class CaseLink(models.Model):
    """Two cases of different people on the same matter (关联). Each goes its own way."""

    one = models.ForeignKey(Petition, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(Petition, on_delete=models.CASCADE, related_name="+")
    linked_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["one", "other"], name="one_link_per_pair")]
