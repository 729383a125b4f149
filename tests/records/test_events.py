"""Events keep what happened as codes, and of a text only proof that it was the one."""

import datetime
import uuid
from decimal import Decimal

import pytest

from records.events import NotACode, history, matches, record
from records.models import Event

pytestmark = pytest.mark.django_db

CASE = uuid.UUID("00000000-0000-4000-8000-000000000001")


def test_history_gives_the_events_of_one_object_oldest_first():
    first = record("petition", CASE, "submit", actor_kind="petitioner", after="submitted")
    record("petition", uuid.uuid4(), "submit", actor_kind="petitioner", after="submitted")
    record("handling", CASE, "accept", actor_kind="staff")
    second = record("petition", CASE, "register", actor_kind="staff", before="submitted", after="registered")
    assert list(history("petition", CASE)) == [first, second]


def test_an_event_keeps_codes_ids_dates_numbers_and_yes_or_no():
    day = datetime.date(2026, 11, 3)
    at = datetime.datetime(2026, 11, 3, 8, 30, tzinfo=datetime.UTC)
    unit = uuid.uuid4()
    event = record(
        "petition",
        CASE,
        "transfer",
        actor_kind="staff",
        actor_id=unit,
        organisation_code="990121-NYNC",
        data={
            "to": ["990121-NYNC", "990121103-GOV"],
            "region": "990121103204",
            "due": day,
            "at": at,
            "urgent": True,
            "count": 3,
            "sum": Decimal("83700.50"),
            "handling": unit,
            "old": None,
            "note": "",
        },
    )
    event.refresh_from_db()
    assert event.data == {
        "to": ["990121-NYNC", "990121103-GOV"],
        "region": "990121103204",
        "due": "2026-11-03",
        "at": "2026-11-03T08:30:00+00:00",
        "urgent": True,
        "count": 3,
        "sum": "83700.50",
        "handling": str(unit),
        "old": None,
        "note": "",
    }


@pytest.mark.parametrize(
    "value",
    [
        "请书面答复",
        "two words",
        "19900001234",
        19900001234,
        "+8619900001234",
        "990121198001010017",
        "99012119800101001X",
        "zs@example.com",
        "a" * 65,
        {"nested": 1},
        ["990121-NYNC", "张三"],
        b"bytes",
        list(range(101)),
    ],
)
def test_free_text_and_personal_data_are_refused_and_not_repeated(value):
    with pytest.raises(NotACode) as refused:
        record("petition", CASE, "transfer", actor_kind="staff", data={"to": value})
    assert str(value) not in str(refused.value)
    assert not Event.objects.exists()


@pytest.mark.parametrize("field", ["action", "before", "after", "organisation_code", "actor_kind"])
def test_no_column_takes_free_text(field):
    given = {"action": "transfer", "actor_kind": "staff"} | {field: "转给 张三"}
    with pytest.raises(NotACode):
        record("petition", CASE, given.pop("action"), **given)


def test_of_a_text_the_event_keeps_a_salted_digest_alone():
    reason = "不属于我单位职责"
    one = record("handling", CASE, "object", actor_kind="staff", text=reason)
    other = record("handling", CASE, "object", actor_kind="staff", text=reason)
    assert one.digest != other.digest
    assert matches(one, reason)
    assert not matches(one, reason + "。")
    assert not matches(record("handling", CASE, "start", actor_kind="staff"), "")
    assert reason not in repr(Event.objects.filter(pk=one.pk).values().get())
