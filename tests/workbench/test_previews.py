"""A paper is read before it is sent: as it would go out, with nothing done by reading it."""

from __future__ import annotations

import pytest
from desk import do, seen
from factories import OPINION, act, staff, to_in_progress, to_transferred

from delivery.models import OutboxMessage
from intake.documents.models import NumberSeries
from intake.petitions.models import Notice, Petition
from records import events

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("county")]


def stored(petition: Petition) -> tuple:
    """All that an action could have left behind."""
    numbers = list(NumberSeries.objects.order_by("pk").values_list("pk", "last"))
    version = Petition.objects.get(pk=petition.pk).version
    history = events.history("petition", petition.pk).count()
    return version, history, Notice.objects.count(), OutboxMessage.objects.count(), numbers


def test_the_notice_of_acceptance_is_read_first_and_nothing_is_done(client):
    petition = to_transferred()
    client.force_login(staff("officer"))
    before = stored(petition)
    page = client.post(do(petition, "accept"), seen(petition) | {"preview": "1"}).content.decode()
    assert "文书预览" in page and petition.shown_number in page
    assert stored(petition) == before
    assert client.post(do(petition, "accept"), seen(petition)).status_code == 302
    assert petition.notices.get(code="accept_notice").document_number not in page


def test_a_draft_for_the_head_is_read_as_the_paper_that_it_becomes_by_both(client):
    petition = to_in_progress()
    client.force_login(staff("officer"))
    before = stored(petition)
    page = client.post(do(petition, "issue_opinion"), seen(petition) | OPINION | {"preview": "1"})
    assert OPINION["decision"] in page.content.decode() and "请求复查" in page.content.decode()
    assert stored(petition) == before
    petition = act(petition, "issue_opinion", "officer", **OPINION)
    client.force_login(staff("officer_head"))
    before = stored(petition)
    page = client.post(do(petition, "grant"), seen(petition) | {"preview": "1"}).content.decode()
    assert "文书预览" in page and OPINION["facts"] in page and "请求复查" in page
    assert stored(petition) == before and petition.approvals.get().state == "asked"


def test_what_a_rule_refuses_is_refused_before_there_is_a_paper_to_read(client):
    petition = to_in_progress()
    client.force_login(staff("officer"))
    given = seen(petition) | OPINION | {"facts": " ", "preview": "1"}
    answer = client.post(do(petition, "issue_opinion"), given)
    assert answer.status_code == 422 and "文书预览" not in answer.content.decode()


def test_a_case_that_changed_meanwhile_is_told_of_instead(client):
    petition = to_transferred()
    client.force_login(staff("officer"))
    old = seen(petition)
    act(petition, "note", "officer", reason="已电话联系")
    answer = client.post(do(petition, "accept"), old | {"preview": "1"})
    assert answer.status_code == 409 and "文书预览" not in answer.content.decode()


def test_whoever_may_not_know_of_a_case_reads_no_paper_of_it(client):
    petition = to_transferred()
    client.force_login(staff("officer2"))
    assert client.post(do(petition, "accept"), seen(petition) | {"preview": "1"}).status_code == 404
