"""The petitioner's judgement (满意度评价): of office and unit apart, in three words, to be changed for a while."""

from __future__ import annotations

import datetime

import pytest
import time_machine
from django.test import Client
from petitions_public.resident import CASE, answered, read, reopened, text

from intake.petitions.process.sweep import sweep


def test_office_and_handler_are_rated_apart_and_again(client: Client) -> None:
    petition, _ = answered(client)
    assert client.get(f"{CASE}rate/").status_code == 302  # the answer was not opened yet
    read(client, petition)
    client.post(f"{CASE}rate/", {"office_value": "satisfied"})
    client.post(f"{CASE}rate/", {"handler_value": "dissatisfied", "handler_text": "还没有返工。"})
    client.post(
        f"{CASE}rate/",
        {"office_value": "mostly", "handler_value": "dissatisfied", "handler_text": "仍没有。"},
    )
    kept = {rating.subject: (rating.value, rating.text) for rating in petition.ratings.all()}
    assert kept == {"office": ("mostly", ""), "handler": ("dissatisfied", "仍没有。")}
    assert client.get(f"{CASE}rate/").context["form"]["handler_text"].value() == "仍没有。"


def test_who_has_rated_is_told_until_when_it_can_be_changed_and_not_asked_again(client: Client) -> None:
    petition, _ = answered(client)
    read(client, petition)
    asked, coming = "say whether you are satisfied.", "You say whether you are satisfied"
    assert asked in text(client.get(CASE)) and coming in text(client.get(CASE))
    client.post(f"{CASE}rate/", {"office_value": "satisfied"})
    page = text(client.get(CASE))
    assert "You have rated one of the two" in page and coming in page
    client.post(f"{CASE}rate/", {"handler_value": "mostly"})
    page = client.get(CASE)
    assert asked not in text(page) and coming not in text(page)
    assert "It has been answered, and you have said whether you are satisfied." in text(page)
    last = petition.deadlines.get(rule="rating_30").due
    assert page.context["headline"].clock.due == last
    assert [step.due for step in page.context["steps"]] == [last]
    assert "Until" in text(page) and "you can change your rating" in text(page)


def test_a_rating_stays_said_when_its_time_is_over_and_the_case_concluded(client: Client) -> None:
    petition, made = answered(client)
    read(client, petition)
    client.post(f"{CASE}rate/", {"office_value": "satisfied", "handler_value": "mostly"})
    with time_machine.travel(datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=50)):
        sweep()
        page = reopened(client, petition, made)
        assert "It is concluded, and you have said whether you are satisfied." in text(page)
        assert "you can change your rating" not in text(page) and not page.context["steps"]


@pytest.mark.parametrize("typed", [{}, {"office_value": "five stars"}])
def test_a_rating_is_one_of_three_words(client: Client, typed: dict[str, str]) -> None:
    petition, _ = answered(client)
    read(client, petition)
    assert client.post(f"{CASE}rate/", typed).status_code == 200
    assert not petition.ratings.exists()


def test_the_time_for_rating_ends(client: Client) -> None:
    petition, made = answered(client)
    read(client, petition)
    with time_machine.travel(datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=50)):
        page = reopened(client, petition, made)
        assert not page.context["can"].rate
        assert client.post(f"{CASE}rate/", {"office_value": "satisfied"}).status_code == 302
    assert not petition.ratings.exists()


def test_the_days_for_rating_are_the_petitioners_and_not_called_an_offices(client: Client) -> None:
    petition, _ = answered(client)
    read(client, petition)
    page = client.get(CASE).content.decode()
    assert "<h2>Your own time</h2>" in page and "<h2>Time allowed</h2>" not in page
