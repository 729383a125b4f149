"""Staff and their memberships in the Wagtail admin, for operators alone."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSetGroup

from regions.viewsets import ListViewSet

from .forms import MembershipForm, StaffForm
from .models import Membership, Role, User
from .policies import RolePolicy

# Accounts are closed, not deleted: the record names their owners for as long as it is kept. Not registered
# with Wagtail, whose own forms for users would follow it.
STAFF_POLICY = RolePolicy(User, Role.OPERATOR, never={"delete"})


def _account(user: User) -> Any:
    return pgettext("account", "open") if user.is_active else pgettext("account", "closed")


class StaffMenuItem(MenuItem):
    def is_shown(self, request: Any) -> bool:
        return STAFF_POLICY.user_has_permission(request.user, "change")


class MembershipIndexView(generic.IndexView):
    def get_base_queryset(self) -> QuerySet[Membership]:
        return super().get_base_queryset().select_related("user", "organisation")


class StaffViewSet(ListViewSet):
    model = User
    name = "staff"
    icon = "user"
    menu_label = _("Accounts")
    menu_item_class = StaffMenuItem
    list_display = [
        "display_name",
        "username",
        Column(
            "is_active",
            label=pgettext_lazy("of an account", "state"),
            accessor=_account,
            sort_key="is_active",
        ),
        "last_login",
    ]
    list_filter = ["is_active"]
    search_fields = ["display_name", "username"]
    ordering = "username"

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_common_view_kwargs(**{"permission_policy": STAFF_POLICY, **kwargs})

    def get_form_class(self, for_update: bool = False) -> type[StaffForm]:
        return StaffForm

    def register_admin_url_finder(self) -> None:
        """None: wherever Wagtail names a user it would show a link that most may not follow."""


class MembershipViewSet(ListViewSet):
    model = Membership
    name = "memberships"
    icon = "key"
    index_view_class = MembershipIndexView
    list_display = ["user", "role", "organisation", "valid_from", "valid_to"]
    list_filter = ["role"]
    search_fields = ["user__display_name", "user__username", "organisation__name", "organisation__code"]
    ordering = ["user__username", "role"]

    def get_form_class(self, for_update: bool = False) -> type[MembershipForm]:
        return MembershipForm


class StaffGroup(ModelViewSetGroup):
    menu_label = _("Staff")
    menu_icon = "group"
    menu_order = 810
    items = (StaffViewSet, MembershipViewSet)
