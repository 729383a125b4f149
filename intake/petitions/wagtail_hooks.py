"""Registers the operators' page in Wagtail's admin."""

from wagtail import hooks

from intake.petitions.admin import DutyContactViewSet


@hooks.register("register_admin_viewset")
def register_duty_contacts() -> DutyContactViewSet:
    return DutyContactViewSet("duty_contacts", url_prefix="duty-contacts")
