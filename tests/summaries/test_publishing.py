"""From the list to the public and back: two people, what the finder stops, and how a summary goes again."""

from __future__ import annotations

from typing import Any

import factories
import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from factories import act
from summaries.conftest import ANSWER, QUESTION, answered, drafted, person, publish, texts
from wagtail.users.models import UserProfile

from cms.pages import panels
from delivery.models import OutboxMessage
from intake.petitions.errors import RuleViolation
from intake.petitions.models import Petition, Recusal
from intake.petitions.process import own
from intake.summaries import process, tasks
from intake.summaries.checking import faults
from intake.summaries.indexing import CASES
from intake.summaries.models import PublicCase, Summary
from privacy.crypto import Undecipherable
from records.models import Event
from regions.models import Region
from sunshine.celery import app

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("county")]

DESK = "/admin/summaries/"


def text(response: Any) -> str:
    return BeautifulSoup(response.content, "html.parser").get_text(" ", strip=True)


def page(petition: Petition) -> str:
    return f"{DESK}{petition.shown_number}/"


def step(client: Client, petition: Petition, action: str, **data: Any) -> Any:
    version = getattr(Summary.objects.filter(petition=petition).first(), "version", 0)
    return client.post(f"{page(petition)}do/{action}/", {"seen": version} | data, follow=True)


def written(**given: Any) -> dict[str, Any]:
    township = Region.objects.get(code="990121103000")
    return {"title": "灌溉水渠返工", "question": QUESTION, "answer": ANSWER, "region": township.pk} | given


def everywhere(path: str = "") -> dict[str, bytes]:
    """What everybody can ask of the public cases, and what the search is given."""
    visitor, found = Client(), PublicCase.objects.values_list("pk", flat=True)
    paths = ["/cases/", "/en/cases/", "/cases/feed/", "/r/990121103000/cases/feed/", "/api/v1/cases/"]
    for one in [*found, *filter(None, [path])]:
        paths += [f"/cases/{one}/", f"/en/cases/{one}/", f"/api/v1/cases/{one}/"]
    answers = {one: visitor.get(one).content for one in paths}
    answers["search"] = repr(list(CASES.documents())).encode()
    village = Region.objects.get(code=factories.VILLAGE)
    answers["places"] = repr([panels.collect_of_place(one) for one in (village, village.parent)]).encode()
    answers["home"] = repr([panel.context for panel in panels.collect() if panel.name == "cases"]).encode()
    return answers


def test_a_summary_is_drafted_reviewed_by_a_second_person_and_read_by_everybody(site: None, at: Any) -> None:
    petition = answered()
    clerk, head = at("petition_office"), at("petition_head")
    assert "高标准农田的渠比田高" in text(clerk.get(DESK))
    step(clerk, petition, "begin")
    step(clerk, petition, "send", **written())
    assert step(clerk, petition, "publish").status_code == 200
    assert not PublicCase.objects.exists(), "the same person published it"
    step(head, petition, "send-back", reason="请写明期限")
    assert "请写明期限" in text(clerk.get(page(petition)))
    step(clerk, petition, "send", **written(answer=f"{ANSWER}逾期另行处理。"))
    step(head, petition, "publish")
    case = PublicCase.objects.get()
    read = text(Client().get(f"/cases/{case.pk}/"))
    for shown in ("灌溉水渠返工", QUESTION, "逾期另行处理", "柘木湾镇", "县农业农村局"):
        assert shown in read
    for said in [*everywhere().values(), *(Client().get(path).content for path in ("/", "/en/"))]:
        assert "灌溉水渠返工".encode() in said or b"\\u704c" in said
    actions = Event.objects.filter(object_id=petition.pk, action__startswith="summary_").values_list(
        "action", flat=True
    )
    assert list(actions) == [
        "summary_begun",
        "summary_sent",
        "summary_returned",
        "summary_sent",
        "summary_published",
    ]


def test_whoever_wrote_a_word_of_it_does_not_review_it(county: None) -> None:
    petition = answered()
    summary = process.begin(petition.pk, person("petition_head"))
    summary = process.save(petition.pk, person("petition_head"), texts(), seen=summary.version)
    summary = process.send(petition.pk, person("second"), texts(), "", seen=summary.version)
    for name in ("petition_head", "second"):
        with pytest.raises(RuleViolation):
            process.publish(petition.pk, person(name), seen=summary.version)
    process.publish(petition.pk, person("petition_office"), seen=summary.version)


PLANTED = {
    "a phone of somebody": {"answer": f"{ANSWER}联系 19900017777。"},
    "the writer's name": {"answer": f"{ANSWER}覃 见山已签字。"},
    "the writer's phone": {"question": f"{QUESTION}199 0001 0001"},
    "a sentence of the petition": {"question": "今年新修的渠，渠底比我们那一片田高出二十多公分，要求返工。"},
    "the village where none is to be named": {"title": "荷叶埂村水渠返工"},
}


@pytest.mark.parametrize("what", PLANTED)
def test_what_the_public_must_not_read_stops_a_summary(what: str, at: Any) -> None:
    petition = answered()
    clerk = at("petition_office")
    step(clerk, petition, "begin")
    refused = step(clerk, petition, "send", **written(**PLANTED[what]))
    assert refused.status_code == 422 and Summary.objects.get().state == "draft"
    again = step(clerk, petition, "send", **written(**PLANTED[what], justification="是公开的"))
    justifiable = what in ("a phone of somebody", "the village where none is to be named")
    assert (again.status_code == 200) is justifiable
    assert Event.objects.filter(action="summary_justified").exists() is justifiable


def test_the_machine_covers_what_it_knows_beside_the_draft(at: Any) -> None:
    petition = answered(
        body="我叫覃见山，电话19900010001。渠坏了，找过会计秦有粮，没人管。请派人来看看这条渠。"
    )
    clerk = at("petition_office")
    step(clerk, petition, "begin")
    shown = clerk.get(page(petition)).content.decode()
    assert "覃见山" not in shown and "19900010001" not in shown and "秦有粮" not in shown
    assert "<mark>覃＊＊</mark>" in shown
    uncovered = clerk.post(f"{page(petition)}original/").content.decode()
    assert "<mark>覃见山</mark>" in uncovered


def test_a_case_whose_texts_cannot_be_covered_stays_unpublished(county: None) -> None:
    """Where a text can't be read, nothing is drafted of the rest."""
    petition = answered()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE petitions_notice SET body = %s WHERE is_reply", [b"damaged"])
        cursor.execute("UPDATE petitions_approval SET draft = %s", [b"damaged"])
    with pytest.raises((Undecipherable, ValueError)):
        process.begin(petition.pk, person("petition_office"))
    assert not Summary.objects.exists()


def consent_withdrawn(petition: Petition) -> None:
    own.set_publishing(petition.pk, False)


def reopened(petition: Petition) -> None:
    act(
        act(act(petition, "accept_result", "P"), "reopen", "petition_office", reason="又坏了"),
        "grant",
        "petition_head",
    )


def complained_of(petition: Petition) -> None:
    act(petition, "accuse", "petition_office", organisation=factories.unit("990121-SL"))


def withdrawn_from(petition: Petition) -> None:
    act(petition, "recuse", "petition_head", reason="亲属", user=person("second"))


def erased(petition: Petition) -> None:
    Petition.objects.get(pk=petition.pk).delete()


def taken_off(petition: Petition) -> None:
    process.unpublish(petition.pk, person("second"), "认出了人", seen=Summary.objects.get().version)


@pytest.mark.parametrize(
    "end", [consent_withdrawn, reopened, complained_of, withdrawn_from, erased, taken_off]
)
def test_a_summary_goes_from_everywhere_at_once(end: Any, county: None) -> None:
    petition = answered()
    case = publish(petition).public
    OutboxMessage.objects.filter(topic="index").delete()
    end(petition)
    for path, said in everywhere(str(case.pk)).items():
        assert "灌溉".encode() not in said and b"\\u704c\\u6e89" not in said, path
    assert Client().get(f"/cases/{case.pk}/").status_code == 404
    assert [str(case.pk) in row.payload for row in OutboxMessage.objects.filter(topic="index")] == [True]
    assert list(CASES.find([str(case.pk)])) == []
    assert Summary.objects.exists() is (end is taken_off)


def test_the_sweep_takes_down_what_ended_without_a_word(county: None) -> None:
    stays, goes = publish(answered()), publish(answered())
    # As a database of before the rule has it: the withdrawal is there, and nobody was told.
    Recusal.objects.create(petition=goes.petition, user=person("second"), decided_at=goes.changed_at)
    case = goes.public
    OutboxMessage.objects.filter(topic="index").delete()
    assert "summaries.sweep" in {entry["task"] for entry in app.conf.beat_schedule.values()}
    tasks.sweep()
    assert Client().get(f"/cases/{case.pk}/").status_code == 404
    assert list(PublicCase.objects.all()) == [stays.public]
    assert [str(case.pk) in row.payload for row in OutboxMessage.objects.filter(topic="index")] == [True]
    event = Event.objects.get(action="summary_withdrawn")
    assert (event.object_id, event.actor_kind) == (goes.petition_id, "system")
    tasks.sweep()
    assert Event.objects.filter(action="summary_withdrawn").count() == 1


def test_nothing_of_the_petition_is_in_any_public_answer(county: None) -> None:
    secret = "渠口那棵歪脖子柳树下面"
    petition = answered(title=f"{secret}的渠", body=f"{secret}，我叫覃见山，电话19900010001，水放不进去。")
    publish(petition)
    planted = [
        secret,
        "覃见山",
        "19900010001",
        "荷叶埂",
        petition.shown_number,
        petition.number,
        str(petition.pk),
    ]
    for path, said in everywhere().items():
        for word in planted:
            assert word.encode() not in said, (path, word)
            assert word.encode("unicode_escape") not in said or word.isascii(), (path, word)


def test_public_pages_set_no_cookie_and_ask_little_of_the_database(site: None) -> None:
    case = publish(answered()).public
    for path in ("/cases/", f"/cases/{case.pk}/", "/cases/feed/", "/cases/?region=990121103000&year=2026"):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            response = Client().get(path)
        assert response.status_code == 200 and not response.cookies
        assert "public" in response["Cache-Control"]
        assert len(queries) <= 8, [query["sql"][:90] for query in queries]


def test_filters_narrow_the_list_and_say_when_nothing_fits(county: None) -> None:
    assert "Nothing yet" in text(Client().get("/en/cases/"))
    case = publish(answered()).public
    assert case.title in text(Client().get("/cases/", {"region": "990121103000"}))
    api = Client().get("/api/v1/cases/", {"region": "990121103000", "year": "2026"}).json()
    assert api["count"] == (1 if case.answered_in.year == 2026 else 0)
    assert Client().get("/api/v1/cases/", {"region": "990121201000"}).json()["count"] == 0
    assert Client().get("/api/v1/cases/", {"number": "1"}).status_code == 400
    PublicCase.objects.update(region=None)
    assert Client().get("/r/990121103000/cases/feed/").content.count(b"<entry>") == 0
    assert Client().get("/r/1/cases/feed/").status_code == 404


def test_a_petitioner_reads_what_was_published_and_takes_it_back(county: None) -> None:
    made = factories.file_petition(publish_consent=True)
    client = Client()
    client.post("/track/", {"number": made.petition.number, "password": made.password})
    petition = made.petition
    for action, who, data in (
        ("register", "petition_office", {}),
        (
            "transfer",
            "petition_office",
            {"organisation": factories.unit(factories.AGRICULTURE), "reason": "职责"},
        ),
        ("accept", "officer", {}),
        ("start", "officer", {}),
        ("issue_opinion", "officer", factories.OPINION),
        ("grant", "officer_head", {}),
    ):
        petition = act(petition, action, who, **data)
    client.post(f"/track/case/notice/{petition.notices.get(is_reply=True).pk}/")
    assert "灌溉水渠返工" not in text(client.get("/track/case/"))
    case = publish(petition).public
    shown = client.get("/track/case/")
    assert "灌溉水渠返工" in text(shown) and f"/cases/{case.pk}/" in shown.content.decode()
    client.get("/track/case/publish/")
    assert PublicCase.objects.exists(), "a GET took it back"
    client.post("/track/case/publish/", {"agreed": "no"})
    assert not PublicCase.objects.exists() and not Summary.objects.exists()


def test_a_reviewer_who_saw_other_words_publishes_nothing(county: None) -> None:
    petition = answered()
    summary = drafted(petition)
    process.send_back(petition.pk, person("second"), "再看看", seen=summary.version)
    again = Summary.objects.get()
    process.send(petition.pk, person("petition_office"), texts(title="水渠"), "", seen=again.version)
    with pytest.raises(RuleViolation):
        process.publish(petition.pk, person("petition_head"), seen=summary.version)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_desk_speaks_the_officers_language(language: str, at: Any) -> None:
    petition = answered()
    UserProfile.objects.update_or_create(
        user=person("petition_head"), defaults={"preferred_language": language}
    )
    head = at("petition_head")
    words = {
        "zh-hans": ("生成初稿", "提交他人复核", "此件不公开"),
        "en": ("Make a draft", "Send to a second", "Publish nothing"),
    }
    assert words[language][0] in text(head.get(page(petition)))
    assert page(petition) in head.get(f"/admin/cases/{petition.shown_number}/").content.decode()
    step(head, petition, "begin")
    shown = text(head.get(page(petition)))
    assert words[language][1] in shown and words[language][2] in shown
    step(head, petition, "decline", reason="一看就知道是谁")
    assert petition.title_masked in text(head.get(DESK, {"tab": "declined"}))
    assert petition.title_masked not in text(head.get(DESK))


@pytest.mark.parametrize("name", ["officer", "leader", "clerk", "inspector", "operator"])
def test_who_works_in_no_petition_office_finds_no_desk(name: str, at: Any) -> None:
    petition = answered()
    someone = at(name)
    assert [someone.get(path).status_code for path in (DESK, page(petition))] == [404, 404]
    assert step(someone, petition, "begin").status_code == 404 and not Summary.objects.exists()
    assert DESK not in someone.get("/admin/").content.decode()


def test_a_village_called_as_its_township_may_be_named_with_it(county: None) -> None:
    petition = answered(region="990121103201")
    assert Region.objects.get(code="990121103201").short_name == "柘木湾"
    assert not faults(texts(title="柘木湾镇水渠返工"), petition)
    assert [fault.kind for fault in faults(texts(title="柘木湾村水渠返工"), petition)] == ["place"]
