"""One's own filters: kept under a name, chosen to open the queue with, deleted."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from intake.petitions.errors import RuleViolation

from .. import saved
from ..entry import case_staff, staff_of
from ..models import SavedFilter
from .queue import crumbs


class NameForm(forms.Form):
    """A name for the tab and filters that are shown."""

    name = forms.CharField(label=gettext_lazy("Name of the filter"), max_length=20)
    first = forms.BooleanField(label=gettext_lazy("Open the queue with it"), required=False)
    query = forms.CharField(max_length=1000, required=False, widget=forms.HiddenInput)


@require_http_methods(["GET", "HEAD", "POST"])
@case_staff
def filters(request: HttpRequest) -> HttpResponse:
    """All of one's filters; ``POST`` keeps one more."""
    user, status = staff_of(request), 200
    form = NameForm(request.POST or None, auto_id="saved-%s")
    if request.method == "POST":
        if form.is_valid():
            query = QueryDict(form.cleaned_data["query"].replace("\x00", ""))
            try:
                row = saved.save(user, form.cleaned_data["name"], query, first=form.cleaned_data["first"])
                messages.success(request, _("Saved as “%(name)s”.") % {"name": row.name})
                return redirect(f"{reverse('workbench:queue')}?{row.query}")
            except RuleViolation as refused:
                refused.show(form)
        status = 422
    context = {
        "rows": SavedFilter.objects.filter(user=user),
        "form": form if form.is_bound else None,
        "breadcrumbs_items": crumbs((reverse("workbench:queue"), _("Petitions")), (None, _("My filters"))),
    }
    return render(request, "workbench/saved.html", context, status=status)


@require_POST
@case_staff
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Open the queue with a filter, or with it no more, or delete it. Somebody else's is not there."""
    row = get_object_or_404(SavedFilter, pk=pk, user=staff_of(request))
    what = request.POST.get("do", "")
    if what == "delete":
        row.delete()
        messages.success(request, _("“%(name)s” is deleted.") % {"name": row.name})
    elif what in ("first", "not_first"):
        saved.make_first(staff_of(request), row if what == "first" else None)
    return redirect("workbench:filters")
