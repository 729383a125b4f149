"""The pages of the site, by what they tell: the site itself, its places, what these disclose."""

from .attachments import DisclosureAttachment, DisclosureLedger, PublicFile
from .catalogue import CatalogueItem, Category
from .disclosures import DisclosurePage
from .places import OfficeHolder, RegionIndexPage, RegionPage
from .review import ReviewTask
from .site import (
    BILINGUAL_SETTINGS,
    NAMED_PAGES,
    HomePage,
    OfficePage,
    PlainPage,
    SitePage,
    SiteSettings,
)

__all__ = [
    "BILINGUAL_SETTINGS",
    "NAMED_PAGES",
    "CatalogueItem",
    "Category",
    "DisclosureAttachment",
    "DisclosureLedger",
    "DisclosurePage",
    "HomePage",
    "OfficeHolder",
    "OfficePage",
    "PlainPage",
    "PublicFile",
    "RegionIndexPage",
    "RegionPage",
    "ReviewTask",
    "SitePage",
    "SiteSettings",
]
