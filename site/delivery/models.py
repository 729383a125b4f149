"""What must still be sent or done (outbox), the texts that go out, and the worker's sign of life."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from privacy.fields import EncryptedTextField


class OutboxMessage(models.Model):
    """One side effect, written in the transaction that causes it, done by a worker later (at least once).

    Whoever takes a message holds it until ``next_attempt_at``; if it is not settled by then, anybody may
    take it again. A settled message has none, so that one plain index holds exactly what is still to do. The
    payload can hold a phone number or a letter: it is encrypted, shown nowhere, and erased once delivered.
    """

    class State(models.TextChoices):
        PENDING = "pending", _("waiting")
        LEASED = "leased", _("being sent")
        DONE = "done", _("sent")
        DEAD = "dead", _("given up")
        ASIDE = "aside", _("set aside")

    class Reason(models.TextChoices):
        """Why an operator set a message aside. No words of one's own: they might name whom it was for."""

        TOLD = "told", _("whom it was for was told in another way")
        OVER = "over", _("it is out of date")
        NOWHERE = "nowhere", _("there is no address or number that is right")

    topic = models.CharField(_("topic"), max_length=60)
    key = models.CharField(_("key"), max_length=160, unique=True)
    payload = EncryptedTextField(null=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.PENDING)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    next_attempt_at = models.DateTimeField(_("next attempt"), default=timezone.now, null=True)
    lease = models.UUIDField(null=True, editable=False)
    # The kind of error only: an error's own words may hold an address or a number.
    last_error = models.CharField(_("last error"), max_length=80, blank=True)
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)
    settled_at = models.DateTimeField(_("settled at"), null=True)
    aside_reason = models.CharField(
        _("reason for setting aside"), max_length=10, choices=Reason.choices, blank=True
    )

    class Meta:
        verbose_name = _("outgoing message")
        verbose_name_plural = _("outgoing messages")
        default_permissions = ()
        indexes = [
            models.Index(fields=["next_attempt_at", "id"], name="outbox_due"),
            models.Index(fields=["state", "id"], name="outbox_by_state"),
        ]

    def __str__(self) -> str:
        return f"{self.topic} {self.pk}"


class MessageSubject(models.Model):
    """What a message is about, by an id that means something to the room that posted it: see ``delivery.knowing``."""

    message = models.ForeignKey(OutboxMessage, on_delete=models.CASCADE, related_name="subjects")
    about = models.UUIDField()

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["message", "about"], name="one_row_per_subject")]


class MessageTemplate(models.Model):
    """The words of a mail or a text message, which an operator may change: only that something happened."""

    class Channel(models.TextChoices):
        MAIL = "mail", _("mail")
        SMS = "sms", _("text message")

    code = models.CharField(_("code"), max_length=40)
    channel = models.CharField(_("channel"), max_length=10, choices=Channel.choices)
    language = models.CharField(_("language"), max_length=10)
    subject = models.CharField(_("subject"), max_length=120, blank=True)
    body = models.TextField(_("text"), max_length=2000)
    updated_at = models.DateTimeField(_("updated"), auto_now=True)

    class Meta:
        verbose_name = _("message template")
        verbose_name_plural = _("message templates")
        ordering = ["code", "channel", "-language"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["code", "channel", "language"], name="one_template_per_language")
        ]

    def __str__(self) -> str:
        from delivery import labels  # which knows the models

        language = labels.template_language(self)
        return f"{labels.template_title(self)} · {self.get_channel_display()} · {language}"


class Heartbeat(models.Model):
    """A running part's last sign of life."""

    name = models.CharField(max_length=40, primary_key=True)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("heartbeat")
        verbose_name_plural = _("heartbeats")
        default_permissions = ()

    def __str__(self) -> str:
        return self.name
