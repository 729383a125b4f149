"""The outbox and the templates in the admin: operators alone, and never what a message holds."""

import base64
import re

import factories
import pytest
from django.urls import reverse

from delivery import aside, outbox
from delivery.admin import handle
from delivery.models import MessageTemplate, OutboxMessage
from records import events

pytestmark = pytest.mark.django_db

SECRET = "19900001234"

OUTBOX = reverse("outbox:index")
REQUEUE = reverse("outbox:requeue")
ASIDE = reverse("outbox:set_aside")
BACK = reverse("outbox:put_back")


@pytest.fixture
def operator(client, county):
    client.force_login(factories.staff("operator"))
    return client


def message(key, state="dead", topic="sms"):
    made = outbox.post(topic, key, {"to": SECRET})
    OutboxMessage.objects.filter(pk=made.pk).update(
        state=state, next_attempt_at=None, last_error="not_a_mobile_number", attempts=3
    )
    return made


def template(code="new_password", channel="mail", language="zh-hans"):
    return MessageTemplate.objects.get(code=code, channel=channel, language=language)


def edit_url(row):
    return reverse("message-templates:edit", args=[row.pk])


def test_an_operator_sees_what_waits_and_what_was_given_up_but_not_what_it_holds(operator):
    message("case-secret-key")
    page = operator.get(OUTBOX).content.decode()
    assert "不是手机号" in page
    assert SECRET not in page
    assert "case-secret-key" not in page


def test_the_list_is_filtered_by_state_and_topic(operator):
    message("a", state="dead", topic="sms")
    message("b", state="done", topic="mail")
    for query, count in (
        ("state=dead", 1),
        ("state=done", 1),
        ("topic=mail", 1),
        ("state=done&topic=sms", 0),
    ):
        assert len(operator.get(f"{OUTBOX}?{query}").context["object_list"]) == count


def test_what_goes_out_as_it_should_is_not_listed(operator):
    before = operator.get(OUTBOX).context["object_list"].count()
    outbox.post("sms", "fresh", {"to": SECRET})
    assert operator.get(OUTBOX).context["object_list"].count() == before


def test_one_given_up_message_is_sent_again(operator):
    chosen, other = message("a"), message("b")
    answer = operator.post(REQUEUE, {"which": "chosen", "message": [handle(chosen)]}, follow=True)
    assert answer.redirect_chain == [(OUTBOX, 302)]
    states = dict(OutboxMessage.objects.values_list("pk", "state"))
    assert states == {chosen.pk: "pending", other.pk: "dead"}


def test_the_page_gives_no_serial_number_of_a_message_away(operator):
    made = message("a")
    OutboxMessage.objects.filter(pk=made.pk).update(id=987654)
    page = operator.get(OUTBOX).content.decode()
    given = re.findall(r'name="message"\s+value="([^"]+)"', page)
    assert len(given) == 1
    assert "987654" not in page
    assert b"987654" not in base64.urlsafe_b64decode(given[0].split(":")[0] + "==")
    operator.post(REQUEUE, {"which": "chosen", "message": given})
    assert OutboxMessage.objects.get(pk=987654).state == "pending"


def test_all_given_up_messages_are_sent_again_and_the_sent_ones_stay(operator):
    for number in range(3):
        message(str(number))
    done = message("done", state="done")
    operator.post(REQUEUE, {"which": "all"})
    assert OutboxMessage.objects.filter(state="pending").count() == 3
    assert OutboxMessage.objects.get(pk=done.pk).state == "done"


@pytest.mark.parametrize("chosen", [[], ["x"], ["²"], ["-1"], ["9" * 30], ["1"], ["1:x:y"]])
def test_nonsense_requeues_nothing_and_breaks_nothing(operator, chosen):
    message("a")
    assert operator.post(REQUEUE, {"which": "chosen", "message": chosen}).status_code == 302
    assert OutboxMessage.objects.get().state == "dead"


def test_a_link_requeues_nothing(operator):
    message("a")
    assert operator.get(REQUEUE + "?which=all").status_code == 405
    assert OutboxMessage.objects.get().state == "dead"


def test_a_post_from_elsewhere_requeues_nothing(county):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.force_login(factories.staff("operator"))
    message("a")
    assert client.post(REQUEUE, {"which": "all"}).status_code == 403
    assert OutboxMessage.objects.get().state == "dead"


@pytest.mark.parametrize("who", sorted(set(factories.STAFF) - {"operator"}))
def test_nobody_else_gets_in(client, county, who):
    message("a")
    client.force_login(factories.staff(who))
    templates = [reverse("message-templates:index"), edit_url(template())]
    for address in (OUTBOX, reverse("outbox:index_results"), *templates):
        assert client.get(address).status_code in (302, 403, 404)
    client.post(REQUEUE, {"which": "all"})
    client.post(edit_url(template()), {"subject": "x", "body": "{number}{password}"})
    assert OutboxMessage.objects.get().state == "dead"
    assert template().subject == "您的查询密码已更换"


def test_visitors_are_sent_to_sign_in(client, county):
    assert client.get(OUTBOX).status_code == 302


def test_an_operator_changes_the_words_of_a_mail(operator):
    values = {"subject": "新密码", "body": "编号{number}，密码{password}。"}
    assert operator.post(edit_url(template()), values).status_code == 302
    assert (template().subject, template().body) == ("新密码", "编号{number}，密码{password}。")


@pytest.mark.parametrize(
    ("subject", "body", "says"),
    [
        ("密码{password}", "{number}{password}", "{password} 不能写在主题里"),
        ("新密码", "{number}", "正文里必须有 {password}"),
        ("新密码", "{number}{password}{phone}", "这里没有 {phone} 这个字段"),
        ("", "{number}{password}", "邮件要有主题"),
    ],
)
def test_words_that_would_go_wrong_are_refused_with_the_reason_and_kept_on_the_page(
    operator, subject, body, says
):
    page = operator.post(edit_url(template()), {"subject": subject, "body": body})
    assert page.status_code == 200
    text = page.content.decode()
    assert says in text
    assert body in text
    assert template().subject == "您的查询密码已更换"


def test_a_preview_shows_examples_and_saves_nothing(operator):
    values = {"subject": "新密码", "body": "编号{number}，密码{password}。", "action-preview": "1"}
    page = operator.post(edit_url(template()), values).content.decode()
    assert "编号2026-7K3M9QX-K，密码7K3M-9QXA-BCDE-F。" in page
    assert "编号{number}，密码{password}。" in page
    assert template().subject == "您的查询密码已更换"


def test_a_text_message_has_no_subject_to_fill_in(operator):
    page = operator.get(edit_url(template(channel="sms")))
    assert "subject" not in page.context["form"].fields
    assert (
        operator.post(edit_url(template(channel="sms")), {"body": "{number}：{password}"}).status_code == 302
    )
    assert template(channel="sms").body == "{number}：{password}"


@pytest.mark.parametrize("name", ["add", "delete", "copy", "usage"])
def test_templates_are_neither_added_nor_deleted(name):
    from django.urls import NoReverseMatch

    with pytest.raises(NoReverseMatch):
        reverse(f"message-templates:{name}", args=[] if name == "add" else [1])


def test_the_menu_leads_operators_and_nobody_else_here(operator):
    assert OUTBOX in operator.get("/admin/").content.decode()
    operator.force_login(factories.staff("officer"))
    assert OUTBOX not in operator.get("/admin/").content.decode()


def set_aside(client, *made, reason="told"):
    return client.post(ASIDE, {"message": [handle(one) for one in made], "reason": reason}, follow=True)


def test_what_somebody_has_dealt_with_is_set_aside_and_leaves_the_list_and_its_count(operator):
    settled, waiting = message("a"), message("b")
    assert "1 条已搁置" in set_aside(operator, settled).content.decode()
    page = operator.get(OUTBOX)
    assert [row.pk for row in page.context["object_list"]] == [waiting.pk]
    assert page.context["dead_count"] == 1
    row = OutboxMessage.objects.get(pk=settled.pk)
    assert (row.state, row.aside_reason) == ("aside", "told")
    assert row.payload is not None


def test_what_was_set_aside_is_found_with_its_reason_and_put_back(operator):
    made = message("a")
    set_aside(operator, made, reason="nowhere")
    assert f"{OUTBOX}?state=aside" in operator.get(OUTBOX).content.decode(), "from an empty list too"
    found = operator.get(f"{OUTBOX}?state=aside")
    assert "没有正确的地址或者号码" in found.content.decode()
    assert SECRET not in found.content.decode()
    given = re.findall(r'name="message"\s+value="([^"]+)"', found.content.decode())
    operator.post(BACK, {"message": given})
    row = OutboxMessage.objects.get()
    assert (row.state, row.aside_reason, row.attempts) == ("dead", "", 3)
    assert operator.get(OUTBOX).context["dead_count"] == 1


def test_what_was_set_aside_is_sent_again_when_it_is_chosen_and_not_with_all(operator):
    made = message("a")
    set_aside(operator, made)
    operator.post(REQUEUE, {"which": "all"})
    assert OutboxMessage.objects.get().state == "aside"
    operator.post(REQUEUE, {"which": "chosen", "message": [handle(made)]})
    row = OutboxMessage.objects.get()
    assert (row.state, row.aside_reason, row.attempts) == ("pending", "", 0)


def test_each_step_is_an_event_with_who_took_it(operator):
    made = message("a")
    set_aside(operator, made, reason="over")
    operator.post(BACK, {"message": [handle(made)]})
    put_aside, put_back = events.history(aside.KIND, aside.object_id(made))
    assert (put_aside.action, put_aside.before, put_aside.after) == ("set_aside", "dead", "aside")
    assert put_aside.data == {"reason": "over"}
    assert (put_back.action, put_back.before, put_back.after) == ("put_back", "aside", "dead")
    assert {put_aside.actor_id, put_back.actor_id} == {factories.staff("operator").uuid}


@pytest.mark.parametrize("reason", ["", "because", "told' OR 1=1"])
def test_nothing_is_set_aside_without_one_of_the_reasons(operator, reason):
    made = message("a")
    assert "请选择搁置的原因" in set_aside(operator, made, reason=reason).content.decode()
    assert OutboxMessage.objects.get().state == "dead"


def test_only_what_was_given_up_is_set_aside_and_only_what_was_set_aside_put_back(operator):
    going, dead = message("a", state="pending"), message("b")
    set_aside(operator, going)
    operator.post(BACK, {"message": [handle(dead)]})
    assert dict(OutboxMessage.objects.values_list("pk", "state")) == {going.pk: "pending", dead.pk: "dead"}
    assert not events.history(aside.KIND, aside.object_id(going)).exists()


@pytest.mark.parametrize("address", [ASIDE, BACK])
def test_nobody_else_sets_aside_or_puts_back_and_no_link_does(client, operator, address):
    made = message("a")
    if address == BACK:
        set_aside(operator, made)
    before = OutboxMessage.objects.get().state
    assert operator.get(address).status_code == 405
    client.force_login(factories.staff("petition_office"))
    client.post(address, {"message": [handle(made)], "reason": "told"})
    assert OutboxMessage.objects.get().state == before


def test_a_message_that_was_set_aside_is_not_sent(operator):
    set_aside(operator, message("a"))
    assert outbox.drain().handled == 0
