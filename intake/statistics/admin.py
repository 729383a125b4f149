"""What the petition office writes beside a year's figures, in the Wagtail admin."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.permissions import register_permission_policy

from accounts.models import Role
from accounts.policies import RolePolicy
from regions.viewsets import ListViewSet

from .models import AnnualReport

POLICY = RolePolicy(AnnualReport, Role.PETITION_HEAD)
register_permission_policy(AnnualReport, POLICY)


class AnnualReportViewSet(ListViewSet):
    """The words of the annual report."""

    model = AnnualReport
    name = "annual-reports"
    icon = "doc-full"
    menu_label = _("Annual reports")
    menu_order = 300
    add_to_admin_menu = True
    list_display = ["year"]
    ordering = "-year"
    form_fields = ["year", "words", "proposals"]
