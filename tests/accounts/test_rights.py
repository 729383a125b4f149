"""Rights follow from memberships, from nothing else, and at once."""

import datetime

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser, Group, Permission

from accounts import rights
from accounts.models import Membership, Role, User
from accounts.policies import RolePolicy
from regions.models import Organisation

pytestmark = pytest.mark.django_db

ACCESS = "wagtailadmin.access_admin"


def fresh(user):
    return User.objects.get(pk=user.pk)


@pytest.mark.parametrize("role", Role.values)
def test_every_role_opens_the_admin(person, role):
    assert fresh(person(role)).has_perm(ACCESS)


def test_without_a_membership_nothing_opens(person):
    user = fresh(person(role=None))
    assert not user.has_perm(ACCESS)
    assert rights.memberships(user) == []


def test_a_role_counts_where_it_is_held(officer, bureau, office):
    assert rights.has_role(officer, Role.HANDLER)
    assert rights.has_role(officer, Role.UNIT_HEAD, Role.HANDLER, organisation=bureau)
    assert rights.has_role(officer, Role.HANDLER, organisation=bureau.pk)
    assert not rights.has_role(officer, Role.HANDLER, organisation=office)
    assert not rights.has_role(officer, Role.PETITION_OFFICER)
    assert not rights.has_role(officer, Role.HANDLER, organisation=None)


def test_organisations_are_those_of_the_roles_asked_for(officer, bureau, office):
    Membership.objects.create(user=officer, organisation=office, role=Role.LEADER)
    officer = fresh(officer)
    assert rights.organisation_ids(officer, Role.HANDLER) == {bureau.pk}
    assert rights.organisation_ids(officer, Role.HANDLER, Role.LEADER) == {bureau.pk, office.pk}
    assert rights.organisation_ids(officer) == {bureau.pk, office.pk}


def test_memberships_are_read_once_for_a_user_object(officer, django_assert_num_queries):
    officer = fresh(officer)
    with django_assert_num_queries(1):
        assert [membership.organisation.code for membership in rights.memberships(officer)] == ["9901-NYNC"]
        assert rights.has_role(officer, Role.HANDLER)


def test_a_membership_counts_from_its_first_day_through_its_last(person, bureau):
    user = person(role=None)
    days = {"valid_from": datetime.date(2026, 3, 2), "valid_to": datetime.date(2026, 3, 31)}
    Membership.objects.create(user=user, organisation=bureau, role=Role.HANDLER, **days)

    def counts_at(day, hour):
        shanghai = datetime.timezone(datetime.timedelta(hours=8))
        with time_machine.travel(datetime.datetime(2026, *day, hour, tzinfo=shanghai), tick=False):
            return rights.has_role(fresh(user), Role.HANDLER)

    assert [counts_at((3, 1), 23), counts_at((3, 2), 0), counts_at((3, 31), 23), counts_at((4, 1), 0)] == [
        False,
        True,
        True,
        False,
    ]


def test_losing_the_last_membership_closes_the_admin_at_once(officer):
    officer.memberships.get().delete()
    assert not fresh(officer).has_perm(ACCESS)
    assert not fresh(officer).groups.exists()


def test_a_closed_account_has_no_rights_and_one_opened_again_has_them_back(officer):
    officer.is_active = False
    officer.save()
    assert rights.memberships(fresh(officer)) == []
    assert not fresh(officer).groups.exists()
    officer.is_active = True
    officer.save()
    assert fresh(officer).has_perm(ACCESS)


def test_a_membership_that_changes_hands_takes_its_rights_along(officer, person):
    other = person(role=None)
    membership = officer.memberships.get()
    membership.user = other
    membership.save()
    assert not fresh(officer).has_perm(ACCESS)
    assert fresh(other).has_perm(ACCESS)


def test_what_was_granted_past_memberships_is_taken_away(officer):
    officer.groups.add(Group.objects.create(name="Editors of everything"))
    officer.user_permissions.add(Permission.objects.first())
    rights.sync_rights(officer)
    assert [group.name for group in fresh(officer).groups.all()] == ["role: handler"]
    assert not fresh(officer).user_permissions.exists()


def test_a_role_group_grants_the_way_in_and_nothing_more(officer):
    group = fresh(officer).groups.get()
    group.permissions.add(*Permission.objects.filter(codename="change_user"))
    rights.sync_rights(officer)
    assert fresh(officer).get_all_permissions() == {ACCESS}


def test_nobody_becomes_a_superuser(operator):
    assert not fresh(operator).is_superuser


def test_a_superuser_without_a_membership_holds_no_role():
    user = User.objects.create_superuser("root1", password="x", display_name="根")
    assert rights.memberships(user) == []
    assert not rights.has_role(user, *Role.values)
    assert not RolePolicy(Organisation, *Role.values).user_has_permission(user, "change")


def test_a_room_adds_groups_of_its_own_and_they_go_with_the_membership(officer, monkeypatch):
    monkeypatch.setattr(rights, "_derivers", [])

    def pages_of_the_bureau(user, held):
        names = [f"pages: {membership.organisation.code}" for membership in held]
        return [Group.objects.get_or_create(name=name)[0] for name in names]

    rights.register_deriver(pages_of_the_bureau)
    rights.register_deriver(pages_of_the_bureau)
    rights.sync_rights(officer)
    assert {group.name for group in officer.groups.all()} == {"role: handler", "pages: 9901-NYNC"}
    officer.memberships.all().delete()
    assert not officer.groups.exists()


def test_others_hear_of_every_change(officer, office):
    heard = []

    def listen(user, **signal):
        heard.append(user.username)

    rights.memberships_changed.connect(listen)
    try:
        membership = Membership.objects.create(user=officer, organisation=office, role=Role.LEADER)
        membership.valid_to = datetime.date(2020, 1, 1)
        membership.save()
        membership.delete()
        officer.display_name = "改名不改权"
        officer.save()
        officer.is_active = False
        officer.save()
    finally:
        rights.memberships_changed.disconnect(listen)
    assert heard == [officer.username] * 4


def test_a_visitor_has_no_membership():
    assert rights.memberships(AnonymousUser()) == []
    assert not rights.has_role(AnonymousUser(), *Role.values)


def test_a_policy_asks_for_the_role_and_keeps_what_nobody_may(operator, officer):
    policy = RolePolicy(Organisation, Role.OPERATOR, never={"delete"})
    assert policy.user_has_permission(operator, "change")
    assert not policy.user_has_permission(operator, "delete")
    assert not policy.user_has_any_permission(officer, ["add", "change"])
    assert list(policy.users_with_any_permission(["change"])) == [operator]
    assert list(policy.users_with_any_permission(["delete"])) == []
    assert not RolePolicy(Organisation).user_has_permission(operator, "change")


def test_a_misspelt_role_stops_the_start(settings):
    from accounts.checks import second_factor_roles

    settings.SUNSHINE_SECOND_FACTOR_ROLES = ["*"]
    assert second_factor_roles(None) == []
    settings.SUNSHINE_SECOND_FACTOR_ROLES = ["handler", "operater"]
    assert [error.id for error in second_factor_roles(None)] == ["accounts.E001"]


def test_the_check_is_among_those_that_run():
    from django.core.checks.registry import registry

    from accounts.checks import second_factor_roles

    assert second_factor_roles in registry.get_checks()
