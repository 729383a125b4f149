"""The lists that a notice chooses from, as the rules and daily practice have them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import pgettext_lazy


class State(models.TextChoices):
    """Where a notice is. A published one with a moment still to come is scheduled, and nobody can reach it yet."""

    DRAFT = "draft", pgettext_lazy("notice", "draft")
    SUBMITTED = "submitted", pgettext_lazy("notice", "waiting for the head")
    PUBLISHED = "published", pgettext_lazy("notice", "published")
    TAKEN_DOWN = "taken_down", pgettext_lazy("notice", "taken down")


class Problem(models.TextChoices):
    """What was done wrong (问题类型): the list of the categories 0401-0410."""

    FUNDS = "funds", pgettext_lazy("wrongdoing", "taking collective funds")
    FALSE_CLAIMS = "false_claims", pgettext_lazy("wrongdoing", "false claims")
    FAVOURS = "favours", pgettext_lazy("wrongdoing", "favouring kin and friends")
    DEMANDS = "demands", pgettext_lazy("wrongdoing", "demanding gifts for doing one's duty")
    INACTION = "inaction", pgettext_lazy("wrongdoing", "not doing one's duty")
    FEASTS = "feasts", pgettext_lazy("wrongdoing", "feasts against the rules")
    CONTRACTS = "contracts", pgettext_lazy("wrongdoing", "meddling in contracts")
    ROUGHNESS = "roughness", pgettext_lazy("wrongdoing", "rough conduct")
    OTHER = "other", pgettext_lazy("wrongdoing", "other wrongdoing")


class Measure(models.TextChoices):
    """What was decided (处理、处分). How long each has effect is in ``rules``."""

    TALK = "talk", pgettext_lazy("measure", "reminding talk")
    CRITICISM = "criticism", pgettext_lazy("measure", "criticism")
    ADMONITION = "admonition", pgettext_lazy("measure", "admonition")
    CIRCULAR = "circular", pgettext_lazy("measure", "circular")
    SELF_CRITICISM = "self_criticism", pgettext_lazy("measure", "written self-criticism")
    REASSIGNMENT = "reassignment", pgettext_lazy("measure", "organisational measure")
    PARTY_WARNING = "party_warning", pgettext_lazy("measure", "party warning")
    PARTY_SERIOUS = "party_serious", pgettext_lazy("measure", "serious party warning")
    PARTY_REMOVAL = "party_removal", pgettext_lazy("measure", "removal from party posts")
    PARTY_PROBATION = "party_probation", pgettext_lazy("measure", "party probation")
    PARTY_EXPULSION = "party_expulsion", pgettext_lazy("measure", "expulsion from the party")
    STATE_WARNING = "state_warning", pgettext_lazy("measure", "administrative warning")
    STATE_DEMERIT = "state_demerit", pgettext_lazy("measure", "administrative demerit")
    STATE_GRAVE_DEMERIT = "state_grave_demerit", pgettext_lazy("measure", "grave administrative demerit")
    STATE_DEMOTION = "state_demotion", pgettext_lazy("measure", "administrative demotion")
    STATE_REMOVAL = "state_removal", pgettext_lazy("measure", "administrative removal from office")
    STATE_DISMISSAL = "state_dismissal", pgettext_lazy("measure", "administrative dismissal")
    JUSTICE = "justice", pgettext_lazy("measure", "passed to the courts of law")
    RESTITUTION = "restitution", pgettext_lazy("measure", "money given back or recovered")


class PostKind(models.TextChoices):
    """What kind of post somebody holds: all that is left of it after the take-down."""

    VILLAGE = "village", pgettext_lazy("kind of post", "village cadre")
    TOWNSHIP = "township", pgettext_lazy("kind of post", "township cadre")
    COUNTY_LEADER = "county_leader", pgettext_lazy("kind of post", "leading cadre of a county unit")
    COUNTY_STAFF = "county_staff", pgettext_lazy("kind of post", "staff of a county unit")
    OTHER = "other", pgettext_lazy("kind of post", "other public post")


class Why(models.TextChoices):
    """Why a case was taken down."""

    DATE = "date", pgettext_lazy("take-down", "its time had come")
    CHANGED = "changed", pgettext_lazy("take-down", "the decision was changed")
    REVOKED = "revoked", pgettext_lazy("take-down", "the decision was revoked")
    ERROR = "error", pgettext_lazy("take-down", "it should not have been published")


# Reasons that a person may give; the date needs none.
BY_HAND = [(why.value, why.label) for why in Why if why != Why.DATE]
