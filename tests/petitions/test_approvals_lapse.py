"""What was asked for lapses when the case moves on, on every road: nobody grants it any more, the asker is told."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from factories import (
    AGRICULTURE,
    CIVIL_AFFAIRS,
    NOT_ACCEPTED,
    OPINION,
    REVIEW,
    accusation,
    act,
    staff,
    to_in_progress,
    to_in_review,
    to_registered,
    to_transferred,
    unit,
)

from intake.petitions import policies
from intake.petitions.errors import CaseError, NotAllowed
from intake.petitions.models import Approval, Mention, Petition
from intake.petitions.policies import Actor
from intake.petitions.process.core import perform
from intake.petitions.process.sweep import sweep
from records import events
from regions.process import save_organisation

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("everybody")]


def opinion_asked() -> Petition:
    return act(to_in_progress(), "issue_opinion", "officer", **OPINION)


def withdrawn() -> Petition:
    return act(opinion_asked(), "withdraw", "P")


def found_to_be_a_report() -> Petition:
    petition = act(to_registered(), "not_accept", "petition_office", reason="已在办理", **NOT_ACCEPTED)
    return act(petition, "seal", "petition_office")


def taken_from_a_unit_that_is_complained_of() -> Petition:
    return act(opinion_asked(), "accuse", "petition_office", organisation=unit(AGRICULTURE))


def unit_dissolved() -> Petition:
    petition = act(to_in_progress(), "extend", "officer", reason="案情复杂")
    unit_gone = unit(AGRICULTURE)
    unit_gone.valid_to = timezone.localdate() - datetime.timedelta(days=1)
    unit_gone.successor = unit(CIVIL_AFFAIRS)
    save_organisation(unit_gone)
    sweep()
    return petition


def material_supplied() -> Petition:
    petition = act(to_registered(), "ask_supplement", "petition_office", reason="写明在哪个村")
    petition = act(petition, "lapse", "petition_office", reason="无法确定地点")
    return act(petition, "supply", "P", text="在荷叶埂村三组。")


def review_taken_back() -> Petition:
    petition = act(to_in_review(), "accept_review", "review_officer")
    petition = act(petition, "decide_review", "review_officer", **(REVIEW | {"outcome": "change"}))
    return act(petition, "withdraw_review", "P")


def sent_to_the_superior() -> Petition:
    staff("superior_inspector")
    staff("inspector_head")
    petition = act(accusation().petition, "release", "inspector", reason="没有检举对象", consent="agreed")
    return act(petition, "report_to_superior", "inspector_head", reason="涉及市管干部")


ROADS = (
    withdrawn,
    found_to_be_a_report,
    taken_from_a_unit_that_is_complained_of,
    unit_dissolved,
    material_supplied,
    review_taken_back,
    sent_to_the_superior,
)


@pytest.mark.parametrize("road", ROADS, ids=lambda road: road.__name__)
def test_an_approval_lapses_with_an_event_and_word_to_its_asker(road: Callable[[], Petition]):
    petition = road()
    approval = petition.approvals.get(state="lapsed")
    assert approval.decided_by is None and approval.decided_at
    told = [row for row in events.history("petition", petition.pk) if row.action == "expire"]
    assert [(row.actor_kind, row.data) for row in told] == [("system", {"asked": approval.action})]
    mention = Mention.objects.get(petition=petition, user=approval.asked_by)
    assert mention.lapsed == approval.action and mention.author is None
    for head in ("officer_head", "petition_head", "review_head", "inspector_head"):
        with pytest.raises(CaseError):
            act(petition, "grant", head)
    assert not Approval.objects.filter(state="asked").exists()


def test_who_asked_reads_on_the_own_home_that_it_lapsed_unless_the_case_is_to_be_known_there_no_more():
    gone, kept = taken_from_a_unit_that_is_complained_of(), withdrawn()
    client = Client()
    client.force_login(staff("officer"))
    page = client.get(reverse("workbench:mentions")).content.decode()
    assert kept.shown_number in page and gone.shown_number not in page
    assert "您的申请已失效" in page
    history = client.get(reverse("workbench:case", args=[kept.shown_number])).content.decode()
    assert "申请的事项已失效" in history


def test_what_an_older_version_left_over_lapses_with_the_next_sweep_and_nothing_that_waits_rightly():
    waits = opinion_asked()
    left = to_transferred()
    Approval.objects.create(
        petition=left,
        organisation=unit(AGRICULTURE),
        action="not_accept",
        draft='{"reason": "", "data": {}}',
        asked_by=staff("officer"),
        asked_at=timezone.now(),
    )
    with pytest.raises(NotAllowed):
        perform(waits.pk, "expire", Actor.system())
    Petition.objects.filter(pk=left.pk).update(outcome="withdrawn", state="withdrawn")
    left.handlings.update(state="ended", closed_at=timezone.now())
    assert sweep().failed == 0
    assert waits.approvals.get().state == "asked" and left.approvals.get().state == "lapsed"
    assert [row.action for row in events.history("petition", left.pk)].count("expire") == 1
    assert not policies.waiting_for(staff("officer_head")).filter(petition=left).exists()
