"""Regions and organisations in the Wagtail admin: for operators, by a policy that the accounts bring."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup

from .forms import OrganisationForm, RegionForm
from .models import Organisation, Region


class TreeIndexView(generic.IndexView):
    """A list that names what each row hangs on without asking the database for each."""

    def get_base_queryset(self) -> QuerySet:
        ties = ["parent", "region"] if self.model is Organisation else ["parent"]
        return super().get_base_queryset().select_related(*ties)


class TreeViewSet(ModelViewSet):
    """What both lists share: found by name or code through the database, no copies, fifty to a page."""

    index_view_class = TreeIndexView
    # Not Wagtail's search: it has no index of these, and its default tokenisers find no Chinese word.
    search_backend_name = None
    search_fields = ["name", "short_name", "code"]
    list_per_page = 50
    ordering = "code"
    copy_view_enabled = False
    add_to_reference_index = False


class RegionViewSet(TreeViewSet):
    model = Region
    icon = "site"
    list_display = ["name", "code", "level", "parent", "valid_to"]
    list_filter = ["level"]

    def get_form_class(self, for_update: bool = False) -> Any:
        return RegionForm


class OrganisationViewSet(TreeViewSet):
    model = Organisation
    icon = "group"
    list_display = ["name", "code", "kind", "region", "valid_to"]
    list_filter = ["kind"]

    def get_form_class(self, for_update: bool = False) -> Any:
        return OrganisationForm


class TreeGroup(ModelViewSetGroup):
    menu_label = _("Regions and organisations")
    menu_icon = "site"
    menu_order = 800
    items = (RegionViewSet, OrganisationViewSet)
