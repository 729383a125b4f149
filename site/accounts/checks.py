"""System checks of settings that guard people: one misspelt or left out would leave a door open, or shut, unseen."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core import checks

from .models import Role


def connect() -> None:
    """Have the checks run with Django's own."""
    checks.register(second_factor_roles, checks.Tags.security)
    checks.register(proxies, checks.Tags.security, deploy=True)


def proxies(app_configs: Any, **kwargs: Any) -> list[checks.CheckMessage]:
    """A site that takes a proxy's word for TLS knows which proxy may say for whom it asks."""
    if settings.SUNSHINE_PROXIES or not settings.SECURE_PROXY_SSL_HEADER:
        return []
    message = (
        "SUNSHINE_PROXIES is not set: behind a proxy all visitors would be one address and share its limits"
    )
    return [checks.Warning(message, hint="The proxy's own address, such as 127.0.0.1", id="accounts.W001")]


def second_factor_roles(app_configs: Any, **kwargs: Any) -> list[checks.CheckMessage]:
    """Every word of ``SUNSHINE_SECOND_FACTOR_ROLES`` is a role, or ``*`` for all of them."""
    unknown = [word for word in settings.SUNSHINE_SECOND_FACTOR_ROLES if word not in (*Role.values, "*")]
    if not unknown:
        return []
    message = f"SUNSHINE_SECOND_FACTOR_ROLES names no role: {', '.join(unknown)}"
    return [checks.Error(message, hint=f"Roles are {', '.join(Role.values)}", id="accounts.E001")]
