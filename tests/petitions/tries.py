"""Who tries what with a case in ``test_any_path``, and what they bring along."""

from __future__ import annotations

import datetime
import functools
from typing import Any

import factories
from django.utils import timezone
from hypothesis import strategies as st

from intake.petitions import policies, transitions
from intake.petitions.models import Petition
from intake.petitions.policies import Actor
from intake.petitions.process import case as cases
from intake.petitions.process.case import Case
from intake.routing.models import Category
from records import events

PEOPLE = [
    "petition_office",
    "petition_head",
    "officer",
    "officer_head",
    "officer2",
    "officer2_head",
    "township_officer",
    "township_head",
    "inspector",
    "inspector_head",
    "township_inspector",
    "township_inspector2",
    "dispatched_inspector",
    "superior_inspector",
    "review_officer",
    "review_head",
    "city_review_officer",
    "city_review_head",
    "leader",
    "operator",
    "clerk",
    "P",
    "SYS",
]
ORDINARY_UNITS = (factories.AGRICULTURE, factories.CIVIL_AFFAIRS, factories.TOWNSHIP)
DISCIPLINE_UNITS = (factories.TOWNSHIP_DISCIPLINE, "990121-PZ1")
UNITS = (
    *ORDINARY_UNITS,
    *DISCIPLINE_UNITS,
    factories.PETITION_OFFICE,
    factories.DISCIPLINE,
    factories.VILLAGE,
)
REVIEWS = (transitions.On.REVIEW, transitions.On.FIRST_REVIEW, transitions.On.SECOND_REVIEW)
COS = ((), (), (factories.CIVIL_AFFAIRS,), (factories.TOWNSHIP, factories.AGRICULTURE))


@functools.cache
def actor(who: str) -> Actor:
    """The same people all the time; their memberships don't change here."""
    if who == "P":
        return Actor.petitioner()
    return Actor.system() if who == "SYS" else Actor.staff(factories.staff(who))


def given_for(
    petition: Petition,
    data: st.DataObject,
    reasons: tuple[str, ...] = ("", "按规定办理", "=1+1"),
    units: tuple[str, ...] = UNITS,
) -> dict[str, Any]:
    """Data that some action could use; each takes what it knows."""
    first = Petition.objects.exclude(pk=petition.pk).earliest("submitted_at").shown_number
    part = factories.part(petition.region, accused_may_know=data.draw(st.booleans()))
    accused = list(petition.accused.values_list("pk", flat=True))
    return {
        **part,
        "petition_class": data.draw(st.sampled_from(["appeal", "suggestion", "accusation"])),
        "agreed_how": data.draw(st.sampled_from(["phone", "page", ""])),
        "reason": data.draw(st.sampled_from(reasons)),
        "organisation": factories.unit(data.draw(st.sampled_from(units))),
        "cos": [factories.unit(code) for code in data.draw(st.sampled_from(COS))],
        "other_party": "荷叶埂村委会",
        "agreement": "双方同意返工。",
        "signed": data.draw(st.booleans()),
        "hearing_at": timezone.now() + datetime.timedelta(days=data.draw(st.integers(-3, 900))),
        "first": first,
        "other": first,
        "co": factories.unit(data.draw(st.sampled_from(units))),
        "report_due": timezone.localdate() + datetime.timedelta(days=data.draw(st.integers(-3, 900))),
        "due": timezone.localdate() + datetime.timedelta(days=data.draw(st.integers(-3, 30))),
        "asked_on": timezone.localdate() - datetime.timedelta(days=data.draw(st.integers(-1, 3))),
        "said": data.draw(st.sampled_from(["", "done", "not_yet", "not_yet", "not_reached"])),
        "way": data.draw(st.sampled_from(["", "phone", "writing"])),
        "answer": data.draw(st.sampled_from(["", "adopted", "not_adopted"])),
        "category": Category.objects.first(),
        "user": actor(data.draw(st.sampled_from(PEOPLE[:12]))).user,
        "member": actor(data.draw(st.sampled_from(PEOPLE[:14]))).user if data.draw(st.booleans()) else None,
        "accused": data.draw(st.sampled_from(accused)) if accused else None,
        "text": data.draw(st.sampled_from(["", "补充一张照片的说明", "县农业农村局局长收受回扣。"])),
        "subject": data.draw(st.sampled_from(["office", "handler"])),
        "value": data.draw(st.sampled_from(["satisfied", "mostly", "dissatisfied"])),
        "route": "六十日内申请行政复议",
        "lawful_route": data.draw(st.sampled_from(["courts", "duty", ""])),
        "destination": "县人民法院",
        "disposal": data.draw(st.sampled_from(["preliminary", "kept", ""])),
        "files": data.draw(st.integers(0, 1)),
        "all_contacts": data.draw(st.booleans()),
        "consent": data.draw(st.sampled_from(["agreed", "unreachable", ""])),
        "result": "已核实，有关责任人已处理。",
        "body": data.draw(st.sampled_from([part["body"], "荷叶埂村支书收受贿赂，请求查处。"])),
        "received_on": timezone.localdate() - datetime.timedelta(days=data.draw(st.integers(-1, 90))),
        "earlier": petition.shown_number,
        "unit": data.draw(st.sampled_from(["", *ORDINARY_UNITS])),
        "hearing_on": "本月二十日九时",
        "place": "县政府一楼",
        "scope": data.draw(st.sampled_from(["clear", ""])),
        "plain": data.draw(st.booleans()),
        **factories.OPINION,
        "outcome": data.draw(st.sampled_from([factories.OPINION["outcome"], "adopted"])),
    }


def told(case: Case) -> list[Any]:
    """All that a case says of itself."""
    rows = [case.petition, case.intake, case.lead, case.approval, case.review, *case.cos]
    fields = [row and [getattr(row, field.attname) for field in row._meta.concrete_fields] for row in rows]
    return [*fields, sorted(case.keys)]


def snapshot(petition_id: Any, who: Actor) -> dict[str, Any]:
    """All that a command could have changed."""
    case = cases.load(petition_id)
    petition = case.petition
    own_co = policies.own_co(who, case)
    return {
        "track": str(case.track),
        "object_state": {
            "petition": petition.state,
            "handling": case.lead.state if case.lead else "",
            "co": own_co.state if own_co else "",
            "approval": case.approval.state if case.approval else "",
            **{on: policies.review_state(on, case.review) for on in REVIEWS},
        },
        "reviews": list(petition.reviews.order_by("pk").values_list("pk", "state", "organisation")),
        "row": Petition.objects.filter(pk=petition_id)
        .values("state", "version", "owner_id", "outcome", "next_due")
        .get(),
        "handlings": list(petition.handlings.order_by("pk").values_list("pk", "state")),
        "deadlines": list(petition.deadlines.order_by("pk").values_list("pk", "met_at", "cancelled_at")),
        "approvals": list(petition.approvals.values_list("pk", "state")),
        "accused": list(petition.accused.values_list("pk", "state")),
        "urges": list(petition.urges.order_by("pk").values_list("pk", "answer")),
        "keys": sorted(petition.keys.values_list("key", flat=True)),
        "notices": list(petition.notices.filter(to_organisation=None).values_list("code", flat=True)),
        "texts": petition.texts.count(),
        "events": events.history("petition", petition_id).count(),
    }
