"""What a page may load and run is said with every page: strictly on public pages and on the desk."""

from __future__ import annotations

import factories
import pytest
from django.test import Client
from wagtail.models import Site

HEADER = "Content-Security-Policy"


def policy(client: Client, path: str) -> dict[str, list[str]]:
    """Each directive with its sources."""
    parts = (part.split() for part in client.get(path)[HEADER].split(";"))
    return {part[0]: part[1:] for part in parts if part}


@pytest.fixture
def officer(site: Site) -> Client:
    client = Client()
    client.force_login(factories.staff("petition_office"))
    return client


@pytest.mark.parametrize("path", ["/", "/petition/new/", "/accounts/login/", "/nowhere/"])
def test_public_pages_run_and_show_nothing_that_stands_inline(site: Site, client: Client, path: str) -> None:
    found = policy(client, path)
    assert found["default-src"] == ["'none'"]
    assert not any("unsafe" in source for sources in found.values() for source in sources)


@pytest.mark.parametrize("path", ["/admin/cases/", "/admin/cases/no-such/", "/admin/register/new/"])
def test_the_desk_runs_no_script_that_stands_inline(officer: Client, path: str) -> None:
    found = policy(officer, path)
    assert found["script-src"][0] == "'self'"
    assert "'unsafe-inline'" not in found["script-src"]


@pytest.mark.parametrize("path", ["/admin/", "/admin/cases/", "/admin/account/", "/admin/nowhere/"])
def test_no_page_of_the_admin_reaches_another_host_or_is_framed_by_one(officer: Client, path: str) -> None:
    found = policy(officer, path)
    assert found["default-src"] == ["'none'"]
    assert (
        found["frame-ancestors"]
        == found["form-action"]
        == found["base-uri"]
        == found["connect-src"]
        == ["'self'"]
    )
    sources = {source for listed in found.values() for source in listed}
    assert not {source for source in sources if ":" in source} - {"data:", "blob:"}
    assert "'unsafe-eval'" not in sources
