"""The door to the desk: who may stand at it, and how a case is opened. Everything invisible is the same 404."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

from accounts import rights
from accounts.models import User
from intake.petitions import numbers, policies
from intake.petitions.models import Petition
from intake.petitions.process.core import KIND
from intake.petitions.staffing import CASE_ROLES
from privacy.access import record_access, record_accesses

# Who leafs through a list back and forth has seen it once.
ONE_LOOK = datetime.timedelta(hours=1)

View = Callable[..., HttpResponseBase]


def may_enter(user: Any) -> bool:
    """Whether the user works on cases anywhere: only then is there a desk."""
    return bool(rights.organisation_ids(user, *CASE_ROLES))


def case_staff(view: View) -> View:
    """Close a view to who works on no cases: to them the address does not exist."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_enter(request.user):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


def staff_of(request: HttpRequest) -> User:
    """Who asks, behind ``case_staff``: a member of staff."""
    assert isinstance(request.user, User)
    return request.user


def open_case(user: User, typed: str, purpose: str) -> Petition:
    """The case of a number, for who may know of it. Raises ``Http404`` alike for a case unknown and one unseen.

    Each look at a report of wrongdoing is recorded with its ``purpose``, before anything of it is shown.
    """
    number = numbers.read_number(typed) or ""
    found = policies.visible_to(user).filter(number=number)
    petition = found.select_related("region", "category", "owner").first()
    if petition is None:
        raise Http404
    if petition.is_accusation:
        record_access(user, KIND, petition.pk, purpose)
    return petition


def note_listed(user: User, petitions: Iterable[Petition], purpose: str, *, always: bool = False) -> None:
    """Record which reports of wrongdoing a list is about to show to whom; nothing of ordinary petitions.

    Once an hour for each person, case and kind of list, or ``always`` where the list is taken away. Asks the database
    only where there are such cases.
    """
    sealed = [petition.pk for petition in petitions if petition.is_accusation]
    if sealed:
        record_accesses(user, KIND, sealed, purpose, once_in=None if always else ONE_LOOK)
