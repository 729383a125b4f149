"""The form of each action, from the modules that have them."""

from __future__ import annotations

from typing import Any

from intake.petitions.policies import Actor
from intake.petitions.process.case import Case
from intake.petitions.transitions import Transition

from . import (
    forms,
    forms_afterwards,
    forms_at_once,
    forms_belonging,
    forms_discipline,
    forms_diverting,
    forms_on_paper,
    forms_reopening,
    forms_settling,
    forms_together,
    review_forms,
    urging,
)
from .forms import ActionForm

_MODULES = (
    forms,
    review_forms,
    forms_together,
    forms_belonging,
    forms_settling,
    forms_discipline,
    forms_diverting,
    forms_on_paper,
    forms_reopening,
    forms_afterwards,
    forms_at_once,
    urging,
)
FORMS = {action: form for module in _MODULES for action, form in module.FORMS.items()}
# Forms too large to stand open beside the case: they have a page of their own.
ON_OWN_PAGE = frozenset().union(*(module.ON_OWN_PAGE for module in _MODULES))


def form_for(row: Transition, case: Case, actor: Actor, *args: Any, **options: Any) -> ActionForm:
    """The form of an action on this case for who acts, blank or bound."""
    return FORMS.get(row.action, ActionForm)(*args, case=case, row=row, actor=actor, **options)
