"""What a command may refuse, as types that carry what a person needs. Views and the API turn them into pages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms


class CaseError(Exception):
    """A command refused; nothing was changed."""


class NotFound(CaseError):
    """There is no such case for this person. Says the same whether it doesn't exist or may not be seen."""


class NotAllowed(CaseError):
    """The state table has no such action in this state for this person."""

    def __init__(self, action: str, state: str = "") -> None:
        super().__init__(f"{action} is not allowed in state {state or 'unknown'}")
        self.action = action
        self.state = state


class Conflict(CaseError):
    """The case changed since the person saw it. ``events`` are those that came since."""

    def __init__(self, seen: int, current: int, events: Sequence[Any]) -> None:
        super().__init__(f"version {seen} was seen, {current} is current")
        self.seen = seen
        self.current = current
        self.events = events


class RuleViolation(CaseError):
    """What was given breaks a rule. ``problems`` names the field (empty: the whole) and says what to do."""

    def __init__(self, *problems: tuple[str, Any]) -> None:
        super().__init__(", ".join(field or "whole" for field, _ in problems))
        self.problems: list[tuple[str, Any]] = list(problems)

    @classmethod
    def gather(cls, problems: Iterable[tuple[str, Any]]) -> None:
        """Raise one violation with all the problems, or nothing when there are none."""
        found = list(problems)
        if found:
            raise cls(*found)

    def show(self, form: forms.BaseForm, **elsewhere: str) -> None:
        """Put each problem beside its field, or the one named in ``elsewhere``, else over the whole form."""
        for name, words in self.problems:
            field = elsewhere.get(name, name)
            form.add_error(field if field in form.fields else None, words)
