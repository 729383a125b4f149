"""The petition office takes a unit to task, and the unit answers in writing (督办, article 40)."""

from __future__ import annotations

import datetime

import factories
import pytest
import time_machine
from desk import QUEUE, address, do, seen
from django.urls import reverse
from django.utils import timezone
from factories import act

from intake.petitions import numbers
from intake.petitions.errors import Conflict, NotAllowed, NotFound, RuleViolation
from intake.petitions.models import Petition, Urge
from records import events

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("county")]

ROOM = "supervision:list"


def in_days(count: int) -> datetime.date:
    return timezone.localdate() + datetime.timedelta(days=count)


def urged(petition: Petition, days: int = 7, **given) -> Petition:
    return act(
        petition, "urge", "petition_office", reason="逾期未受理，请立即办理", due=in_days(days), **given
    )


def text(response) -> str:
    return response.content.decode()


def test_an_urge_is_a_letter_a_clock_and_a_red_mark_and_ends_with_the_written_answer(at):
    petition = urged(factories.to_transferred())
    letter = petition.notices.get(code="urge_letter")
    assert letter.to_organisation == factories.unit(factories.AGRICULTURE)
    assert "督" in letter.document_number and "请立即办理" in letter.body
    clock = petition.deadlines.get(rule="urge_answer")
    assert (clock.due, clock.is_open) == (in_days(7), True)
    assert petition.urged
    assert 'mark--strong">已督办' in text(at("officer").get(reverse(QUEUE), {"tab": "all"}))
    assert "请立即办理" in text(at("officer").get(address(petition)))

    response = at("officer").post(
        do(petition, "answer_urge"), {"answer": "adopted", "reason": "本周内受理并答复", **seen(petition)}
    )
    assert response.status_code == 302
    petition = Petition.objects.get(pk=petition.pk)
    row = petition.urges.get()
    assert (row.answer, row.answer_text, row.answered_by) == (
        "adopted",
        "本周内受理并答复",
        factories.staff("officer"),
    )
    assert not petition.urged and not petition.deadlines.get(rule="urge_answer").is_open
    assert "本周内受理并答复" in text(at("petition_office").get(address(petition)))
    assert not factories.offered("officer", petition) & {"answer_urge"}
    assert [event.action for event in events.history("petition", petition.pk)].count("answer_urge") == 1


def test_an_answer_says_whether_it_is_adopted_and_why():
    petition = urged(factories.to_transferred())
    with pytest.raises(RuleViolation):
        act(petition, "answer_urge", "officer", answer="adopted")
    with pytest.raises(RuleViolation):
        act(petition, "answer_urge", "officer", reason="照办")
    assert petition.urges.waiting().count() == 1


def test_only_the_petition_office_urges_and_only_another_unit_that_has_it():
    petition = factories.to_transferred()
    with pytest.raises(NotAllowed):
        act(petition, "urge", "officer", reason="催办", due=in_days(3))
    with pytest.raises(NotFound):
        act(petition, "urge", "officer2", reason="催办", due=in_days(3))
    own = act(factories.to_registered(), "handle_here", "petition_office")
    for case in (factories.to_registered(), own, factories.to_replied()):
        assert "urge" not in factories.offered("petition_office", case)
        with pytest.raises(NotAllowed):
            urged(case)


def test_an_urge_names_a_day_after_today_and_its_reason():
    petition = factories.to_transferred()
    with pytest.raises(RuleViolation):
        urged(petition, days=0)
    with pytest.raises(RuleViolation):
        act(petition, "urge", "petition_office", due=in_days(1))
    assert urged(petition, days=1).urged


def test_there_is_no_second_urge_before_the_first_ones_day_has_passed():
    with time_machine.travel("2026-03-02T02:00:00+00:00", tick=False):
        petition = urged(factories.to_transferred(), days=3)
        with pytest.raises(RuleViolation):
            urged(petition)
    with time_machine.travel("2026-03-05T02:00:00+00:00", tick=False), pytest.raises(RuleViolation):
        urged(petition)
    with time_machine.travel("2026-03-06T02:00:00+00:00", tick=False):
        petition = urged(petition)
        act(petition, "answer_urge", "officer", answer="partly", reason="部分采纳，按期答复")
    assert petition.urges.filter(answer="partly").count() == 2


def test_an_urge_ends_when_the_units_work_ends():
    petition = urged(factories.to_in_progress())
    petition = act(petition, "issue_opinion", "officer", **factories.OPINION)
    petition = act(petition, "grant", "officer_head")
    assert not petition.urged and not petition.urges.waiting().exists()
    assert not petition.deadlines.open().filter(rule="urge_answer").exists()
    assert petition.urges.get().answered_at is None, "what was never answered is not made to look so"


def test_the_petitioner_reads_that_it_is_under_supervision_and_nothing_of_the_letter():
    from intake.petitions import timeline

    petition = urged(factories.to_transferred())
    shown = [(entry.heading, entry.text, entry.paper) for entry in timeline.entries(petition)]
    assert shown[-1][0] == "已督办" and shown[-1][2] is None
    assert "请立即办理" not in str(shown)


def tick(*cases: Petition) -> list[str]:
    return [f"{case.number}.{Petition.objects.get(pk=case.pk).version}" for case in cases]


def test_many_are_urged_at_once_and_each_says_what_became_of_it(at):
    one, two, moved, own = (
        factories.to_transferred(),
        factories.to_transferred(factories.CIVIL_AFFAIRS),
        factories.to_transferred(),
        factories.to_registered(),
    )
    client, ticked = at("petition_office"), tick(one, two, moved, own)
    act(moved, "note", "petition_office", reason="电话联系过")
    asked = client.post(reverse("supervision:urge"), {"case": ticked})
    assert asked.status_code == 200 and not Urge.objects.exists(), "first the text is asked for"
    given = {"case": ticked, "reason": "请按期办理", "due": in_days(5).isoformat()}
    page = text(client.post(reverse("supervision:urge"), given))
    assert {row.petition_id for row in Urge.objects.all()} == {one.pk, two.pk}
    assert page.count("已督办，督办函在件内。") == 2
    assert page.count("您查看之后，本件已有变动") == 1 and page.count("本件目前不能这样操作") == 1
    again = text(client.post(reverse("supervision:urge"), given))
    assert Urge.objects.count() == 2 and "已督办，督办函在件内。" not in again


def test_urging_many_without_text_or_day_urges_nobody_and_keeps_what_was_ticked(at):
    petition = factories.to_transferred()
    response = at("petition_office").post(
        reverse("supervision:urge"), {"case": tick(petition), "reason": "", "due": in_days(0).isoformat()}
    )
    assert response.status_code == 422 and tick(petition)[0] in text(response)
    assert not Urge.objects.exists()


def test_a_case_that_one_may_not_know_of_is_urged_like_one_that_does_not_exist(at):
    hidden = factories.to_transferred()
    act(hidden, "recuse", "petition_head", user=factories.staff("petition_office"), reason="近亲属")
    accused = factories.accusation().petition
    given = {"reason": "请按期办理", "due": in_days(5).isoformat()}
    pages = []
    for number in (hidden.number, accused.number, numbers.draw_number(2026)):
        page = text(
            at("petition_office").post(reverse("supervision:urge"), given | {"case": [f"{number}.3"]})
        )
        pages.append(
            page[page.index("<tbody>") : page.index("</tbody>")].replace(numbers.show_number(number), "")
        )
    assert pages[0] == pages[1] == pages[2] and "水" not in pages[0]
    assert not Urge.objects.exists()


def test_a_unit_may_not_urge_at_all(at):
    petition = factories.to_transferred()
    response = at("officer_head").post(reverse("supervision:urge"), {"case": tick(petition)})
    assert response.status_code == 404


def test_a_stale_version_is_a_conflict():
    petition = factories.to_transferred()
    with pytest.raises(Conflict):
        urged(petition, seen=petition.version - 1)


def test_whoever_supervises_urges_what_is_ticked_in_the_queue_and_comes_back_to_it(at):
    petition = factories.to_transferred()
    button, back = f'formaction="{reverse("supervision:urge")}"', "tab=all&q=7"
    assert button in text(at("petition_office").get(reverse("workbench:queue"), {"tab": "all"}))
    assert button not in text(at("officer").get(reverse("workbench:queue"), {"tab": "all"}))
    nothing = at("petition_office").post(reverse("supervision:urge"), {"back": back})
    assert nothing.url == f"{reverse('workbench:queue')}?{back}"
    given = {"case": tick(petition), "back": back, "reason": "请按期办理", "due": in_days(5).isoformat()}
    page = text(at("petition_office").post(reverse("supervision:urge"), given))
    assert Urge.objects.get().petition_id == petition.pk and "?tab=all&amp;q=7" in page
