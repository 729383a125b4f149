"""What a command refuses, as types that carry what a person needs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms


class NoticeError(Exception):
    """A command refused; nothing was changed."""


class NotAllowed(NoticeError):
    """This person may not do this to the notice as it is now."""


class Conflict(NoticeError):
    """Somebody changed the notice since it was seen."""


class RuleViolation(NoticeError):
    """What was given breaks a rule. ``problems`` names the part (empty: the whole) and says what to do."""

    def __init__(self, *problems: tuple[str, Any]) -> None:
        super().__init__(", ".join(part or "whole" for part, _ in problems))
        self.problems: list[tuple[str, Any]] = list(problems)

    @classmethod
    def gather(cls, problems: Iterable[tuple[str, Any]]) -> None:
        """Raise one violation with all the problems, or nothing when there are none."""
        found = list(problems)
        if found:
            raise cls(*found)

    def show(self, form: forms.BaseForm) -> None:
        """Put each problem beside its field where the form has it, else over the whole form."""
        for name, words in self.problems:
            form.add_error(name if name in form.fields else None, words)
