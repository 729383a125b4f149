"""The matter and the several things that hang on it. See each module for its part."""

from .case import CaseKey, CaseLink, Petition, Petitioner, PetitionQuerySet, Proposal
from .desk import IdentityCheck, Registration
from .duty import DutyContact
from .mentions import Mention
from .papers import Attachment, CaseText, IdempotentAnswer, Notice, Rating
from .parties import Accused, Recusal
from .splitting import SplitOff
from .urging import Urge
from .work import Approval, Deadline, Handling, Review

__all__ = [
    "Accused",
    "Approval",
    "Attachment",
    "CaseKey",
    "CaseLink",
    "CaseText",
    "Deadline",
    "DutyContact",
    "Handling",
    "IdempotentAnswer",
    "IdentityCheck",
    "Mention",
    "Notice",
    "Petition",
    "PetitionQuerySet",
    "Petitioner",
    "Proposal",
    "Rating",
    "Recusal",
    "Registration",
    "Review",
    "SplitOff",
    "Urge",
]
