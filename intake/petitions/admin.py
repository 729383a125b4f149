"""What operators find in Wagtail's menu of this room: whom urgent reports go to. No case is shown here."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.permissions import register_permission_policy

from accounts.models import Role
from accounts.policies import RolePolicy
from intake.petitions.models import DutyContact
from regions.viewsets import ListViewSet

register_permission_policy(DutyContact, RolePolicy(DutyContact, Role.OPERATOR))


class DutyContactViewSet(ListViewSet):
    """Whom to tell of what is urgent."""

    model = DutyContact
    icon = "warning"
    menu_label = _("Duty contacts")
    menu_order = 835
    add_to_settings_menu = True
    form_fields = ["organisation", "duty", "phone", "sms", "mail"]
    list_display = ["organisation", "get_duty_display", "phone", "sms", "mail"]
    search_fields = ["organisation__name", "organisation__code"]
