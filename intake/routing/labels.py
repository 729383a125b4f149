"""The reasons of a proposal in words, for whoever reads it, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from intake.routing.engine.plain import Reason
from intake.routing.models import Category

REASONS: dict[str, Promise] = {
    # the class and the matter
    "reads_like_report": _("It reads like a report of wrongdoing: %(words)s."),
    "may_be_report": _("By whom it complains of, it may be a report of wrongdoing."),
    "matter_chosen": _("The writer chose the category %(category)s."),
    "matter": _("Its words (%(words)s) speak for the category %(category)s."),
    "no_matter": _("No category could be made out."),
    "nobody": _("No body could be found for it: somebody has to look."),
    # suggestions, appeals and requests
    "own_rule": _("The region's own rule names this body."),
    "asked": _("The writer asks this body, and it has the power."),
    "asked_county": _("The writer asks for a rule for the whole county."),
    "object": _("It is about something in this body's charge: %(words)s."),
    "township_step": _("What went wrong is a step that the township takes: %(words)s."),
    "township_first": _("Such matters are looked at by the township first."),
    "department": _("This body is in charge of such matters."),
    "co_department": _(
        "The body in charge is complained of here and must keep out; this one has a part in such matters and is next."
    ),
    "co_department_here": _("Nobody here is in charge of such matters alone; this body has a part in them."),
    "may_lead": _("This body has a part in such matters and may lead as well."),
    "other_matter": _("It might be about %(category)s instead."),
    "order_from_above": _("Who alone has the power is complained of: the body above orders them to act."),
    # reports of wrongdoing
    "discipline_s1": _("A village cadre is reported: the township's discipline unit."),
    "discipline_several_villages": _("Several villages are reported: the county."),
    "discipline_other_township": _("A village of another township is reported: the county."),
    "discipline_asked_not_township": _("The writer asks that the township not get it: the county."),
    "discipline_leaked": _("The writer says that an earlier report leaked or was shelved: the county."),
    "discipline_s2": _("Township staff are reported: the county."),
    "discipline_s2_township": _("The township's discipline unit may take reports about ordinary staff."),
    "discipline_s3": _("The township or its leaders are reported: the county alone."),
    "discipline_s4": _("Staff of a department are reported: the dispatched unit that watches it."),
    "discipline_s4_county": _("Staff of a body that no dispatched unit watches are reported: the county."),
    "discipline_s5": _("A department or its leaders are reported: the county."),
    "discipline_s5_dispatched": _("The dispatched unit that watches the department may take it."),
    "discipline_s6": _("The petition office is reported: the dispatched unit that watches it."),
    "discipline_s7": _("A discipline unit is reported: the county alone."),
    "discipline_superior": _("The county's discipline side or its leaders are reported: the superior alone."),
    "discipline_s9": _("Nobody with a public office is reported: the police, by the discipline intake."),
    "discipline_s10": _("Party life without money: the organisation department, by the discipline intake."),
    "discipline_s11": _("The conduct of an election: who investigates it, by the discipline intake."),
    "discipline_s11_township": _("The township may investigate an election that it is not blamed for."),
    "discipline_table": _("The category names this discipline unit."),
    "discipline_county": _("The county may take up any report."),
}


def describe(reason: Reason, categories: Mapping[str, Category]) -> str:
    """A reason in words. A category stands in it by its code, and is called by its name among ``categories``."""
    params = dict(reason.params)
    if "category" in params:
        category = categories.get(params["category"])
        params["category"] = category.name_here if category else params["category"]
    if "words" in params:
        params["words"] = _spoken(params["words"])
    return str(REASONS[reason.code]) % params


def _spoken(words: str) -> str:
    """The words that a rule found, as a person lists them: ``a+b`` means that both stand there."""
    return gettext(", ").join(gettext(" with ").join(word.split("+")) for word in words.split(", "))


def reason_text(stored: Mapping[str, Any], categories: Mapping[str, Category]) -> str:
    """A stored reason (``{"code", "params"}``) in words."""
    return describe(Reason(stored["code"], stored["params"]), categories)
