"""Every unmasking leaves who, of what, when and why; nobody can take it back."""

import uuid
from types import SimpleNamespace

import pytest
from django.db import DatabaseError, connection, transaction

from privacy.access import record_access
from privacy.models import AccessRecord

pytestmark = pytest.mark.django_db

OFFICER = SimpleNamespace(uuid=uuid.uuid4())


def test_a_look_is_recorded():
    case = uuid.uuid4()
    record_access(OFFICER, "petition", case, "handling")
    record = AccessRecord.objects.get()
    assert (record.user, record.kind, record.object_id, record.purpose) == (
        OFFICER.uuid,
        "petition",
        case,
        "handling",
    )
    assert record.at is not None


@pytest.mark.parametrize("purpose", ["", "  ", "x" * 201])
def test_a_look_without_a_purpose_is_refused(purpose):
    with pytest.raises(ValueError, match="purpose"):
        record_access(OFFICER, "petition", uuid.uuid4(), purpose)
    assert not AccessRecord.objects.exists()


@pytest.mark.parametrize(
    "sql", ["UPDATE privacy_accessrecord SET purpose = 'x'", "DELETE FROM privacy_accessrecord"]
)
def test_a_record_of_a_look_cannot_be_changed_or_deleted(sql):
    record_access(OFFICER, "petition", uuid.uuid4(), "handling")
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)
    assert AccessRecord.objects.filter(purpose="handling").count() == 1
