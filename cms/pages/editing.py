"""Who edits the pages of the site itself: the operators of the county, and nobody else.

Wagtail asks groups and the permissions that a group has on a page. Both are made here from memberships, in the
transaction in which those change, and corrected there: what somebody granted by hand does not outlive it.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth.models import Group, Permission
from wagtail.models import GroupSitePermission, Site

from accounts.models import Membership, Role, User
from cms.pages import rights
from cms.pages.models import HomePage, SiteSettings
from regions.models import Region

GROUP = "pages: the site itself"
MAY = ("add_page", "change_page", "publish_page")


def derived_groups(user: User, held: list[Membership]) -> Iterable[Group]:
    """The group of the site's editors, for operators of a county (a deriver of ``accounts.rights``)."""
    regions = {membership.organisation.region_id for membership in held if membership.role == Role.OPERATOR}
    if regions and Region.objects.filter(pk__in=regions, level=Region.Level.COUNTY).exists():
        yield editors()


def editors() -> Group:
    """The group, with the rights on home page and site settings that it is to have, and no others."""
    group, _created = Group.objects.get_or_create(name=GROUP)
    group.permissions.clear()
    rights.only_on(group, HomePage.objects.first(), MAY)
    _settings(group)
    return group


def _settings(group: Group) -> None:
    sites = Site.objects.filter(is_default_site=True).values_list("pk", flat=True)
    change = Permission.objects.get(
        content_type__app_label=SiteSettings._meta.app_label, codename="change_sitesettings"
    )
    wanted = {(site, change.pk) for site in sites}
    rows = {
        (row.site_id, row.permission_id): row.pk for row in GroupSitePermission.objects.filter(group=group)
    }
    GroupSitePermission.objects.filter(pk__in=[pk for key, pk in rows.items() if key not in wanted]).delete()
    for site, permission in wanted - rows.keys():
        GroupSitePermission.objects.create(group=group, site_id=site, permission_id=permission)
