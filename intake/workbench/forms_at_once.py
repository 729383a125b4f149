"""The forms of what is done in one step where it comes in."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from .forms import ActionForm, long_text


class ShortAnswerForm(ActionForm):
    """An answer given at once (即时答复)."""

    decision = long_text(_("The answer"), tall=True, help_text=_("The petitioner reads this."))


FORMS: dict[str, type[ActionForm]] = {
    "answer_short": ShortAnswerForm,
    "answer_short_here": ShortAnswerForm,
}
ON_OWN_PAGE: frozenset[str] = frozenset()
