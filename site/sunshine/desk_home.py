"""The admin's home page for who works on no cases: how the machine is for the operator, and for others what is theirs.

Nothing here counts, dates or names anything that a petition makes: not even how many messages wait.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.components import Component

from accounts import rights
from accounts.models import Role
from delivery import channels
from search import indexing
from search.engines import engine
from sunshine import health

# What an operator keeps: (address, name, what it is for).
KEPT = (
    ("staff:index", gettext_lazy("Staff"), gettext_lazy("Who may sign in, and as what.")),
    ("region:index", gettext_lazy("Regions"), gettext_lazy("Townships, villages, groups, with their dates.")),
    (
        "organisation:index",
        gettext_lazy("Organisations"),
        gettext_lazy("Units and their successors: who stands under whom decides who sees a case."),
    ),
    (
        "holidays:index",
        gettext_lazy("Days off and make-up days"),
        gettext_lazy("Every time limit counts by this table."),
    ),
    ("notice_templates:index", gettext_lazy("Notice templates"), gettext_lazy("The words of papers.")),
    (
        "message-templates:index",
        gettext_lazy("Message templates"),
        gettext_lazy("The words of mails and messages."),
    ),
    ("outbox:index", gettext_lazy("Outbox"), gettext_lazy("What could not be delivered, and why.")),
)

# What a role that opens no petition is for: (role, words, address and words of a link).
GUIDES: tuple[tuple[str, str | Promise, str, str | Promise], ...] = (
    (
        Role.LEADER,
        gettext_lazy(
            "Your role opens no single petition, since any of them may complain of a unit that you lead. "
            "What is urgent the petition office reports to you in writing; what the public may read stands on the "
            "public site."
        ),
        "wagtail_serve",
        gettext_lazy("Public site"),
    ),
    (
        Role.CENTRE_CLERK,
        gettext_lazy(
            "Take down what people bring by letter, at the counter or by telephone, and give them the printed receipt; "
            "or look at somebody's identity paper and print how the case stands. Your role opens no petition "
            "afterwards."
        ),
        "desk:index",
        gettext_lazy("Register for residents"),
    ),
    (
        Role.GRID_WORKER,
        gettext_lazy(
            "Take down what people tell you at the door, and show them number and password. Your role opens no "
            "petition afterwards; its writer can look it up, with number and password."
        ),
        "desk:index",
        gettext_lazy("Register for residents"),
    ),
)

CHANNELS = {"mail": gettext_lazy("Mail"), "sms": gettext_lazy("Text messages")}


@dataclass(frozen=True)
class Part:
    """A part of the machine, how it is, and whether that is well."""

    name: str
    words: str
    well: bool = True


class OperatorPanel(Component):
    """How the machine is, and what its operator keeps."""

    template_name = "sunshine/operator_panel.html"
    order = 40

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        kept = [(reverse(address), name, words) for address, name, words in KEPT]
        return {"parts": [_database(), _worker(), _search(), *map(_channel, CHANNELS)], "kept": kept}


class GuidePanel(Component):
    """What somebody can do here whose role opens no petition."""

    template_name = "sunshine/guide_panel.html"
    order = 60

    def __init__(self, role: str, words: str | Promise, address: str, link: str | Promise) -> None:
        self.role, self.words, self.address, self.link = Role(role), words, address, link

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        where = reverse(self.address, args=[""] if self.address == "wagtail_serve" else [])
        return {"role": self.role.label, "words": self.words, "address": where, "link": self.link}


def add_panels(request: HttpRequest, panels: list[Any]) -> None:
    """Put the panels of roles without cases on the home page."""
    if rights.has_role(request.user, Role.OPERATOR):
        panels.append(OperatorPanel())
    for role, words, address, link in GUIDES:
        if rights.has_role(request.user, role):
            panels.append(GuidePanel(role, words, address, link))


def _database() -> Part:
    # This page could not be read if it did not answer.
    return Part(_("Database"), _("answers"))


def _worker() -> Part:
    """Without the worker nothing is sent and no time limit is marked as over."""
    age = health.worker_age()
    if age is None:
        return Part(_("Worker"), _("has not been seen yet: nothing is sent"), well=False)
    seconds = int(age.total_seconds())
    if health.is_late(age):
        minutes = max(1, seconds // 60)
        said = _("last seen %(minutes)d minutes ago: nothing is sent since") % {"minutes": minutes}
        return Part(_("Worker"), said, well=False)
    return Part(_("Worker"), _("seen %(seconds)d seconds ago") % {"seconds": seconds})


def _search() -> Part:
    """Everything else goes on without it, so no probe fails over it: here it is said."""
    state = engine().state()
    if state.rebuilding:
        return Part(_("Search"), _("is being built anew"))
    if state.fault:
        return Part(_("Search"), _("has no index that can be read: the worker builds one"), well=False)
    if indexing.is_stale(state):
        return Part(_("Search"), _("answers; changes wait to be indexed"))
    return Part(_("Search"), _("answers"))


def _channel(channel: str) -> Part:
    name = channels.chosen(channel)
    if name == channels.OFF:
        return Part(str(CHANNELS[channel]), _("off by the settings: people get none"))
    if name == "files":
        return Part(
            str(CHANNELS[channel]), _("written into files: good for a demo, people get none"), well=False
        )
    return Part(str(CHANNELS[channel]), _("on, by %(backend)s") % {"backend": name})
