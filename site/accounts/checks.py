"""A system check of the settings that guard staff: a word misspelt there would leave a door open unseen."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core import checks

from .models import Role


def connect() -> None:
    """Have the check run with Django's own."""
    checks.register(second_factor_roles, checks.Tags.security)


def second_factor_roles(app_configs: Any, **kwargs: Any) -> list[checks.CheckMessage]:
    """Every word of ``SUNSHINE_SECOND_FACTOR_ROLES`` is a role, ``*`` for all of them, or empty for none."""
    unknown = [word for word in settings.SUNSHINE_SECOND_FACTOR_ROLES if word not in (*Role.values, "*", "")]
    if not unknown:
        return []
    message = f"SUNSHINE_SECOND_FACTOR_ROLES names no role: {', '.join(unknown)}"
    return [checks.Error(message, hint=f"Roles are {', '.join(Role.values)}", id="accounts.E001")]
