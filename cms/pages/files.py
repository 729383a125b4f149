"""Choosing a file for a disclosure, or bringing a new one: only among the files of one's own places.

A file belongs to one place, and to disclosures of that place alone: who writes for several says which.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from contextlib import suppress
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import chooser
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.permission_policies.base import BlanketPermissionPolicy
from wagtail.permissions import register_permission_policy

from cms.pages import rights
from cms.pages.models import PublicFile
from regions.models import Region


class Own:
    """The files of the places for which the user writes."""

    request: Any

    @cached_property
    def places(self) -> QuerySet[Region]:
        return rights.places_of(self.request.user)

    def own(self) -> QuerySet[PublicFile]:
        return PublicFile.objects.filter(region__in=self.places).select_related("region")


def _keys(asked: Iterable[Any]) -> list[uuid.UUID]:
    """Those of some texts that are keys at all."""
    found = []
    for one in asked:
        with suppress(ValueError):
            found.append(uuid.UUID(str(one)))
    return found


class FileForm(forms.ModelForm):
    """A new file; the model cleans it and says what is wrong. Who writes for one place is not asked for which."""

    class Meta:
        model = PublicFile
        fields = ("file", "looked_through")

    def __init__(self, *args: Any, places: QuerySet[Region], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places = places
        if len(places) > 1:
            self.fields["place"] = forms.ModelChoiceField(places, label=_("Place that it is for"))
            self.order_fields(["place"])

    @property
    def place(self) -> Region | None:
        """The place that was chosen, or the only one."""
        return self.cleaned_data.get("place") or self.places.first()


class Bringing(Own):
    """A view with the form of a new file beside the list, or alone."""

    def get_creation_form_kwargs(self) -> dict[str, Any]:
        return super().get_creation_form_kwargs() | {"places": self.places}  # type: ignore[misc]


class Listing(Bringing):
    """A view with the list of files: of which place each is, where there are several."""

    def get_object_list(self) -> QuerySet[PublicFile]:
        return self.own()

    @property
    def columns(self) -> list[Column]:
        found: list[Column] = super().columns  # type: ignore[misc]
        if len(self.places) > 1:
            found.append(Column("place", label=pgettext_lazy("disclosure", "Place"), accessor="region.name"))
        return found


class OwnChooseView(Listing, chooser.ChooseView):
    pass


class OwnChooseResultsView(Listing, chooser.ChooseResultsView):
    pass


class OwnChosenView(Own, chooser.ChosenView):
    def get_object(self, pk: Any) -> PublicFile:
        found = self.own().filter(pk__in=_keys([pk])).first()
        if found is None:
            raise Http404
        return found


class OwnChosenMultipleView(Own, chooser.ChosenMultipleView):
    def get_objects(self, pks: Any) -> QuerySet[PublicFile]:
        return self.own().filter(pk__in=_keys(pks))


class OwnCreateView(Bringing, chooser.CreateView):
    def save_form(self, form: FileForm) -> PublicFile:
        if form.place is None:
            raise PermissionDenied
        file = form.save(commit=False)
        file.region, file.uploaded_by = form.place, self.request.user.uuid
        file.save()
        return file


class FileChooserViewSet(ChooserViewSet):
    model = PublicFile
    icon = "doc-full"
    choose_one_text = _("Choose a file")
    choose_another_text = _("Choose another file")
    creation_form_class = FileForm
    creation_tab_label = _("Upload")
    create_action_label = _("Upload")
    choose_view_class = OwnChooseView
    choose_results_view_class = OwnChooseResultsView
    chosen_view_class = OwnChosenView
    chosen_multiple_view_class = OwnChosenMultipleView
    create_view_class = OwnCreateView


# The views themselves ask whose files they are.
register_permission_policy(PublicFile, BlanketPermissionPolicy(None))
file_chooser = FileChooserViewSet("disclosure_file_chooser", url_prefix="disclosures/files")
