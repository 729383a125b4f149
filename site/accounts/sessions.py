"""What a session of staff carries: when it began, when it was last used, and by what it was opened.

A session ends after ``SUNSHINE_STAFF_IDLE_SECONDS`` without use, and ``SUNSHINE_STAFF_SESSION_SECONDS`` after
the sign-in however busy it was. It also dies with the password (Django compares a hash of it at each request)
and at sign-out (the row is deleted, so a stolen cookie opens nothing).
"""

from __future__ import annotations

import datetime

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.utils import timezone

from .models import User

_STARTED = "staff_started"
_SEEN = "staff_seen"
_FACTOR = "staff_second_factor"
_RIGHTS_DAY = "staff_rights_day"
_LANGUAGE = "staff_language"

# A session is not written at every click: the last use is kept to the minute.
_GRAIN = 60


def begin(session: SessionBase) -> None:
    """Note a sign-in, with rights derived just now."""
    session[_STARTED] = session[_SEEN] = _now()
    note_rights(session)


def is_over(session: SessionBase) -> bool:
    """Whether the session is past one of its limits. One whose beginning nobody noted is."""
    started, seen = session.get(_STARTED), session.get(_SEEN)
    if started is None or seen is None:
        return True
    idle, total = settings.SUNSHINE_STAFF_IDLE_SECONDS, settings.SUNSHINE_STAFF_SESSION_SECONDS
    return _now() - seen > idle or _now() - started > total


def note_use(session: SessionBase) -> None:
    """Note that the session is in use."""
    if _now() - session[_SEEN] >= _GRAIN:
        session[_SEEN] = _now()


def note_second_factor(session: SessionBase, user: User) -> None:
    """Note that whoever holds this session has shown the user's second factor."""
    session[_FACTOR] = user.pk


def forget_second_factor(session: SessionBase) -> None:
    """Note that the second factor that was shown counts no more."""
    session.pop(_FACTOR, None)


def has_second_factor(session: SessionBase, user: User) -> bool:
    """Whether the second factor of this very user was shown in this session."""
    return session.get(_FACTOR) == user.pk


def note_language(session: SessionBase, language: str) -> None:
    """Note the language of the page on which the session's user signed in."""
    session[_LANGUAGE] = language


def language(session: SessionBase) -> str:
    """That language."""
    return session.get(_LANGUAGE, settings.LANGUAGE_CODE)


def note_rights(session: SessionBase) -> None:
    """Note that the rights of the session's user were derived today."""
    session[_RIGHTS_DAY] = _today()


def rights_are_of_today(session: SessionBase) -> bool:
    """Whether they were. Memberships begin and end at midnight in Asia/Shanghai, and a session may go on."""
    return session.get(_RIGHTS_DAY) == _today()


def _now() -> int:
    return int(datetime.datetime.now(tz=datetime.UTC).timestamp())


def _today() -> str:
    return timezone.localdate().isoformat()
