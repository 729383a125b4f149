"""What is public, for every reader of it: page, feed, API, home page, search and the petitioner's own page."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import translation

from intake.petitions.changes import Published
from intake.petitions.models import Petition

from .models import PublicCase, Summary

CHINESE = "zh-hans"


def public_cases() -> QuerySet[PublicCase]:
    """All public cases, the newest first, with what a line of a list shows."""
    return PublicCase.objects.select_related("category", "region", "organisation")


def in_region(rows: QuerySet[PublicCase], code: str) -> QuerySet[PublicCase]:
    """Those of a region and of all below it."""
    return rows.filter(region__path__contains=f"{code}/") if code else rows


def of_category(rows: QuerySet[PublicCase], code: str) -> QuerySet[PublicCase]:
    """Those of a category, or of a group of categories."""
    return rows.filter(Q(category__group_code=code) | Q(category__code=code))


def address(case: PublicCase) -> str:
    """The page of a public case in the reader's language."""
    return reverse("cases:case", args=[case.pk])


def chinese_address(case: PublicCase) -> str:
    """Its address without the prefix of a language."""
    with translation.override(CHINESE):
        return address(case)


def published(petition: Petition) -> Published | None:
    """What the public reads of a petition now."""
    summary = Summary.objects.filter(petition=petition, public__isnull=False).select_related("public").first()
    if summary is None or summary.public is None:
        return None
    return Published(summary.public.title, address(summary.public), summary.public.published_at)
