"""Registers the lists of this room."""

from wagtail import hooks
from wagtail.permissions import register_permission_policy

from intake.clock.admin import HOLIDAY_POLICY, SETTING_POLICY, ClockGroup
from intake.clock.models import Holiday, RuleSetting

register_permission_policy(Holiday, HOLIDAY_POLICY)
register_permission_policy(RuleSetting, SETTING_POLICY)


@hooks.register("register_admin_viewset")
def register_clock() -> ClockGroup:
    return ClockGroup()
