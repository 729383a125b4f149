"""A petition that was answered and may be published, and people of its petition office."""

from __future__ import annotations

from collections.abc import Callable

import factories
import pytest
from django.test import Client

from accounts.models import Membership, Role, User
from intake.petitions.models import Petition
from intake.petitions.process.receipt import open_notice
from intake.summaries import process
from intake.summaries.checking import Texts
from intake.summaries.models import Summary
from regions.models import Region

QUESTION = "村民反映新修的水渠没有按高程施工，灌溉困难，希望返工。"
ANSWER = "主管部门测量后确认问题属实，责成施工单位在三十日内返工。"


@pytest.fixture
def site(county: None) -> None:
    factories.site()


@pytest.fixture
def at(county: None) -> Callable[[str], Client]:
    """A browser in which somebody of the county's staff has signed in: ``at("petition_office")``."""

    def signed_in(name: str) -> Client:
        client = Client()
        client.force_login(person(name))
        return client

    return signed_in


def person(name: str) -> User:
    """One of the staff; ``second`` is a further clerk of the petition office."""
    if name != "second":
        return factories.staff(name)
    user, made = User.objects.get_or_create(username="second", defaults={"display_name": "试用second"})
    if made:
        office = factories.unit(factories.PETITION_OFFICE)
        Membership.objects.create(user=user, role=Role.PETITION_OFFICER, organisation=office)
    return User.objects.get(pk=user.pk)


def answered(**given: object) -> Petition:
    """An answered petition whose petitioner has read the answer and agreed to publishing."""
    petition = factories.to_replied(**({"publish_consent": True} | given))
    open_notice(petition.pk, petition.notices.get(is_reply=True).pk)
    return Petition.objects.get(pk=petition.pk)


def texts(**given: object) -> Texts:
    """A good summary of it."""
    township = Region.objects.get(code="990121103000")
    values = {"title": "灌溉水渠返工", "question": QUESTION, "answer": ANSWER, "region": township}
    return Texts(**(values | given))


def drafted(petition: Petition, **given: object) -> Summary:
    """A summary written by ``petition_office``, waiting for a second person."""
    writer = person("petition_office")
    summary = process.begin(petition.pk, writer)
    return process.send(petition.pk, writer, texts(**given), "", seen=summary.version)


def publish(petition: Petition, **given: object) -> Summary:
    """A summary written by ``petition_office`` and published by ``petition_head``."""
    summary = drafted(petition, **given)
    return process.publish(petition.pk, person("petition_head"), seen=summary.version)
