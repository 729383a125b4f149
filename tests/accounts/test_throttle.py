"""Guessing is slow, per person and per address; and whoever is guessed at still gets in."""

import datetime

import pytest
import time_machine
from django.test import Client
from signing_in import LOGIN, PASSWORD

from accounts import throttle

pytestmark = pytest.mark.django_db(databases="__all__")


@pytest.fixture
def clock():
    with time_machine.travel(datetime.datetime(2026, 3, 2, 1, 0, tzinfo=datetime.UTC), tick=False) as clock:
        yield clock


def address(number):
    return f"10.{number // 250}.1.{number % 250}"


def try_password(password, username, at=1, browser=None):
    """``"in"``, ``"wrong"`` or ``"slow"``, as the page says."""
    browser = browser or Client()
    response = browser.post(LOGIN, {"login": username, "password": password}, REMOTE_ADDR=address(at))
    if response.status_code == 302:
        return "in"
    errors = response.context["form"].non_field_errors().as_data()
    return "slow" if errors[0].code == "too_many_login_attempts" else "wrong"


def guess(username, times, at=1):
    return [try_password("a wrong guess", username, at) for _ in range(times)]


def test_after_five_failures_the_sixth_is_not_even_looked_at(officer, clock):
    assert guess(officer.username, 7) == ["wrong"] * 5 + ["slow"] * 2
    assert try_password(PASSWORD, officer.username) == "slow"


def test_five_minutes_later_one_may_try_again(officer, clock):
    guess(officer.username, 6)
    clock.shift(datetime.timedelta(minutes=5, seconds=1))
    assert try_password(PASSWORD, officer.username) == "in"


def test_an_unknown_name_is_slowed_like_a_known_one(officer, clock):
    assert guess("nobody-at-all", 7) == guess(officer.username, 7, at=2)


def test_upper_case_and_spaces_are_no_way_round(officer, clock):
    for name in (
        officer.username.upper(),
        f" {officer.username} ",
        officer.username,
        officer.username.title(),
        officer.username,
    ):
        try_password("a wrong guess", name)
    assert try_password("a wrong guess", officer.username) == "slow"


def test_one_who_tries_many_people_from_one_address_is_slowed(person, clock):
    people = [person().username for _ in range(6)]
    outcomes = [try_password("a wrong guess", name) for _ in range(4) for name in people]
    assert outcomes[:20] == ["wrong"] * 20
    assert set(outcomes[20:]) == {"slow"}


def test_all_addresses_of_one_household_are_one(person, officer, clock):
    def guess_from(address):
        data = {"login": officer.username, "password": "a wrong guess"}
        response = Client().post(LOGIN, data, REMOTE_ADDR=address)
        return response.context["form"].non_field_errors().as_data()[0].code

    household = [guess_from(f"2001:db8:0:1::{number:x}") for number in range(6)]
    assert household[-1] == "too_many_login_attempts"
    assert guess_from("2001:db8:0:2::1") != "too_many_login_attempts"


def test_an_old_address_written_as_a_new_one_is_still_one_visitor(rf):
    def network(address):
        return throttle.network_of(rf.get("/", REMOTE_ADDR=address))

    assert network("::ffff:203.0.113.7") == network("203.0.113.7")
    assert network("::ffff:203.0.113.7") != network("::ffff:203.0.113.8")


def test_a_success_gives_its_try_back(officer, clock):
    assert [try_password(PASSWORD, officer.username) for _ in range(30)] == ["in"] * 30


def test_successes_in_between_do_not_pay_for_guesses(officer, person, clock):
    own = person().username
    outcomes = []
    for _ in range(30):
        outcomes.append(try_password("a wrong guess", officer.username))
        try_password(PASSWORD, own)
    assert outcomes.count("wrong") == 5


def test_the_owner_at_another_address_gets_in_during_an_attack(officer, clock):
    guess(officer.username, 50, at=1)
    assert try_password(PASSWORD, officer.username, at=2) == "in"


def test_the_owner_gets_in_while_many_machines_attack(officer, clock):
    for machine in range(10, 50):
        guess(officer.username, 2, at=machine)
    assert try_password(PASSWORD, officer.username, at=2) == "in"


def test_under_attack_by_many_machines_each_has_one_try_a_minute(officer, clock):
    outcomes = [outcome for machine in range(10, 60) for outcome in guess(officer.username, 4, at=machine)]
    assert outcomes.count("wrong") <= 30 + 50
    assert guess(officer.username, 2, at=100) == ["wrong", "slow"]
    clock.shift(datetime.timedelta(seconds=61))
    assert guess(officer.username, 2, at=100) == ["wrong", "slow"]


def test_a_browser_that_is_known_has_tries_of_its_own_at_the_attacker_s_address(officer, clock):
    own = Client()
    assert try_password(PASSWORD, officer.username, browser=own) == "in"
    own.post("/accounts/logout/")
    guess(officer.username, 50)
    assert try_password(PASSWORD, officer.username) == "slow"
    assert try_password(PASSWORD, officer.username, browser=own) == "in"


def test_a_known_browser_has_no_endless_tries_either(officer, clock):
    own = Client()
    try_password(PASSWORD, officer.username, browser=own)
    own.post("/accounts/logout/")
    outcomes = [try_password("a wrong guess", officer.username, browser=own) for _ in range(7)]
    assert outcomes == ["wrong"] * 5 + ["slow"] * 2


def test_a_browser_known_for_one_person_is_not_known_for_another(officer, person, clock):
    own = Client()
    try_password(PASSWORD, person().username, browser=own)
    own.post("/accounts/logout/")
    guess(officer.username, 6)
    assert try_password(PASSWORD, officer.username, browser=own) == "slow"


def test_people_who_share_a_browser_are_all_known_in_it(person, clock):
    people = [person().username for _ in range(3)]
    shared = Client()
    for name in people:
        try_password(PASSWORD, name, browser=shared)
        shared.post("/accounts/logout/")
    for name in people:
        guess(name, 6)
        assert try_password(PASSWORD, name, browser=shared) == "in"
        shared.post("/accounts/logout/")


def test_a_cookie_that_somebody_made_up_is_none(officer, clock):
    forger = Client()
    forger.cookies[throttle.COOKIE] = "eyJhIjoiYiJ9:1abcde:forged"
    assert guess(officer.username, 5) == ["wrong"] * 5
    assert try_password("a wrong guess", officer.username, browser=forger) == "slow"


def test_the_cookie_names_nobody_and_goes_nowhere_but_to_the_sign_in(officer, settings):
    settings.SESSION_COOKIE_SECURE = True
    browser = Client()
    try_password(PASSWORD, officer.username, browser=browser)
    cookie = browser.cookies[throttle.COOKIE]
    assert officer.username not in cookie.value
    assert (cookie["path"], cookie["httponly"], cookie["samesite"], cookie["secure"]) == (
        "/accounts/",
        True,
        "Strict",
        True,
    )


def test_a_failure_leaves_no_cookie(officer):
    browser = Client()
    try_password("a wrong guess", officer.username, browser=browser)
    assert throttle.COOKIE not in browser.cookies


def test_the_address_is_that_of_the_visitor_behind_our_proxy_and_cannot_be_made_up(officer, clock, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1

    def through_proxy(forged):
        data = {"login": officer.username, "password": "a wrong guess"}
        return Client().post(LOGIN, data, headers={"X-Forwarded-For": f"{forged}, 10.9.9.9"})

    for number in range(5):
        through_proxy(address(number))
    assert "too_many" in str(through_proxy(address(77)).context["form"].non_field_errors().as_data()[0].code)
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 0
    assert try_password(PASSWORD, officer.username, at=3) == "in"
