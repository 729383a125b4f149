"""Categories and the regions' own rules in the Wagtail admin, for operators alone.

The catalogue comes from a file and is only read here; a county adds its own keywords to it.
"""

from __future__ import annotations

import re
from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.urls import URLPattern
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSetGroup

from accounts.models import Role
from accounts.policies import RolePolicy
from intake.routing.engine.wording import wording
from intake.routing.models import Category, RegionRule, group_choices
from regions.models import Organisation, Region
from regions.viewsets import ListViewSet

CATEGORY_POLICY = RolePolicy(Category, Role.OPERATOR, never={"add", "delete"})
RULE_POLICY = RolePolicy(RegionRule, Role.OPERATOR)

LONGEST_KEYWORD = 20
MOST_KEYWORDS = 100


class KeywordsField(forms.CharField):
    """Words, one on a line or separated by commas; kept as a list without repeats."""

    widget = forms.Textarea(attrs={"rows": 6})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:
        words = list(dict.fromkeys(word for word in self._separators().split(super().clean(value)) if word))
        if len(words) > MOST_KEYWORDS:
            raise forms.ValidationError(_("At most %(count)d keywords.") % {"count": MOST_KEYWORDS})
        too_long = [word for word in words if len(word) > LONGEST_KEYWORD]
        if too_long:
            limits = {"count": LONGEST_KEYWORD, "words": ", ".join(too_long)}
            raise forms.ValidationError(_("Longer than %(count)d characters: %(words)s") % limits)
        return words

    @staticmethod
    def _separators() -> re.Pattern[str]:
        return re.compile(rf"(?:\s|{wording().any_of('separators')})+")

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial), data)


class CategoryForm(forms.ModelForm):
    """The one thing that a county changes about a category."""

    own_keywords = KeywordsField(
        label=_("keywords of this county"),
        required=False,
        help_text=_("Words by which people here speak of this matter, beside those of the catalogue."),
    )

    class Meta:
        model = Category
        fields = ["own_keywords"]


class CategoryFilterSet(WagtailFilterSet):
    group_code = django_filters.ChoiceFilter(label=_("group"), choices=group_choices)

    class Meta:
        model = Category
        fields = ["lead_rule"]


class CategoryViewSet(ListViewSet):
    model = Category
    name = "categories"
    icon = "list-ul"
    menu_label = _("Categories")
    search_fields = ["code", "name", "name_en"]
    list_per_page = 200
    ordering = "code"
    filterset_class = CategoryFilterSet
    list_display = [
        TitleColumn("code", label=_("code"), url_name="categories:edit", sort_key="code"),
        Column("name_here", label=_("name"), sort_key="name"),
        Column("group_here", label=_("group"), sort_key="group_code"),
        Column("department", label=_("department")),
        Column("get_lead_rule_display", label=_("who leads"), sort_key="lead_rule"),
    ]

    def get_form_class(self, for_update: bool = False) -> type[CategoryForm]:
        return CategoryForm

    def get_urlpatterns(self) -> list[URLPattern]:
        """None is added or deleted here: the catalogue comes from its file."""
        names = {"index", "index_results", "edit", "history", "history_results", "usage", "usage_results"}
        return [pattern for pattern in super().get_urlpatterns() if pattern.name in names]


class RegionRuleForm(forms.ModelForm):
    """A rule of a region; which of its choices go together, the model says."""

    class Meta:
        model = RegionRule
        fields = [
            "region",
            "category",
            "group_code",
            "petition_class",
            "organisation",
            "valid_from",
            "valid_to",
            "note",
        ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["region"].queryset = Region.objects.current().order_by("path")  # type: ignore[attr-defined]
        bodies = Organisation.objects.current().exclude(kind=Organisation.Kind.VILLAGE_COMMITTEE)
        self.fields["organisation"].queryset = bodies.order_by("code")  # type: ignore[attr-defined]
        self.fields["group_code"] = forms.ChoiceField(
            label=_("group"), choices=[("", "---------"), *group_choices()], required=False
        )


class RegionRuleIndexView(generic.IndexView):
    def get_base_queryset(self) -> QuerySet[RegionRule]:
        return super().get_base_queryset().select_related("region", "category", "organisation")


class RegionRuleViewSet(ListViewSet):
    model = RegionRule
    name = "region-rules"
    icon = "site"
    menu_label = _("Rules of regions")
    index_view_class = RegionRuleIndexView
    search_fields = ["region__name", "organisation__name", "category__name"]
    list_display = ["__str__", "valid_from", "valid_to", "note"]
    list_filter = ["petition_class"]

    def get_form_class(self, for_update: bool = False) -> type[RegionRuleForm]:
        return RegionRuleForm


class RoutingGroup(ModelViewSetGroup):
    menu_label = _("Routing")
    menu_icon = "redirect"
    menu_order = 840
    items = (CategoryViewSet, RegionRuleViewSet)
