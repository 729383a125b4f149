"""Where something happened, and what it is about: long lists, each one grouped ``<select>`` without JavaScript."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from cms.pages.directory import townships
from intake.routing.models import Category
from regions.models import Region

Choices = list[tuple[str, Any]]


def county_of(chosen: Region | None) -> Region | None:
    """The county that the site is for: the one of its settings, else the only one in force."""
    return chosen or Region.objects.current().filter(level=Region.Level.COUNTY).order_by("code").first()


def place_choices(county: Region | None) -> Choices:
    """Villages and communities under their townships, each township and the county as a whole among them."""
    choices: Choices = [("", _("Choose the place"))]
    for township in townships(county):
        whole = _("%(place)s as a whole") % {"place": township.region.name}
        villages = [(village.code, village.name) for village in township.villages]
        choices.append((township.region.name, [(township.region.code, whole), *villages]))
    if county is not None:
        choices.append((county.name, [(county.code, _("the county as a whole, or several townships"))]))
    return choices


def place_for(code: str) -> str:
    """The code of the list's entry for a region, such as a group's village; empty for an unknown one."""
    region = Region.objects.current().filter(code=code).first() if code.isalnum() else None
    listed = (Region.Level.COUNTY, Region.Level.TOWNSHIP, Region.Level.VILLAGE)
    while region is not None and region.level not in listed:
        region = region.parent
    return region.code if region else ""


def category_choices() -> Choices:
    """The leaves of the content classification under their groups."""
    choices: Choices = [("", _("Leave it to the staff"))]
    groups: dict[str, list[tuple[str, str]]] = {}
    for category in Category.objects.order_by("code"):
        groups.setdefault(category.group_here, []).append((category.code, category.name_here))
    return choices + list(groups.items())
