"""The numbers of the rules, in the Wagtail admin."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.permissions import register_permission_policy

from accounts.models import Role
from accounts.policies import RolePolicy
from regions.viewsets import ListViewSet

from .models import SetNumber

POLICY = RolePolicy(SetNumber, Role.PETITION_HEAD, Role.OPERATOR)
register_permission_policy(SetNumber, POLICY)


class SetNumberViewSet(ListViewSet):
    """Those that were set to something else than their default."""

    model = SetNumber
    name = "supervision-numbers"
    icon = "sliders"
    menu_label = _("Numbers of supervision")
    menu_order = 310
    add_to_admin_menu = True
    list_display = ["code", "value"]
    ordering = "code"
    form_fields = ["code", "value"]
