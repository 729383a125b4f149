"""Internal notes that call a colleague by name, and where that person finds them."""

from __future__ import annotations

import factories
import pytest
from desk import address, do, seen
from django.urls import reverse

from accounts.models import Membership, Role, User
from delivery.models import OutboxMessage
from intake.petitions import policies
from intake.petitions.models import Mention

pytestmark = pytest.mark.django_db

MENTIONS = reverse("workbench:mentions")


def member(name: str, code: str = factories.AGRICULTURE) -> User:
    user = User.objects.create(username=f"member_{name}", display_name=name)
    Membership.objects.create(user=user, role=Role.HANDLER, organisation=factories.unit(code))
    return user


def note(client, petition, text, **more):
    return client.post(do(petition, "note"), {"reason": text, **more, **seen(petition)})


def html(response) -> str:
    return response.content.decode()


def called() -> set[str]:
    return set(Mention.objects.values_list("user__display_name", flat=True))


def test_who_is_called_by_name_finds_the_case_on_the_home_page_until_it_is_opened(at):
    petition = factories.to_in_progress()
    note(at("officer"), petition, "请 @试用officer_head 看看测量结果。") if factories.staff(
        "officer_head"
    ) else None
    head = at("officer_head")
    home = reverse("wagtailadmin_home")
    assert address(petition) + "#history" in html(head.get(home))
    assert address(petition) + "#history" in html(head.get(MENTIONS))
    assert "提请查看：试用officer_head" in html(head.get(address(petition)))
    assert address(petition) + "#history" not in html(head.get(home))
    page = html(head.get(MENTIONS))
    assert address(petition) in page and "mark--strong" not in page


def test_a_name_runs_on_into_the_sentence_and_the_longer_of_two_names_is_meant(at):
    petition = factories.to_in_progress()
    member("韦望"), member("韦望川"), member("覃立")
    note(at("officer"), petition, "＠韦望川请核实，另请@覃立一并看。")
    assert called() == {"韦望川", "覃立"}


def test_of_two_people_of_one_name_both_are_called(at):
    petition = factories.to_in_progress()
    first, second = member("韦望川"), User.objects.create(username="other", display_name="韦望川")
    Membership.objects.create(
        user=second, role=Role.HANDLER, organisation=factories.unit(factories.AGRICULTURE)
    )
    note(at("officer"), petition, "@韦望川")
    assert set(Mention.objects.values_list("user", flat=True)) == {first.pk, second.pk}


def test_people_can_be_ticked_instead_and_only_those_who_may_know_of_the_case_stand_there(at):
    petition = factories.to_in_progress()
    friend = member("韦望川")
    stranger = member("覃立", factories.CIVIL_AFFAIRS)
    factories.staff("petition_head")
    form = at("officer").get(do(petition, "note")).context["form"]
    assert {str(one) for one in form.fields["mentions"].queryset} == {
        "韦望川",
        "试用petition_office",
        "试用petition_head",
    }
    note(at("officer"), petition, "请看", mentions=[friend.pk])
    assert called() == {"韦望川"}
    assert note(at("officer"), petition, "请看", mentions=[stranger.pk]).status_code == 422


@pytest.mark.parametrize("name", ["覃立", "没有的人"])
def test_calling_somebody_who_may_not_know_says_plainly_that_nobody_of_that_name_works_on_it(at, name):
    petition = factories.to_in_progress()
    member("覃立", factories.CIVIL_AFFAIRS)
    response = note(at("officer"), petition, f"请 @{name} 看看")
    assert response.status_code == 422
    assert f"没有名叫“{name}”的人员办理本件" in html(response) and f"请 @{name} 看看" in html(response)
    assert not petition.texts.filter(kind="note").exists() and not Mention.objects.exists()


def test_who_withdrew_is_as_unknown_as_a_stranger(at):
    petition = factories.to_in_progress()
    friend = member("韦望川")
    factories.act(petition, "recuse", "officer_head", user=friend, reason="亲属")
    assert "没有名叫“韦望川”" in html(note(at("officer"), petition, "@韦望川 看看"))


def test_an_address_of_mail_or_a_lone_sign_calls_nobody(at):
    petition = factories.to_in_progress()
    for text in ("写信到 a@b.example 问过", "价格 @ 3 元", "末尾@"):
        assert note(at("officer"), petition, text).status_code == 302, text
    assert not Mention.objects.exists()


def test_nobody_calls_oneself(at):
    petition = factories.to_in_progress()
    assert note(at("officer"), petition, "@试用officer 记得回访").status_code == 302
    assert not Mention.objects.exists()


def test_who_is_barred_later_finds_the_mention_nowhere_and_counts_none(at):
    petition = factories.to_in_progress()
    friend = member("韦望川")
    note(at("officer"), petition, "@韦望川 看看")
    assert policies.mentions_of(friend).count() == 1
    factories.act(petition, "recuse", "officer_head", user=friend, reason="亲属")
    assert policies.mentions_of(friend).count() == 0
    from django.test import Client

    client = Client()
    client.force_login(friend)
    for page in (MENTIONS, reverse("wagtailadmin_home")):
        text = html(client.get(page))
        assert petition.shown_number not in text and petition.title_masked not in text
    assert "还没有人提到您" in html(client.get(MENTIONS))


def test_inside_a_sealed_case_the_petition_office_can_not_be_called(at):
    petition = factories.accusation().petition
    factories.staff("petition_office")
    assert note(at("inspector"), petition, "@试用petition_office").status_code == 422
    factories.staff("inspector_head")
    assert note(at("inspector"), petition, "@试用inspector_head").status_code == 302


def test_a_mention_sends_no_mail(at):
    petition = factories.to_in_progress()
    member("韦望川")
    before = OutboxMessage.objects.count()
    note(at("officer"), petition, "@韦望川 看看")
    assert Mention.objects.count() == 1 and OutboxMessage.objects.count() == before


def test_the_petitioner_reads_of_no_mention(at):
    from intake.petitions import timeline

    petition = factories.to_in_progress()
    before = len(timeline.entries(petition))
    member("韦望川")
    note(at("officer"), petition, "@韦望川 看看")
    assert len(timeline.entries(petition)) == before


def test_who_works_on_no_case_has_no_page_of_mentions(at):
    assert at("leader").get(MENTIONS).status_code == 404
