"""What operators find in Wagtail's menu: the wording of papers, and how document numbers begin."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.permissions import register_permission_policy

from accounts.models import Role
from accounts.policies import RolePolicy
from accounts.rights import has_role
from intake.documents.models import NoticeTemplate, NumberPrefix, NumberSeries
from regions.viewsets import ListViewSet

register_permission_policy(NumberPrefix, RolePolicy(NumberPrefix, Role.OPERATOR, never={"delete"}))
# No role at all: these have no list of Wagtail's own, and a series tells how much a unit has to do.
register_permission_policy(NoticeTemplate, RolePolicy(NoticeTemplate))
register_permission_policy(NumberSeries, RolePolicy(NumberSeries))


class NumberPrefixViewSet(ListViewSet):
    """Prefixes of document numbers (文号)."""

    model = NumberPrefix
    icon = "tag"
    menu_label = _("Document number prefixes")
    menu_order = 830
    add_to_settings_menu = True
    form_fields = ["organisation", "prefix"]
    list_display = ["organisation", "prefix"]
    search_fields = ["prefix", "organisation__name", "organisation__code"]


class NoticeTemplatesMenuItem(MenuItem):
    """Shown to operators only."""

    def is_shown(self, request: HttpRequest) -> bool:
        return has_role(request.user, Role.OPERATOR)


def notice_templates_item() -> NoticeTemplatesMenuItem:
    return NoticeTemplatesMenuItem(
        _("Notice templates"),
        reverse("notice_templates:index"),
        name="notice-templates",
        icon_name="doc-full",
        order=820,
    )
