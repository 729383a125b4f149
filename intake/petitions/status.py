"""The names under which a petitioner and the public see a case's state (公开状态名), in one place.

For an accusation there are six names only, and none of them says which unit has it.
"""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from .models import Petition
from .models.case import State

_ACCUSATION: dict[str, tuple[str, Promise | str]] = {
    State.SUBMITTED: ("received", pgettext_lazy("case state", "received")),
    State.REGISTERED: ("received", pgettext_lazy("case state", "received")),
    State.SUPPLEMENT_WANTED: ("supplement_wanted", pgettext_lazy("case state", "more material wanted")),
    State.FORWARDED: ("passed_on", pgettext_lazy("case state", "passed to the body with power")),
    State.ASSIGNED: ("passed_on", pgettext_lazy("case state", "passed to the body with power")),
    State.ACCEPTED: ("accepted", pgettext_lazy("case state", "accepted")),
    State.IN_PROGRESS: ("accepted", pgettext_lazy("case state", "accepted")),
    State.REPLIED: ("fed_back", pgettext_lazy("case state", "result told")),
    State.CONCLUDED: ("concluded", pgettext_lazy("case state", "concluded")),
}


def public_code(petition: Petition) -> str:
    """The code of the public state: what the API calls ``status``."""
    return _ACCUSATION.get(petition.state, ("received", ""))[0] if petition.is_accusation else petition.state


def public_name(petition: Petition) -> str:
    """The public state in the reader's language."""
    if petition.is_accusation:
        return str(_ACCUSATION.get(petition.state, _ACCUSATION[State.SUBMITTED])[1])
    if petition.state == State.IN_PROGRESS and petition.extended:
        return str(pgettext_lazy("case state", "in progress (time extended)"))
    return str(State(petition.state).label)
