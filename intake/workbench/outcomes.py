"""How the outcome of a decision, of a review and of a second review is told."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from .labels import ADOPTIONS, OUTCOMES, Words

FIRST_REVIEW: dict[str, Words] = {
    "maintain": _("the decision stands"),
    "change": _("the decision is changed"),
    "revoked_redo": _("revoked, to be handled anew"),
}
SECOND_REVIEW: dict[str, Words] = {
    "maintain": _("the review opinion stands"),
    "change": _("the review opinion is changed"),
}
# As events hold them: a second review's by the name of its kind.
EVERY: dict[str, Words] = {
    **OUTCOMES,
    **ADOPTIONS,
    **FIRST_REVIEW,
    **{f"second_{code}": words for code, words in SECOND_REVIEW.items()},
}
