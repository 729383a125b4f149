"""Choosing a file for a disclosure, or bringing a new one: only among the files of one's own places."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from contextlib import suppress
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.generic import chooser
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.permission_policies.base import BlanketPermissionPolicy
from wagtail.permissions import register_permission_policy

from cms.pages import rights
from cms.pages.models import PublicFile


class Own:
    """The files of the places for which the user writes."""

    request: Any

    def own(self) -> QuerySet[PublicFile]:
        return PublicFile.objects.filter(region__in=rights.places_of(self.request.user))


def _keys(asked: Iterable[Any]) -> list[uuid.UUID]:
    """Those of some texts that are keys at all."""
    found = []
    for one in asked:
        with suppress(ValueError):
            found.append(uuid.UUID(str(one)))
    return found


class FileForm(forms.ModelForm):
    """A new file; the model cleans it and says what is wrong."""

    class Meta:
        model = PublicFile
        fields = ("file", "looked_through")


class OwnChooseView(Own, chooser.ChooseView):
    def get_object_list(self) -> QuerySet[PublicFile]:
        return self.own()


class OwnChooseResultsView(Own, chooser.ChooseResultsView):
    def get_object_list(self) -> QuerySet[PublicFile]:
        return self.own()


class OwnChosenView(Own, chooser.ChosenView):
    def get_object(self, pk: Any) -> PublicFile:
        found = self.own().filter(pk__in=_keys([pk])).first()
        if found is None:
            raise Http404
        return found


class OwnChosenMultipleView(Own, chooser.ChosenMultipleView):
    def get_objects(self, pks: Any) -> QuerySet[PublicFile]:
        return self.own().filter(pk__in=_keys(pks))


class OwnCreateView(Own, chooser.CreateView):
    def save_form(self, form: forms.ModelForm) -> PublicFile:
        place = rights.places_of(self.request.user).first()
        if place is None:
            raise PermissionDenied
        file = form.save(commit=False)
        file.region, file.uploaded_by = place, self.request.user.uuid
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
