"""An organisation or two, and people who work in them."""

import itertools

import pytest
from signing_in import PASSWORD

from accounts.models import Membership, User
from regions.models import Organisation, Region

_numbers = itertools.count(1)


@pytest.fixture
def division(db):
    return Region.objects.create(
        code="9901", name="砚川县", short_name="砚川", level="county", kind="county", path="9901/"
    )


@pytest.fixture
def bureau(division):
    return Organisation.objects.create(
        code="9901-NYNC",
        name="砚川县农业农村局",
        short_name="县农业农村局",
        kind="county_dept",
        region=division,
    )


@pytest.fixture
def office(division):
    return Organisation.objects.create(
        code="9901-XFJ", name="砚川县信访局", short_name="县信访局", kind="petition_office", region=division
    )


@pytest.fixture
def person(bureau):
    """Makes a person, by default an officer of the bureau with the password of these tests."""

    def person(role="handler", organisation=bureau, username="", password=PASSWORD, **fields):
        number = next(_numbers)
        user = User(username=username or f"person{number}", display_name=f"演示员{number}", **fields)
        user.set_password(password)
        user.save()
        if role:
            Membership.objects.create(user=user, role=role, organisation=organisation)
        return user

    return person


@pytest.fixture
def officer(person):
    return person()


@pytest.fixture
def operator(person):
    return person(role="operator")
