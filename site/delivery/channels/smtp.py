"""Mail by SMTP, through Django's mail settings."""

from __future__ import annotations

import smtplib
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage, get_connection
from django.core.mail.message import BadHeaderError
from django.core.validators import validate_email

from delivery.errors import Undeliverable


def send(message: dict, key: str) -> None:
    """Hand one mail to the mail server. Its Message-ID comes from the key: a second copy shows by it."""
    try:
        validate_email(message["to"])
    except ValidationError:
        raise Undeliverable("not_a_mail_address") from None
    host = urlsplit(settings.SUNSHINE_BASE_URL).hostname or "localhost"
    mail = EmailMessage(
        subject=message["subject"],
        body=message["body"],
        to=[message["to"]],
        headers={"Message-ID": f"<{key[:40]}@{host}>", "Auto-Submitted": "auto-generated"},
        connection=get_connection(settings.EMAIL_BACKEND),
    )
    try:
        mail.send()
    except BadHeaderError:
        raise Undeliverable("bad_header") from None
    except smtplib.SMTPRecipientsRefused as refused:
        if all(500 <= code < 600 for code, _words in refused.recipients.values()):
            raise Undeliverable("recipient_refused") from None
        raise
