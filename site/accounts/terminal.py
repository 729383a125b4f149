"""Asking for a password at a terminal, or in a pipe."""

from __future__ import annotations

import getpass
import sys
from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.core.management.base import CommandError
from django.utils.translation import gettext as _


def ask_password() -> str:
    """A password typed twice, unseen; or the first line of standard input where that is no terminal.

    Never an argument: those are seen by everybody on the machine. Raises ``CommandError`` if the two differ
    or there is none.
    """
    if not sys.stdin.isatty():
        password = sys.stdin.readline().rstrip("\r\n")
    else:
        password = getpass.getpass(_("Password for the first sign-in: "))
        if password != getpass.getpass(_("Once more: ")):
            raise CommandError(_("the two are not the same"))
    if not password:
        raise CommandError(_("no password"))
    return password


def lines_of(fault: ValidationError) -> Iterator[str]:
    """What is wrong, a line each, with the field where one is named."""
    if not hasattr(fault, "error_dict"):
        yield from fault.messages
        return
    for name, messages in fault.message_dict.items():
        yield from (f"{name}: {message}" for message in messages)
