"""What must be made public (公开目录): the items of the catalogue, each with its basis in law."""

from __future__ import annotations

from django.db import models
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Category(models.TextChoices):
    """The parts of the catalogue, in its order."""

    VILLAGE = "village", _("Village affairs")  # 村务
    FINANCE = "finance", _("Money")  # 财务
    SUBSIDIES = "subsidies", _("Subsidies")  # 惠民补贴
    PROJECTS = "projects", _("Projects")  # 项目
    LAND = "land", _("Land and house plots")  # 土地宅基地
    DECISIONS = "decisions", _("Deliberation and decision")  # 四议两公开
    PARTY = "party", _("Party affairs")  # 党务
    ACCOUNTABILITY = "accountability", _("Supervision and accountability")  # 监督问责
    SERVICES = "services", _("Services")  # 便民服务
    GROUP = "group", _("Villagers' groups")  # 组务


class CatalogueItem(models.Model):
    """An item of the catalogue: what is disclosed, by whom, how often, on what basis, for how long at least."""

    class Level(models.TextChoices):
        GROUP = "group", pgettext_lazy("division", "group")
        VILLAGE = "village", pgettext_lazy("division", "village")
        TOWNSHIP = "township", pgettext_lazy("division", "township")
        COUNTY = "county", pgettext_lazy("division", "county")

    no = models.CharField(_("number"), max_length=8, unique=True)
    category = models.CharField(_("category"), max_length=20, choices=Category.choices)
    name = models.CharField(_("item"), max_length=60)
    name_en = models.CharField(_("item in English"), max_length=120, blank=True)
    content = models.CharField(_("what is disclosed"), max_length=300)
    legal_basis = models.CharField(_("legal basis"), max_length=400)
    law_version = models.CharField(_("versions of the laws"), max_length=200, blank=True)
    frequency = models.CharField(_("how often"), max_length=20)
    due_rule = models.CharField(_("by when"), max_length=80)
    responsible_body = models.CharField(_("responsible body"), max_length=60)
    level = models.CharField(_("level"), max_length=10, choices=Level.choices)
    # Days for which objections are taken (公示期); null: as long as it holds.
    display_days = models.PositiveSmallIntegerField(_("days on display"), null=True, blank=True)
    display_rule = models.CharField(_("days on display, as the rules say"), max_length=40, blank=True)
    retention = models.CharField(_("kept"), max_length=60, blank=True)
    ledger = models.CharField(_("ledger schema"), max_length=8, blank=True)
    personal_data = models.BooleanField(_("holds personal data"), default=False)

    class Meta:
        verbose_name = _("catalogue item")
        verbose_name_plural = _("catalogue items")
        ordering = ["no"]

    def __str__(self) -> str:
        return f"{self.no} {self.name_here}"

    @property
    def name_here(self) -> str:
        """The name in the visitor's language; in Chinese where there is no English."""
        return (translation.get_language() == "en" and self.name_en) or self.name
