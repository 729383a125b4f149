"""Registers the lists of this room."""

from wagtail import hooks
from wagtail.permissions import register_permission_policy

from intake.routing.admin import CATEGORY_POLICY, RULE_POLICY, RoutingGroup
from intake.routing.models import Category, RegionRule

register_permission_policy(Category, CATEGORY_POLICY)
register_permission_policy(RegionRule, RULE_POLICY)


@hooks.register("register_admin_viewset")
def register_routing() -> RoutingGroup:
    return RoutingGroup()
