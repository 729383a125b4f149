"""The keys of many cases at once: the same as one by one, at a cost that hardly grows with their number."""

from __future__ import annotations

import factories
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from factories import accusation, act, staff, to_in_progress, to_registered, to_transferred, unit

from intake.petitions import keyring, visibility
from intake.petitions.models import CaseKey, Petition
from regions.process import save_organisation

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("everybody")]


def all_sorts() -> None:
    """A case of each kind: barred from a village, a department, the county; withdrawn from; passed on; ordinary."""
    for party in ("荷叶埂村支书", "县农业农村局局长", "县长"):
        accusation(reported_party=party, title="反映收受礼金", body=f"{party}收受礼金。")
    passed = unit(factories.TOWNSHIP_DISCIPLINE)
    act(accusation().petition, "pass_on", "inspector", organisation=passed, reason="分级")
    to_transferred(factories.CIVIL_AFFAIRS, reported_party="县农业农村局")
    withdrawn = to_in_progress()
    act(withdrawn, "recuse", "officer_head", user=staff("officer"), reason="近亲属")
    to_registered(reported_party="荷叶埂村委会")


def keys() -> set[tuple[object, str]]:
    return set(CaseKey.objects.values_list("petition_id", "key"))


def asked(change: object) -> int:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        change()  # type: ignore[operator]
    return len(queries)


def test_many_cases_cost_no_more_questions_than_few():
    all_sorts()
    few = asked(visibility.refresh_barring)
    all_sorts()
    all_sorts()
    assert asked(visibility.refresh_barring) == few < 20


def test_what_was_lost_comes_back_and_what_is_too_much_goes_whatever_the_case():
    all_sorts()
    right = keys()
    CaseKey.objects.filter(petition__in=Petition.objects.exclude(accused=None)).delete()
    first = Petition.objects.filter(accused__isnull=False).first()
    CaseKey.objects.create(
        petition=first,
        key=f"o:{unit(factories.VILLAGE).pk}",
        **keyring.listed(first, unit(factories.VILLAGE).pk),
    )
    visibility.refresh_barring()
    assert keys() == right
    for petition in Petition.objects.all():
        visibility.refresh(petition)
    assert keys() == right


def test_what_stays_is_not_written_again():
    all_sorts()
    with CaptureQueriesContext(connection) as queries:
        visibility.refresh_barring()
    assert [query["sql"] for query in queries if not query["sql"].lstrip().startswith("SELECT")] == []


def test_another_note_on_a_unit_asks_for_no_case_and_another_place_in_the_tree_for_all():
    all_sorts()
    civil = unit(factories.CIVIL_AFFAIRS)
    civil.note = "换了办公地址"
    with CaptureQueriesContext(connection) as queries:
        save_organisation(civil)
    assert not [query for query in queries if "petitions_" in query["sql"]]
    petition = to_transferred(factories.CIVIL_AFFAIRS, reported_party="县农业农村局")
    civil.parent = unit(factories.AGRICULTURE)
    save_organisation(civil)
    assert not petition.keys.filter(key=f"o:{civil.pk}").exists()


def test_a_member_of_an_intake_office_touches_the_cases_of_its_own_kind_alone():
    all_sorts()
    reports = set(Petition.objects.filter(petition_class="accusation"))
    inspector, clerk = staff("inspector"), staff("petition_office")
    assert set(visibility.affected_by(inspector.pk)) == reports
    assert not set(visibility.affected_by(clerk.pk)) & reports
