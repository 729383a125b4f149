"""Which unit a case is said to be with (承办单位): who has it, and once it is answered or closed who handled it.

An answered case comes back to the intake office, which then holds it; but it was not that office that handled it.
"""

from __future__ import annotations

from django.db.models import OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, NullIf

from regions.models import Organisation

from .models import Handling
from .models.case import WORK_DONE
from .models.work import GONE_HANDLING
from .process.case import Case


def unit_of(case: Case) -> Organisation:
    """The unit that has the case, or that handled it; the intake office where no unit did."""
    lead = case.lead
    if lead is not None and case.petition.state in WORK_DONE and lead.state not in GONE_HANDLING:
        return lead.organisation
    return case.owner


def with_unit(rows: QuerySet, case: str = "") -> QuerySet:
    """Rows of a list, each with the name of the unit that handled its case as ``handled_by``, empty while one has it.

    ``case`` says where a row has its petition, if it is none itself.
    """
    prefix = f"{case}__" if case else ""
    done = Handling.objects.filter(
        Q(petition__state__in=WORK_DONE),
        petition=OuterRef(f"{prefix}pk"),
        round=OuterRef(f"{prefix}round"),
        role=Handling.Role.LEAD,
    ).exclude(state__in=GONE_HANDLING)
    name = Coalesce(NullIf("organisation__short_name", Value("")), "organisation__name")
    names = done.order_by("-closed_at").annotate(name_here=name).values("name_here")[:1]
    return rows.annotate(handled_by=Coalesce(Subquery(names), Value("")))
