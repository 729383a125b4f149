"""What tests of signing in share: two good passwords, and the door."""

from __future__ import annotations

from typing import Any

from django.test import Client

PASSWORD = "七步之内必有芳草 2026"
NEW_PASSWORD = "桥头第三棵 黄葛树 会开花"
LOGIN = "/accounts/login/"
ADMIN = "/admin/"


def sign_in(client: Client, username: str, password: str = PASSWORD, **extra: Any) -> Any:
    return client.post(LOGIN, {"login": username, "password": password}, **extra)


def open_admin(client: Client) -> tuple[int, str]:
    """The status of the admin's home, and where it leads."""
    response = client.get(ADMIN)
    return response.status_code, response.headers.get("Location", "").split("?")[0]
