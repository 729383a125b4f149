"""Makes the site of a county: its pages and settings, with the texts that come with the product.

Idempotent, and shy of what people wrote: a page that exists is left as it is, and so are the settings.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from wagtail.models import Page, Site, WorkflowPage

from cms.pages import editing, growing, prose
from cms.pages.catalogue import load_catalogue_once
from cms.pages.models import BILINGUAL_SETTINGS, HomePage, OfficePage, PlainPage, SitePage, SiteSettings
from regions.models import Region

DATA = Path(__file__).parent / "data"
LANGUAGES = (("zh", ""), ("en", "_en"))
# What a fresh database of Wagtail greets with.
WELCOME = {"depth": 2, "slug": "home"}


@transaction.atomic
def ensure_site(county: Region) -> Site:
    """The site of ``county`` with home, help, privacy, accessibility and office pages in both languages."""
    texts = _texts(county)
    home = HomePage.objects.first() or _home(texts)
    site = _site(home)
    for slug in ("help", "privacy", "accessibility"):
        if not home.get_children().filter(slug=slug).exists():
            _publish(home, PlainPage(slug=slug, **_prose(slug, county)))
    if not OfficePage.objects.exists():
        _publish(home, _office(county, texts))
    _settings(site, home, county, texts)
    load_catalogue_once()
    growing.index(home, {**_both(texts, "places", "title"), **_both(texts, "places", "lede")})
    growing.grow(county)
    editing.editors()
    # Wagtail's own migration sends every page to moderators, a group that has nobody in it.
    WorkflowPage.objects.filter(page=home.get_root()).delete()
    return site


def _home(texts: dict[str, Any]) -> HomePage:
    root = Page.get_first_root_node()
    # The welcome page goes if it is what Wagtail's own migration made and nothing stands under it.
    for page in Page.objects.filter(**WELCOME):
        if type(page.specific) is Page and page.numchild == 0:
            Site.objects.filter(root_page=page).update(root_page=root)
            page.delete()
    root.refresh_from_db()
    home = HomePage(slug="home", **_both(texts, "home", "title"), **_both(texts, "home", "lede"))
    _publish(root, home)
    return home


def _site(home: HomePage) -> Site:
    address = urlsplit(settings.WAGTAILADMIN_BASE_URL)
    port = address.port or (443 if address.scheme == "https" else 80)
    site, _created = Site.objects.update_or_create(
        is_default_site=True, defaults={"hostname": address.hostname, "port": port, "root_page": home}
    )
    return site


def _office(county: Region, texts: dict[str, Any]) -> OfficePage:
    page = OfficePage(slug="office", **_prose("office", county))
    contact = _contact(county)
    for code, suffix in LANGUAGES:
        steps = [("step", {**step, "text": prose.rich(step["text"])}) for step in texts[code]["steps"]]
        setattr(page, f"steps{suffix}", steps)
        setattr(
            page,
            f"windows{suffix}",
            [("window", window) for window in contact.get(code, {}).get("windows", [])],
        )
    return page


def _settings(site: Site, home: HomePage, county: Region, texts: dict[str, Any]) -> None:
    if SiteSettings.objects.filter(site=site).exists():
        return
    contact = _contact(county)
    values: dict[str, Any] = {"county": county}
    values |= {name: contact.get(name, "") for name in ("phone", "discipline_phone")}
    for code, suffix in LANGUAGES:
        known = {**texts[code], **contact.get(code, {})}
        values |= {f"{name}{suffix}": known.get(name, "") for name in BILINGUAL_SETTINGS}
    for slug in ("help", "office", "privacy", "accessibility"):
        values[f"{slug}_page"] = home.get_children().filter(slug=slug).first()
    SiteSettings.objects.create(site=site, **values)


def _publish(parent: Page, page: SitePage) -> None:
    parent.add_child(instance=page)
    page.save_revision().publish()


def _prose(slug: str, county: Region) -> dict[str, Any]:
    """Title, opening sentence and text of a page in both languages, from its two files."""
    fields: dict[str, Any] = {}
    for code, suffix in LANGUAGES:
        read = prose.read(_named(county, (DATA / f"{slug}.{code}.md").read_text(encoding="utf-8")))
        fields |= {f"title{suffix}": read.title, f"lede{suffix}": read.lede, f"body{suffix}": read.blocks}
    return fields


def _texts(county: Region) -> dict[str, Any]:
    return json.loads(_named(county, (DATA / "site.json").read_text(encoding="utf-8")))


def _contact(county: Region) -> dict[str, Any]:
    """Addresses and hours of a county that the product knows; for another nothing: an editor enters them."""
    path = DATA / f"contact.{county.code}.json"
    return json.loads(_named(county, path.read_text(encoding="utf-8"))) if path.exists() else {}


def _both(texts: dict[str, Any], part: str, name: str) -> dict[str, str]:
    return {f"{name}{suffix}": texts[code][part][name] for code, suffix in LANGUAGES}


def _named(county: Region, text: str) -> str:
    return text.replace("{county}", county.name).replace("{short}", county.short_name)
