"""Which passwords staff may have: long, of any script, and not among the first that anybody would try."""

import io

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.utils import translation

from accounts.models import User
from accounts.staff import reset_access

GOOD = "桥头第三棵 黄葛树 会开花"


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.mark.parametrize(
    "password",
    [
        GOOD,
        "七步之内必有芳草也有石头",
        "correct horse battery",
        "  spaces at both ends  ",
        "Tr0ub4dor&3x&7",
        "𠮷野家の牛丼は安くて旨い",
    ],
)
def test_a_long_password_of_any_script_is_taken(password):
    validate_password(password, User(username="officer", display_name="段小满"))


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("short 七步", "too short"),
        ("password1234", "easy"),
        ("Password!2026", "easy"),
        ("qwertyuiopasdf", "easy"),
        ("woaini1314520", "easy"),
        ("yangguang2026!", "easy"),
        ("xinfang@xinfang", "easy"),
        ("我爱中国20260101", "easy"),
        ("阳光阳光阳光阳光阳光阳光", "easy"),
        ("aaaaaaaaaaaa", "easy"),
        ("202611212026", "numeric"),
        ("abcdefghijklm", "easy"),
        ("agriculture_officer", "similar"),
        ("段小满段小满段小满段小满", "easy"),
    ],
)
def test_what_anybody_would_try_first_is_refused(password, why):
    user = User(username="agriculture_officer", display_name="段小满")
    with pytest.raises(ValidationError) as refused:
        validate_password(password, user)
    codes = {"too short": "password_too_short", "easy": "password_too_easy"}
    codes |= {"numeric": "password_entirely_numeric", "similar": "password_too_similar"}
    assert codes[why] in {error.code for error in refused.value.error_list}


def test_a_password_from_the_list_of_leaked_ones_is_refused():
    with pytest.raises(ValidationError) as refused:
        validate_password("1q2w3e4r5t6y")
    assert "password_too_common" in {error.code for error in refused.value.error_list}


# --- the commands of an operator at the terminal


@pytest.fixture
def typed(monkeypatch):
    """Puts a line on standard input, as a pipe does."""

    def typed(line):
        monkeypatch.setattr("sys.stdin", io.StringIO(line + "\n"))

    return typed


def add_user(username="clerk9", name="段小满", role="clerk", organisation="9901-NYNC"):
    call_command("add_user", username, name=name, role=role, organisation=organisation, skip_checks=True)


@pytest.mark.django_db
def test_add_user_opens_an_account_with_a_membership_and_a_password_for_once(bureau, typed, capsys):
    typed(GOOD)
    add_user()
    user = User.objects.get(username="clerk9")
    assert user.check_password(GOOD)
    assert user.must_change_password
    assert not user.is_superuser
    assert [(held.role, held.organisation) for held in user.memberships.all()] == [("clerk", bureau)]
    assert user.has_perm("wagtailadmin.access_admin")
    assert GOOD not in "".join(capsys.readouterr())


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("line", "changed", "said"),
    [
        ("password1234", {}, "easy|common"),
        ("", {}, "no password"),
        (GOOD, {"organisation": "9901-XX"}, "no organisation 9901-XX"),
        (GOOD, {"username": "bad name!"}, "username: "),
        (GOOD, {"name": ""}, "display_name: "),
        (GOOD, {"role": "emperor"}, "emperor"),
    ],
)
def test_add_user_says_what_is_wrong_and_leaves_nothing_behind(bureau, typed, line, changed, said):
    typed(line)
    with pytest.raises(CommandError, match=said):
        add_user(**changed)
    assert not User.objects.exists()


@pytest.mark.django_db
def test_a_name_is_given_once(bureau, typed):
    typed(GOOD)
    add_user()
    typed(GOOD)
    with pytest.raises(CommandError, match="username: "):
        add_user()


@pytest.mark.django_db
def test_reset_access_gives_a_password_for_once_and_takes_the_lost_factor(officer, typed):
    from allauth.mfa.totp.internal.auth import TOTP

    TOTP.activate(officer, "JBSWY3DPEHPK3PXP")
    typed(GOOD)
    call_command("reset_access", officer.username, skip_checks=True)
    officer.refresh_from_db()
    assert officer.check_password(GOOD)
    assert officer.must_change_password
    assert not officer.authenticator_set.exists()


@pytest.mark.django_db
def test_a_password_that_will_not_do_resets_nothing(officer):
    before = officer.password
    with pytest.raises(ValidationError):
        reset_access(officer, "short")
    officer.refresh_from_db()
    assert officer.password == before


@pytest.mark.django_db
def test_reset_access_names_an_unknown_user(typed):
    typed(GOOD)
    with pytest.raises(CommandError, match="no user nobody"):
        call_command("reset_access", "nobody")
