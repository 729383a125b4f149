"""The commands that change a notice: its only writers. Each checks who acts, the state and the version, and records."""

from .afterwards import (
    add_follow_up,
    ask_correction,
    decide_correction,
    redact,
    release_follow_up,
    take_down,
)
from .core import KIND
from .drafting import CaseData, NoticeData, PersonData, create, save, submit
from .publishing import approve_name, publish, send_back
from .sweep import sweep

__all__ = [
    "KIND",
    "CaseData",
    "NoticeData",
    "PersonData",
    "add_follow_up",
    "approve_name",
    "ask_correction",
    "create",
    "decide_correction",
    "publish",
    "redact",
    "release_follow_up",
    "save",
    "send_back",
    "submit",
    "sweep",
    "take_down",
]
