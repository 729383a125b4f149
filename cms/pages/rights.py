"""Who writes for a place and who reviews it: clerks of its bodies, and reviewers of the place or of what it lies in.

Memberships decide, today's. The groups on which Wagtail's admin rests are made from them here, and let a clerk into the
part of the site that is hers; the pages themselves ask the memberships again.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth.models import AnonymousUser, Group, Permission
from django.db.models import Q, QuerySet
from wagtail.models import GroupPagePermission, Page

from accounts.models import Membership, Role, User
from accounts.rights import memberships
from regions.models import Region

GROUP = "pages: clerks of {code}"
# No right to publish: that is the reviewer's, through the workflow.
MAY = ("add_page", "change_page")


def _regions(user: User | AnonymousUser, role: str) -> set[int]:
    return {one.organisation.region_id for one in memberships(user) if one.role == role}


def places_of(user: User | AnonymousUser) -> QuerySet[Region]:
    """The places for which a user writes."""
    return Region.objects.filter(pk__in=_regions(user, Role.CLERK)).order_by("code")


def writes(user: User | AnonymousUser, region: Region) -> bool:
    """Whether a user writes for just this place: being a clerk of the township is not being one of its villages."""
    return region.pk in _regions(user, Role.CLERK)


def reviewed_paths(user: User | AnonymousUser) -> tuple[str, ...]:
    """Where in the tree a user reviews: for many pages in a row, asked once."""
    above = Region.objects.filter(pk__in=_regions(user, Role.REVIEWER)).exclude(level=Region.Level.VILLAGE)
    return tuple(above.values_list("path", flat=True))


def reviewed(user: User | AnonymousUser) -> Q:
    """What picks out the pages of the places that a user reviews."""
    found = Q(pk__in=[])
    for path in reviewed_paths(user):
        found |= Q(region__path__startswith=path)
    return found


def reviews(user: User | AnonymousUser, region: Region) -> bool:
    """Whether a user reviews what this place discloses."""
    return region.path.startswith(reviewed_paths(user))


def derived_groups(user: User, held: list[Membership]) -> Iterable[Group]:
    """A group for each place that a clerk writes for (a deriver of ``accounts.rights``)."""
    places = {one.organisation.region_id for one in held if one.role == Role.CLERK}
    for region in Region.objects.filter(pk__in=places):
        yield clerks(region)


def clerks(region: Region) -> Group:
    """The group of a place's clerks, with the rights on its page that it is to have, and no others."""
    from cms.pages.models import RegionPage

    group, _created = Group.objects.get_or_create(name=GROUP.format(code=region.code))
    only_on(group, RegionPage.objects.filter(region=region).first(), MAY)
    return group


def only_on(group: Group, page: Page | None, codenames: Iterable[str]) -> None:
    """Give a group these permissions on one page, and take away what it has on any other."""
    permissions = Permission.objects.filter(content_type__app_label="wagtailcore", codename__in=codenames)
    wanted = {(page.pk, permission.pk) for permission in permissions} if page else set()
    rows = {
        (row.page_id, row.permission_id): row.pk for row in GroupPagePermission.objects.filter(group=group)
    }
    GroupPagePermission.objects.filter(pk__in=[pk for key, pk in rows.items() if key not in wanted]).delete()
    for page_id, permission_id in wanted - rows.keys():
        GroupPagePermission.objects.create(group=group, page_id=page_id, permission_id=permission_id)


def renew_groups() -> None:
    """Give every group of clerks the page that its place has now."""
    prefix = GROUP.format(code="")
    codes = [name.removeprefix(prefix) for name in
             Group.objects.filter(name__startswith=prefix).values_list("name", flat=True)]  # fmt: skip
    for region in Region.objects.filter(code__in=codes):
        clerks(region)


def own_or_reviewed(user: User | AnonymousUser) -> Q:
    """What picks out the pages of the places for which a user writes, or which the user reviews."""
    return Q(region__in=_regions(user, Role.CLERK)) | reviewed(user)


def may_enter(user: User | AnonymousUser) -> bool:
    """Whether a user has anything to do with disclosures."""
    return bool(_regions(user, Role.CLERK) or _regions(user, Role.REVIEWER))


def reviews_anything(user: User | AnonymousUser) -> bool:
    """Whether a user is a reviewer of any place."""
    return bool(_regions(user, Role.REVIEWER))
