"""What waits for a second person: all of it can be reached, and nobody is offered what is not theirs to decide."""

from __future__ import annotations

import re

import factories
import pytest
from desk import address
from django.urls import reverse
from factories import OPINION, act, staff, unit

from accounts.models import Membership, Role, User
from intake.petitions import policies
from intake.petitions.models import Approval
from intake.petitions.process.case import of
from intake.workbench.approvals import SHOWN

pytestmark = pytest.mark.django_db

PAGE = "workbench:approvals"


def asked_for_refusal(count: int) -> None:
    for _ in range(count):
        act(factories.to_registered(), "not_accept", "petition_office", reason="重复", basis="第十九条")


def cases_on(html: str) -> set[str]:
    return set(re.findall(r'href="(/admin/cases/\d{4}-[^"]+)"', html))


def test_the_home_page_says_how_many_there_are_and_leads_to_all_of_them(at):
    asked_for_refusal(SHOWN + 2)
    head = at("petition_head")
    home = head.get(reverse("wagtailadmin_home")).content.decode()
    [panel] = [part for part in home.split("<section") if reverse(PAGE) in part]
    assert len(cases_on(panel)) == SHOWN
    link = re.search(rf'<a class="more" href="{reverse(PAGE)}">[^<]*<b>(\d+)</b>', home)
    assert link and int(link[1]) == SHOWN + 2
    page = head.get(reverse(PAGE)).content.decode()
    assert cases_on(page) == {address(row.petition) for row in Approval.objects.all()}


def test_what_one_may_decide_stands_on_it_however_much_waits_that_one_may_not(at):
    asked_for_refusal(SHOWN * 5)
    Approval.objects.update(asked_by=staff("petition_head"))
    theirs = act(factories.to_registered(), "not_accept", "petition_office", reason="重复", basis="第十九条")
    home = at("petition_head").get(reverse("wagtailadmin_home")).content.decode()
    assert address(theirs) in cases_on(home)


def test_a_long_list_has_pages_and_each_request_stands_on_one(at, monkeypatch):
    monkeypatch.setattr("intake.workbench.views.queue.PAGE_SIZE", 3)
    asked_for_refusal(7)
    head = at("petition_head")
    pages = [cases_on(head.get(reverse(PAGE), {"p": number}).content.decode()) for number in (1, 2, 3)]
    assert [len(page) for page in pages] == [3, 3, 1]
    assert len(set.union(*pages)) == 7


def test_the_page_is_no_page_for_who_works_on_no_cases(at):
    assert at("operator").get(reverse(PAGE)).status_code == 404


def test_both_ways_of_asking_who_may_decide_agree(county):
    factories.hire(*factories.STAFF)
    also("officer2_head", Role.HANDLER, factories.AGRICULTURE)
    also("petition_head", Role.CLERK, factories.VILLAGE)
    also("township_officer", Role.DISCIPLINE_OFFICER, factories.DISCIPLINE)
    also("leader", Role.PETITION_HEAD, factories.PETITION_OFFICE)
    a_request_of_each_kind()
    rows = list(Approval.objects.filter(state="asked").select_related("petition__region", "organisation"))
    assert {row.action for row in rows} >= {"not_accept", "issue_opinion", "release", "conclude", "reopen"}
    decided = set()
    for user in User.objects.all():
        may = {row.pk for row in rows if "approver" in policies.approval_roles(user, of(row.petition), row)}
        assert set(policies.waiting_for(user).values_list("pk", flat=True)) == may, user.username
        decided |= may
    assert decided == {row.pk for row in rows}, "each has somebody to decide it"


def also(name: str, role: str, organisation: str) -> None:
    Membership.objects.create(user=staff(name), role=role, organisation=unit(organisation))


def a_request_of_each_kind() -> None:
    refusal = {"reason": "重复", "basis": "第十九条"}
    for accused in ("", "荷叶埂村委会"):
        act(factories.to_registered(reported_party=accused), "not_accept", "petition_office", **refusal)
    act(factories.to_transferred(), "not_accept_here", "officer", **refusal)
    act(factories.to_in_progress(), "issue_opinion", "officer", **OPINION)
    own = act(factories.to_registered(), "handle_here", "petition_office")
    act(act(own, "start", "petition_office"), "issue_opinion", "petition_office", **OPINION)
    act(factories.accusation().petition, "release", "inspector", reason="无人被控")
    kept = act(
        act(factories.accusation().petition, "keep", "inspector"),
        "dispose",
        "inspector",
        disposal="preliminary",
        reason="初核",
    )
    act(kept, "conclude", "inspector", reason="办结")
    passed = act(
        factories.accusation().petition,
        "pass_on",
        "inspector",
        organisation=unit(factories.TOWNSHIP_DISCIPLINE),
        reason="属地",
    )
    passed = act(passed, "accept", "township_inspector")
    passed = act(passed, "dispose", "township_inspector", disposal="preliminary", reason="初核")
    act(passed, "conclude", "township_inspector", reason="办结")
    answered = act(factories.to_replied(), "accept_result", "P")
    act(answered, "reopen", "petition_office", reason="承诺没有落实")
