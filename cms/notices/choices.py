"""The lists that a notice chooses from, as the rules and daily practice have them."""

from __future__ import annotations

from enum import auto
from typing import Any

from django.db import models
from django.utils.translation import pgettext_lazy


class Listed(models.TextChoices):
    """A list whose entries are stored by their names, in small letters."""

    @staticmethod
    def _generate_next_value_(name: str, start: int, count: int, last_values: list[Any]) -> str:
        return name.lower()


class State(Listed):
    """Where a notice is. A published one with a moment still to come is scheduled, and nobody can reach it yet."""

    DRAFT = auto(), pgettext_lazy("notice", "draft")
    SUBMITTED = auto(), pgettext_lazy("notice", "waiting for the head")
    PUBLISHED = auto(), pgettext_lazy("notice", "published")
    TAKEN_DOWN = auto(), pgettext_lazy("notice", "taken down")


class Problem(Listed):
    """What was done wrong (问题类型): the list of the categories 0401-0410."""

    FUNDS = auto(), pgettext_lazy("wrongdoing", "taking collective funds")
    FALSE_CLAIMS = auto(), pgettext_lazy("wrongdoing", "false claims")
    FAVOURS = auto(), pgettext_lazy("wrongdoing", "favouring kin and friends")
    DEMANDS = auto(), pgettext_lazy("wrongdoing", "demanding gifts for doing one's duty")
    INACTION = auto(), pgettext_lazy("wrongdoing", "not doing one's duty")
    FEASTS = auto(), pgettext_lazy("wrongdoing", "feasts against the rules")
    CONTRACTS = auto(), pgettext_lazy("wrongdoing", "meddling in contracts")
    ROUGHNESS = auto(), pgettext_lazy("wrongdoing", "rough conduct")
    OTHER = auto(), pgettext_lazy("wrongdoing", "other wrongdoing")


class Measure(Listed):
    """What was decided (处理、处分). How long each has effect is in ``rules``."""

    TALK = auto(), pgettext_lazy("measure", "reminding talk")
    CRITICISM = auto(), pgettext_lazy("measure", "criticism")
    ADMONITION = auto(), pgettext_lazy("measure", "admonition")
    CIRCULAR = auto(), pgettext_lazy("measure", "circular")
    SELF_CRITICISM = auto(), pgettext_lazy("measure", "written self-criticism")
    REASSIGNMENT = auto(), pgettext_lazy("measure", "organisational measure")
    PARTY_WARNING = auto(), pgettext_lazy("measure", "party warning")
    PARTY_SERIOUS = auto(), pgettext_lazy("measure", "serious party warning")
    PARTY_REMOVAL = auto(), pgettext_lazy("measure", "removal from party posts")
    PARTY_PROBATION = auto(), pgettext_lazy("measure", "party probation")
    PARTY_EXPULSION = auto(), pgettext_lazy("measure", "expulsion from the party")
    STATE_WARNING = auto(), pgettext_lazy("measure", "administrative warning")
    STATE_DEMERIT = auto(), pgettext_lazy("measure", "administrative demerit")
    STATE_GRAVE_DEMERIT = auto(), pgettext_lazy("measure", "grave administrative demerit")
    STATE_DEMOTION = auto(), pgettext_lazy("measure", "administrative demotion")
    STATE_REMOVAL = auto(), pgettext_lazy("measure", "administrative removal from office")
    STATE_DISMISSAL = auto(), pgettext_lazy("measure", "administrative dismissal")
    JUSTICE = auto(), pgettext_lazy("measure", "passed to the courts of law")
    RESTITUTION = auto(), pgettext_lazy("measure", "money given back or recovered")


class PostKind(Listed):
    """What kind of post somebody holds: all that is left of it after the take-down."""

    VILLAGE = auto(), pgettext_lazy("kind of post", "village cadre")
    TOWNSHIP = auto(), pgettext_lazy("kind of post", "township cadre")
    COUNTY_LEADER = auto(), pgettext_lazy("kind of post", "leading cadre of a county unit")
    COUNTY_STAFF = auto(), pgettext_lazy("kind of post", "staff of a county unit")
    OTHER = auto(), pgettext_lazy("kind of post", "other public post")


class Why(Listed):
    """Why a case was taken down."""

    DATE = auto(), pgettext_lazy("take-down", "its time had come")
    CHANGED = auto(), pgettext_lazy("take-down", "the decision was changed")
    REVOKED = auto(), pgettext_lazy("take-down", "the decision was revoked")
    ERROR = auto(), pgettext_lazy("take-down", "it should not have been published")


# Reasons that a person may give; the date needs none.
BY_HAND = [(why.value, why.label) for why in Why if why != Why.DATE]
