"""What every list in the admin is like, wherever its rows belong."""

from __future__ import annotations

from wagtail.admin.viewsets.model import ModelViewSet


class ListViewSet(ModelViewSet):
    """Rows found through the database, no copies, fifty to a page."""

    # Not Wagtail's search: it has no index of these, and its default tokenisers find no Chinese word.
    search_backend_name = None
    list_per_page = 50
    copy_view_enabled = False
    add_to_reference_index = False
