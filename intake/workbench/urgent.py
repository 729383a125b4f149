"""Urgent cases at the desk: who is told by the system, who must be told by hand, and how many hours have gone."""

from __future__ import annotations

import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from intake.petitions import visibility
from intake.petitions.models import Petition
from intake.petitions.models.case import CLOSED_STATES
from intake.petitions.process import duty
from intake.petitions.process.case import Case

RECEIVERS = {
    duty.Duty.GOVERNMENT: gettext_lazy("the local government"),
    duty.Duty.JOINT_OFFICE: gettext_lazy("the office of the joint conference"),
}


def remarks(case: Case) -> list[str]:
    """Before an urgent report: whom the system tells, and what the officer has to do by hand."""
    found = duty.plan(case.petition, visibility.barred_organisations(case.petition))
    words = []
    if found.told:
        names = _(", ").join(dict.fromkeys(contact.organisation.name for contact in found.told))
        words.append(
            _(
                "Told at once by text message or mail: %(names)s. The message says whom to call, never the matter."
            )
            % {"names": names}
        )
    return words + [_by_hand(gap) for gap in found.gaps]


def _by_hand(gap: duty.Gap) -> str:
    who = {"who": RECEIVERS[gap.duty], "phone": gap.phone}
    if gap.why == "barred":
        return _("Not told: %(who)s, which is complained of here. Report by hand to the body above it.") % who
    if gap.why == "sealed":
        return _("Not told: %(who)s, which may not know of a report of wrongdoing.") % who
    if gap.phone:
        return (
            _(
                "Not told by the system: %(who)s. Call %(phone)s now, hand over the printed report, note that you did."
            )
            % who
        )
    return (
        _(
            "Not told by the system: %(who)s, for which no number is kept. Call there now, hand over the printed "
            "report, note that you did; the operator enters the number under “Duty contacts”."
        )
        % who
    )


def hours_gone(petition: Petition) -> str:
    """How long ago an open case was reported as urgent; nothing for one that was not, or is closed."""
    if petition.reported_up_at is None or petition.state in CLOSED_STATES:
        return ""
    hours = max(timezone.now() - petition.reported_up_at, datetime.timedelta()) // datetime.timedelta(hours=1)
    if not hours:
        return _("reported within this hour")
    return ngettext("reported %(hours)d hour ago", "reported %(hours)d hours ago", hours) % {"hours": hours}
