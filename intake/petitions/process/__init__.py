"""The commands that change a case: the only writers. ``submit`` takes a matter in, ``perform`` does everything else."""

from . import (
    approvals,
    effects_common,
    effects_discipline,
    effects_merging,
    effects_no_longer,
    effects_ordinary,
    effects_review,
    effects_settling,
    effects_splitting,
    effects_superior,
    effects_together,
    effects_work,
    following,
    mentions,
    officers,
    reopening,
    urging,
)
from .core import Step, perform
from .intake import Person, Submission, Submitted, submit

__all__ = [
    "Person",
    "Step",
    "Submission",
    "Submitted",
    "approvals",
    "effects_common",
    "effects_discipline",
    "effects_merging",
    "effects_no_longer",
    "effects_ordinary",
    "effects_review",
    "effects_settling",
    "effects_splitting",
    "effects_superior",
    "effects_together",
    "effects_work",
    "following",
    "mentions",
    "officers",
    "perform",
    "reopening",
    "submit",
    "urging",
]
