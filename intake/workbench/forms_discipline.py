"""Forms of what the discipline intake does with a report of wrongdoing beside keeping it and passing it on."""

from __future__ import annotations

from django.utils import dateformat, timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from intake.petitions.errors import RuleViolation
from intake.petitions.process import effects_superior

from .forms import ActionForm


class ReportToSuperiorForm(ActionForm):
    def remarks(self) -> list[str]:
        """Where it goes, and by when; or why it can't."""
        try:
            superior = effects_superior.superior_of(self.case)
        except RuleViolation as refused:
            return [str(message) for _field, message in refused.problems]
        last = effects_superior.last_day(self.case)
        day = {"day": dateformat.format(last, pgettext("date format", "j F Y"))}
        in_time = _("Within 5 working days of receipt: until %(day)s.")
        late = _("The 5 working days for it ended on %(day)s. Send it up all the same.")
        return [
            _("It goes to %(unit)s alone. Keep no copy, and enter it nowhere.") % {"unit": superior.name},
            (late if timezone.localdate() > last else in_time) % day,
        ]


FORMS: dict[str, type[ActionForm]] = {"report_to_superior": ReportToSuperiorForm}
ON_OWN_PAGE = frozenset({"report_to_superior"})
