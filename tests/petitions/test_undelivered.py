"""What an operator learns of a case from messages that could not be delivered, when it names people: nothing, if one is
such a person or works for one."""

from __future__ import annotations

import factories
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from factories import accusation, act, staff, to_registered, unit

from accounts.models import Membership, Role, User
from delivery.knowing import known_to
from delivery.models import OutboxMessage
from intake.petitions.models import Petition

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("county")]


def called(who: str, name: str) -> User:
    """One of ``STAFF`` by the name that a petitioner would write."""
    user = staff(who)
    user.display_name = name
    user.save()
    return user


def an_operator() -> User:
    """Of the department that handles the case."""
    user = User.objects.create(username="an_operator", display_name="牛得草")
    Membership.objects.create(user=user, role=Role.OPERATOR, organisation=unit(factories.AGRICULTURE))
    return user


def known_as_undelivered(petition: Petition, user: User) -> int:
    """Of how many messages about a case, none of which could be sent, somebody may know."""
    about = OutboxMessage.objects.filter(subjects__about=petition.pk)
    about.update(state="dead", last_error="x", next_attempt_at=None)
    assert about.exists()
    return known_to(User.objects.get(pk=user.pk), about).count()


@pytest.mark.parametrize("named", ["in the field", "in the words", "by a clerk"])
def test_an_operator_who_is_complained_of_does_not_learn_of_it_from_what_was_not_delivered(named):
    operator = called("operator", "牛得草")
    given = {
        "in the field": {"reported_party": "牛得草"},
        "in the words": {"body": "牛得草收了红包，低保一直没有批。"},
        "by a clerk": {},
    }[named]
    petition = to_registered(**given)
    if named == "by a clerk":
        assert known_as_undelivered(petition, operator)
        petition = act(petition, "accuse", "petition_office", member=operator)
    assert not known_as_undelivered(petition, operator)


def test_an_operator_whose_head_is_complained_of_does_not_learn_of_it_from_what_was_not_delivered():
    operator = an_operator()
    called("officer_head", "关正堂")
    assert known_as_undelivered(to_registered(), operator)
    assert not known_as_undelivered(to_registered(reported_party="关正堂"), operator)
    leader = called("leader", "甘如饴")
    report = accusation(reported_party="甘如饴", title="反映收受礼金", body="甘如饴收受礼金。").petition
    assert not known_as_undelivered(report, operator) and not known_as_undelivered(report, leader)
    assert known_as_undelivered(report, staff("superior_inspector"))


def test_what_was_not_delivered_costs_as_much_to_list_whatever_number_of_cases_it_is_about():
    operator = an_operator()
    asked = []
    for _ in range(2):
        for _ in range(3):
            known_as_undelivered(to_registered(reported_party="关正堂"), operator)
        with CaptureQueriesContext(connection) as queries:
            list(known_to(operator, OutboxMessage.objects.all()))
        asked.append(len(queries))
    assert asked[0] == asked[1]
