"""Regions and organisations in the Wagtail admin: for operators, by a policy that the accounts bring."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSetGroup

from .forms import OrganisationForm, RegionForm
from .models import Organisation, Region
from .viewsets import ListViewSet


class TreeIndexView(generic.IndexView):
    """A list that names what each row hangs on without asking the database for each."""

    def get_base_queryset(self) -> QuerySet:
        ties = ["parent", "region"] if self.model is Organisation else ["parent"]
        return super().get_base_queryset().select_related(*ties)


class TreeViewSet(ListViewSet):
    """What both lists share: found by name or code, in the order of codes."""

    index_view_class = TreeIndexView
    search_fields = ["name", "short_name", "code"]
    ordering = "code"


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
