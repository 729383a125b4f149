"""The tables that routing reads: matters with the bodies that have power over them, regions' own rules."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from intake.routing.engine import plain
from regions.models import DatedQuerySet, Organisation, Region


class PetitionClass(models.TextChoices):
    """The three classes of petitions (信访事项三类), Regulations articles 29 to 31; most petitions are of the first."""

    APPEAL = plain.APPEAL, _("appeal or request")
    SUGGESTION = plain.SUGGESTION, _("suggestion or opinion")
    ACCUSATION = plain.ACCUSATION, _("report of wrongdoing")


class Category(models.Model):
    """A leaf of the classification of contents (内容分类): what a petition is about, who leads.

    Departments are codes of organisations, or ``TOWN-GOV`` for the township government of the place.
    """

    class LeadRule(models.TextChoices):
        """By which step of the rules the lead is found."""

        LEAF = "leaf", _("the department of the row")
        STEP = "step", _("the township for its own steps, else the department")
        TOWN_FIRST = "town_first", _("the township first")
        DISCIPLINE = "discipline", _("a discipline unit")
        ORGANISATION = "organisation", _("the organisation department, by the discipline intake")
        POLICE = "police", _("the police, by the discipline intake")
        ELECTION = "election", _("who investigates elections, by the discipline intake")

    code = models.CharField(_("code"), max_length=6, unique=True)
    name = models.CharField(_("name"), max_length=60)
    name_en = models.CharField(_("name in English"), max_length=80, blank=True)
    group_code = models.CharField(_("group code"), max_length=6, db_index=True)
    group_name = models.CharField(_("group"), max_length=60)
    group_name_en = models.CharField(_("group in English"), max_length=80)
    typical_class = models.CharField(_("usual class"), max_length=12, choices=PetitionClass.choices)
    department = models.CharField(_("department"), max_length=24)
    co_departments = models.JSONField(_("co-departments"), default=list, blank=True)
    lead_rule = models.CharField(_("who leads"), max_length=12, choices=LeadRule.choices)
    # [{"department": code, "words": [...]}]: who leads instead when the matter is about one of the words.
    object_leads = models.JSONField(_("leads by object"), default=list, blank=True)
    co_may_lead = models.JSONField(_("may lead without fault"), default=list, blank=True)
    handling_levels = models.CharField(_("handled at"), max_length=40, blank=True)
    diversion = models.CharField(_("lawful route besides"), max_length=40, blank=True)
    keywords = models.JSONField(_("keywords"), default=list, blank=True)
    # Kept apart from the catalogue's, so that loading a new catalogue leaves them alone.
    own_keywords = models.JSONField(_("keywords of this county"), default=list, blank=True)
    changed_at = models.DateTimeField(auto_now=True, editable=False)

    class Meta:
        verbose_name = _("category")
        verbose_name_plural = _("categories")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name_here

    @property
    def name_here(self) -> str:
        """Its name in the reader's language; in Chinese where a county's own catalogue has no English."""
        return _here(self.name, self.name_en)

    @property
    def group_here(self) -> str:
        """The name of its group in the reader's language."""
        return _here(self.group_name, self.group_name_en)

    @property
    def is_accusation(self) -> bool:
        """Whether the matter enters at the discipline intake."""
        return self.lead_rule in plain.ACCUSATION_RULES


def group_choices() -> list[tuple[str, str]]:
    """The groups of the classification, by code, with their names in the reader's language."""
    groups = Category.objects.order_by("group_code").values_list("group_code", "group_name", "group_name_en")
    return [(code, _here(name, name_en)) for code, name, name_en in groups.distinct()]


def _here(chinese: str, english: str) -> str:
    return english or chinese if get_language() == "en" else chinese


class RegionRule(models.Model):
    """A region's own rule: which body leads there on a category, group or class. Read before the table."""

    region = models.ForeignKey(Region, verbose_name=_("region"), on_delete=models.CASCADE, related_name="+")
    category = models.ForeignKey(
        Category,
        verbose_name=_("category"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
    )
    group_code = models.CharField(_("group code"), max_length=6, blank=True)
    petition_class = models.CharField(_("class"), max_length=12, choices=PetitionClass.choices, blank=True)
    organisation = models.ForeignKey(
        Organisation, verbose_name=_("leads"), on_delete=models.PROTECT, related_name="+"
    )
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_to = models.DateField(_("valid to"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)
    changed_at = models.DateTimeField(auto_now=True, editable=False)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("rule of a region")
        verbose_name_plural = _("rules of regions")
        ordering = ["region__code", "pk"]

    def __str__(self) -> str:
        about = self.category or self.group_code or self.get_petition_class_display()
        return f"{self.region} · {about} → {self.organisation}"

    @property
    def for_accusations(self) -> bool:
        """Whether it speaks about matters of the discipline intake."""
        if self.category:
            return self.category.is_accusation
        return self.petition_class == PetitionClass.ACCUSATION

    def clean(self) -> None:
        """Exactly one of category, group and class; reports of wrongdoing to those who may have them."""
        if [bool(self.category), bool(self.group_code), bool(self.petition_class)].count(True) != 1:
            raise ValidationError(_("Choose one of category, group code and class."))
        if self.group_code and not Category.objects.filter(group_code=self.group_code).exists():
            raise ValidationError({"group_code": _("No category has this group code.")})
        if self.valid_from and self.valid_to and self.valid_to < self.valid_from:
            raise ValidationError({"valid_to": _("The end lies before the start.")})
        if self.organisation_id:
            self._check_organisation()

    def _check_organisation(self) -> None:
        if not self.for_accusations and self.organisation.is_discipline:
            raise ValidationError(
                {"organisation": _("Discipline units lead on reports of wrongdoing alone.")}
            )
        beside = self.category is not None and self.category.lead_rule != Category.LeadRule.DISCIPLINE
        if self.for_accusations and not beside and not self.organisation.is_discipline:
            raise ValidationError({"organisation": _("Reports of wrongdoing go to a discipline unit.")})
