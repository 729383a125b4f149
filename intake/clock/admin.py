"""Days off and the lengths of open deadlines in the Wagtail admin, for operators alone."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.viewsets.model import ModelViewSetGroup

from accounts.models import Role
from accounts.policies import RolePolicy
from intake.clock.models import Holiday, RuleSetting
from regions.viewsets import ListViewSet

HOLIDAY_POLICY = RolePolicy(Holiday, Role.OPERATOR)
SETTING_POLICY = RolePolicy(RuleSetting, Role.OPERATOR)


class HolidayViewSet(ListViewSet):
    model = Holiday
    name = "holidays"
    icon = "calendar-alt"
    menu_label = _("Days off and make-up workdays")
    list_display = ["date", Column("get_kind_display", label=_("kind"), sort_key="kind"), "name"]
    list_filter = ["year", "kind"]
    search_fields = ["name"]
    ordering = "-date"
    form_fields = ["date", "kind", "name"]


class RuleSettingViewSet(ListViewSet):
    model = RuleSetting
    name = "deadline-lengths"
    icon = "time"
    menu_label = _("Lengths of deadlines")
    list_display = [
        TitleColumn("get_rule_display", label=_("rule"), sort_key="rule", url_name="deadline-lengths:edit"),
        "days",
    ]
    ordering = "rule"
    form_fields = ["rule", "days"]


class ClockGroup(ModelViewSetGroup):
    menu_label = _("Calendar and deadlines")
    menu_icon = "time"
    menu_order = 830
    items = (HolidayViewSet, RuleSettingViewSet)
