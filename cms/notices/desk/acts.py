"""The acts that a notice offers a person: a table of when, by whom and by what command."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .. import policies, process
from ..choices import State
from ..models import Change, Notice
from . import forms

Run = Callable[[Notice, Any, dict[str, Any]], Any]
Offered = Callable[[Any, Notice], bool]


@dataclass(frozen=True)
class Act:
    """One act: its words, its form, when it is offered, and the command that it calls."""

    code: str
    name: str | Promise
    said: str | Promise
    form: type[forms.ActForm]
    offered: Offered
    run: Run
    hint: str | Promise = ""
    main: bool = False


def _in(*states: str) -> Callable[[Notice], bool]:
    return lambda notice: notice.state in states and not notice.is_scheduled


_stands = _in(State.PUBLISHED)


def _waits(notice: Notice) -> bool:
    return notice.state == State.SUBMITTED or notice.is_scheduled


def _submit(notice: Notice, user: Any, given: dict[str, Any]) -> Any:
    return process.submit(notice.pk, user, seen=given["seen"])


def _send_back(notice: Notice, user: Any, given: dict[str, Any]) -> Any:
    return process.send_back(notice.pk, user, given["comment"], seen=given["seen"])


def _publish(notice: Notice, user: Any, given: dict[str, Any]) -> Any:
    return process.publish(notice.pk, user, publish_at=given["publish_at"], seen=given["seen"])


def _follow_up(notice: Notice, user: Any, given: dict[str, Any]) -> Any:
    return process.add_follow_up(notice.pk, user, given["text"], given["on"], case_id=_id(given["case"]))


def _correct(notice: Notice, user: Any, given: dict[str, Any]) -> Any:
    field, _colon, case = given["what"].partition(":")
    return process.ask_correction(notice.pk, user, field, given["value"], given["reason"], case_id=_id(case))


def _redact(notice: Notice, user: Any, given: dict[str, Any]) -> Any:
    return process.redact(notice.pk, user, given["words"])


def _take_down(notice: Notice, user: Any, given: dict[str, Any]) -> Any:
    return process.take_down(
        notice.pk, user, given["why"], given["reason"], case_id=_id(given["case"]), seen=given["seen"]
    )


def _id(text: str) -> uuid.UUID | None:
    return uuid.UUID(text) if text else None


ACTS = (
    Act(
        "submit", _("Put it before the head"), _("The notice is with the head."), forms.ActForm,
        lambda user, notice: _in(State.DRAFT)(notice) and policies.is_member(user, notice),
        _submit, _("From then on nobody changes it, unless the head sends it back."), main=True,
    ),
    Act(
        "publish", _("Publish"), _("The notice is published, or will be at its moment."), forms.PublishForm,
        lambda user, notice: _in(State.SUBMITTED)(notice) and policies.may_publish(user, notice),
        _publish, _("Whoever wrote any of it can't."), main=True,
    ),
    Act(
        "send_back", _("Send back"), _("The notice is a draft again."), forms.SendBackForm,
        lambda user, notice: _waits(notice) and policies.is_head(user, notice), _send_back,
    ),
    Act(
        "follow_up", _("Add a follow-up"), _("A second person now releases the follow-up."), forms.FollowUpForm,
        lambda user, notice: _stands(notice) and policies.may_add(user, notice), _follow_up,
    ),
    Act(
        "correct", _("Correct"), _("A second person now decides on the correction."), forms.CorrectForm,
        lambda user, notice: _stands(notice) and policies.may_add(user, notice), _correct,
        _("The old text stays on the page, with what changed, when and why. A wrong person is taken down instead."),
    ),
    Act(
        "redact", _("Remove words"), _("The words are gone."), forms.RedactForm,
        lambda user, notice: _in(State.PUBLISHED, State.TAKEN_DOWN)(notice) and policies.is_head(user, notice),
        _redact, _("For what should never have been there. The page says only that words were removed, and when."),
    ),
    Act(
        "take_down", _("Take down"), _("It is taken down."), forms.TakeDownForm,
        lambda user, notice: _stands(notice) and policies.is_head(user, notice), _take_down,
        _("At once, for a decision that was changed or revoked. It can't be undone."),
    ),
)  # fmt: skip


def offered(user: Any, notice: Notice) -> list[Act]:
    """The acts that the notice offers a person now."""
    return [act for act in ACTS if act.offered(user, notice)]


def corrections_waiting(notice: Notice) -> list[Change]:
    return [change for change in notice.changes.all() if change.made_at is None]
