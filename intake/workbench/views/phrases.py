"""The phrases of a person and of the units that one works in: looked for by title, written, changed, deleted."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from accounts.models import User
from intake.petitions.errors import RuleViolation
from regions.models import Organisation

from ..entry import case_staff, staff_of
from ..models import LONGEST_PHRASE, Phrase
from ..phrases import headed, keep, kept_by, usable_by
from .queue import crumbs

LONGEST_TITLE = 40


class PhraseForm(forms.Form):
    """A title to find it by, the text, and who has it."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=LONGEST_TITLE)
    text = forms.CharField(
        label=gettext_lazy("Text"), max_length=LONGEST_PHRASE, widget=forms.Textarea(attrs={"rows": 5})
    )
    unit = forms.ModelChoiceField(
        Organisation.objects.none(),
        label=gettext_lazy("Who has it"),
        required=False,
        empty_label=gettext_lazy("Only I"),
    )

    def __init__(self, *args: object, user: User, **options: object) -> None:
        super().__init__(*args, **({"auto_id": "phrase-%s"} | options))  # type: ignore[arg-type]
        unit = self.fields["unit"]
        assert isinstance(unit, forms.ModelChoiceField)
        unit.queryset = headed(user)
        if not unit.queryset.exists():
            del self.fields["unit"]


def _crumbs(*steps: tuple[str | None, str]) -> list[dict[str, str | None]]:
    return crumbs((reverse("workbench:queue"), _("Petitions")), *steps)


@require_http_methods(["GET", "HEAD", "POST"])
@case_staff
def phrases(request: HttpRequest) -> HttpResponse:
    """All that one may insert, by a part of the title; ``POST`` keeps one more."""
    user = staff_of(request)
    form = PhraseForm(request.POST or None, user=user)
    if request.method == "POST" and _store(request, form):
        return redirect("workbench:phrases")
    wanted = request.GET.get("q", "").replace("\x00", "").strip()[:LONGEST_TITLE]
    found = usable_by(user)
    context = {
        "rows": found.filter(title__icontains=wanted) if wanted else found,
        "mine": set(kept_by(user).values_list("pk", flat=True)),
        "wanted": wanted,
        "form": form,
        "breadcrumbs_items": _crumbs((None, _("Phrases"))),
    }
    return render(request, "workbench/phrases.html", context, status=422 if form.errors else 200)


def _store(request: HttpRequest, form: PhraseForm, row: Phrase | None = None) -> bool:
    """Keep what a form says, or put beside its fields why not."""
    if not form.is_valid():
        return False
    given = form.cleaned_data
    try:
        kept = keep(staff_of(request), given["title"], given["text"], given.get("unit"), row)
    except RuleViolation as refused:
        refused.show(form)
        return False
    messages.success(request, _("“%(title)s” is kept.") % {"title": kept.title})
    return True


@require_http_methods(["GET", "HEAD", "POST"])
@case_staff
def phrase(request: HttpRequest, pk: int) -> HttpResponse:
    """One phrase, to be changed or deleted by who keeps it; to everybody else it is not there."""
    user = staff_of(request)
    row = get_object_or_404(kept_by(user), pk=pk)
    if request.method == "POST" and "delete" in request.POST:
        row.delete()
        messages.success(request, _("“%(name)s” is deleted.") % {"name": row.title})
        return redirect("workbench:phrases")
    now = {"title": row.title, "text": row.text, "unit": row.organisation_id}
    form = PhraseForm(request.POST or None, user=user, initial=now)
    if request.method == "POST" and _store(request, form, row):
        return redirect("workbench:phrases")
    way = _crumbs((reverse("workbench:phrases"), _("Phrases")), (None, row.title))
    context = {"row": row, "form": form, "breadcrumbs_items": way}
    return render(request, "workbench/phrase.html", context, status=422 if form.errors else 200)
