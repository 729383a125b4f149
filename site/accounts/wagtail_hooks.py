"""Registers our lists, and takes Wagtail's own forms for users and groups out of everybody's hands."""

from typing import Any

from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils.translation import gettext
from wagtail import hooks
from wagtail.permissions import register_permission_policy

from .admin import StaffGroup
from .models import User
from .policies import RolePolicy

# No role at all: menu, search and views of wagtail.users ask these, and nobody passes.
register_permission_policy(User, RolePolicy(User))
register_permission_policy(Group, RolePolicy(Group))


@hooks.register("register_admin_viewset")
def register_staff() -> StaffGroup:
    return StaffGroup()


@hooks.register("register_account_menu_item")
def password(request: Any) -> dict[str, str]:
    return {
        "url": reverse("account_change_password"),
        "label": gettext("Change password"),
        "help_text": gettext("At least 12 characters; Chinese and spaces are welcome."),
    }


@hooks.register("register_account_menu_item")
def second_factor(request: Any) -> dict[str, str]:
    return {
        "url": reverse("mfa_index"),
        "label": gettext("Second factor"),
        "help_text": gettext("An app or a security key that you show after your password."),
    }
