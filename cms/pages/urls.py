"""Addresses of places and what they disclose: one query finds a page, where the tree would be walked down."""

from django.urls import path, register_converter

from cms.pages import feeds, views


class CodeConverter:
    """The code of an administrative division."""

    regex = "[0-9]{6,24}"

    def to_python(self, value: str) -> str:
        return value

    to_url = to_python


register_converter(CodeConverter, "code")

app_name = "pages"

urlpatterns = [
    path("disclosures/", views.all_disclosures, name="disclosures"),
    path("disclosures/feed/", feeds.Disclosures(), name="feed"),
    path("disclosures/files/<uuid:key>/", views.attachment, name="file"),
    path("r/<code:code>/", views.place, name="place"),
    path("r/<code:code>/feed/", feeds.DisclosuresOfPlace(), name="place_feed"),
    path("r/<code:code>/<slug:slug>/", views.disclosure, name="disclosure"),
]
