"""What the API's schema describes: the API alone, at its full address."""

from typing import Any

from django.urls import include, path

urlpatterns = [path("api/v1/", include("sunshine.api_urls"))]


def only_ours(endpoints: list[tuple[Any, ...]], **kwargs: Any) -> list[tuple[Any, ...]]:
    """The endpoints of our API: a schema made without this list of addresses would publish the admin's own API."""
    return [endpoint for endpoint in endpoints if endpoint[0].startswith("/api/v1/")]
