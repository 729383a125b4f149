"""What an answer that is not opened yet says of its receipt: from when it counts, and which days are counted then."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from . import receiving
from .models import Notice
from .process.case import Case
from .process.receipt import windows_opened

# By the windows that the answer opens; with none it only counts as received.
COUNTED = {
    ("rating_30", "review_request_30"): gettext_lazy("for rating it and for asking for review"),
    ("rereview_request_30",): gettext_lazy("for asking for a second review"),
    ("rating_30",): gettext_lazy("for rating it"),
}


def sentences(case: Case, paper: Notice) -> str:
    """The sentences beside the button that opens an answer."""
    days = receiving.days_on_the_page(paper)
    what = COUNTED.get(windows_opened(case, paper))
    if what is None:
        return _only_received(days)
    words = {"what": what}
    if days is None:
        return (
            _("From the day on which you open it, or get it on paper, the days %(what)s are counted.") % words
        )
    return ngettext(
        "From the day on which you open it, the days %(what)s are counted. "
        "Unopened, it counts as received after %(days)s day.",
        "From the day on which you open it, the days %(what)s are counted. "
        "Unopened, it counts as received after %(days)s days.",
        days,
    ) % (words | {"days": days})


def _only_received(days: int | None) -> str:
    if days is None:
        return _("It counts as received on the day on which you open it, or get it on paper.")
    return ngettext(
        "It counts as received on the day on which you open it; unopened, after %(days)s day.",
        "It counts as received on the day on which you open it; unopened, after %(days)s days.",
        days,
    ) % {"days": days}
