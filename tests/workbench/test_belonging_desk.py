"""The desk where cases belong together: repeats are found, and nobody reads of a case that is closed to the reader."""

from __future__ import annotations

import pytest
from desk import address, do, seen
from factories import (
    AGRICULTURE,
    accusation,
    act,
    file_petition,
    staff,
    to_registered,
    to_transferred,
    unit,
)

from intake.petitions.process import Person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("county")]

OTHER = Person(name="向远山", phone="19900010002", address="柘木湾镇荷叶埂村五组")


def test_a_new_case_shows_the_same_writers_others_and_joins_with_a_click(at):
    first, again = to_transferred(), file_petition().petition
    stranger = file_petition(people=[OTHER]).petition
    desk = at("petition_office")
    page = desk.get(address(again))
    assert page.context["page"].belonging.same == [first]
    assert f"?first={first.shown_number}" in page.content.decode()
    form = desk.get(do(again, "merge"), {"first": first.shown_number}).content.decode()
    assert f'value="{first.shown_number}"' in form
    sent = {"first": first.shown_number, "reason": "同一事项"} | seen(again)
    assert desk.post(do(again, "merge"), sent).status_code == 302
    assert desk.get(address(stranger)).context["page"].belonging.same == []


def test_a_case_that_has_ended_is_shown_but_not_offered_to_be_joined(at):
    gone = act(to_transferred(), "withdraw", "P")
    again = file_petition().petition
    page = at("petition_office").get(address(again)).content.decode()
    assert gone.shown_number in page and f"?first={gone.shown_number}" not in page


def test_no_report_of_wrongdoing_stands_among_a_writers_petitions_and_no_petition_beside_a_report(at):
    petition, sealed = to_registered(), accusation().petition
    assert at("petition_office").get(address(petition)).context["page"].belonging.same == []
    assert at("inspector").get(address(sealed)).context["page"].belonging.same == []


def test_a_unit_is_not_told_who_else_wrote_what(at):
    to_transferred()
    petition = to_transferred()
    assert not at("officer").get(address(petition)).context["page"].belonging


def test_the_unit_reads_what_was_joined_on_the_page_of_the_first_case(at):
    staff("officer")
    first, again = to_transferred(), file_petition(title="渠底又塌了一段").petition
    act(again, "merge", "petition_office", first=first.shown_number, reason="同一事项")
    desk = at("officer")
    page = desk.get(address(first)).content.decode()
    assert again.shown_number in page
    assert desk.get(address(again)).status_code == 200
    assert desk.post(do(again, "note"), {"reason": "看过"} | seen(again)).status_code == 404


def test_who_may_not_know_of_a_linked_or_joined_case_reads_no_word_of_it(at):
    staff("officer")
    first, other = to_transferred(), to_registered(people=[OTHER])
    act(first, "link", "petition_office", other=other.shown_number)
    hidden = at("officer").get(address(first))
    assert other.shown_number not in hidden.content.decode()
    assert not {"link", "joined"} & {entry.words for entry in hidden.context["page"].history.entries}
    shown = at("petition_office").get(address(first))
    assert other.shown_number in shown.content.decode()
    lines = len(shown.context["page"].history.entries) - len(hidden.context["page"].history.entries)
    assert lines == 1


def test_a_member_whom_the_joined_case_names_reads_nothing_of_it_on_the_first(at):
    staff("officer")
    colleague = staff("officer_head")
    first = to_transferred()
    again = act(file_petition().petition, "accuse", "petition_office", member=staff("officer"))
    act(again, "merge", "petition_office", first=first.shown_number, reason="同一事项")
    blind, sighted = at("officer").get(address(first)), at(colleague.username).get(address(first))
    assert again.shown_number in sighted.content.decode()
    assert again.shown_number not in blind.content.decode()
    assert len(sighted.context["page"].history.entries) == 1 + len(blind.context["page"].history.entries)
    assert unit(AGRICULTURE).pk == first.owner_id
