"""Names that a person can read for the codes in outbox and templates."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from delivery import wording
from delivery.models import MessageTemplate, OutboxMessage

REASONS = {
    "Abandoned": _("the worker died over it each time"),
    "NoHandler": _("no part of the site knows this topic"),
    "Undecipherable": _("no data key opens it"),
    "bad_header": _("the subject has a line break"),
    "channel_off": _("the channel was switched off"),
    "not_a_mail_address": _("not a mail address"),
    "not_a_mobile_number": _("not a mobile number"),
    "recipient_refused": _("the mail server knows no such recipient"),
    "too_late": _("it held for a time only, and that was over"),
}


def topic(message: OutboxMessage) -> str:
    """Mail, text message, or the code of another room's topic."""
    return str(dict(MessageTemplate.Channel.choices).get(message.topic, message.topic))


def state(message: OutboxMessage) -> str:
    """What became of it; of one that was set aside, why."""
    if message.state != OutboxMessage.State.ASIDE:
        return str(message.get_state_display())
    return gettext("set aside: %(reason)s") % {"reason": message.get_aside_reason_display()}


def last_error(message: OutboxMessage) -> str:
    """Why it did not work; kinds of errors that we have no words for stay as they are."""
    return str(REASONS.get(message.last_error, message.last_error))


def template_title(template: MessageTemplate) -> str:
    return wording.title(template.code, get_language() or settings.LANGUAGE_CODE)


def template_language(template: MessageTemplate) -> str:
    return dict(settings.LANGUAGES).get(template.language, template.language)
