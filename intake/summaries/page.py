"""Everything that the page of one summary shows, gathered for one reader."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from accounts.models import User
from intake.petitions.models import Petition
from intake.petitions.process.case import Case, of

from . import policies, process
from .checking import Fault, faults
from .drafting import Piece, answer_of, pieces, reply_of
from .forms import ReasonForm, SummaryForm
from .listing import address
from .models import Summary

State = Summary.State


class SummaryPage:
    """A case's summary for one member of its petition office. In the template: ``page``."""

    def __init__(
        self,
        petition: Petition,
        user: User,
        *,
        form: SummaryForm | None = None,
        reason: ReasonForm | None = None,
        lifted: bool = False,
    ) -> None:
        self.petition = petition
        self.user = user
        self.case: Case = of(petition)
        self.lifted = lifted
        self.why_not = policies.why_not(petition)
        found = Summary.objects.filter(petition=petition)
        self.summary = found.select_related("region", "public", "sent_by", "decided_by").first()
        self._form = form
        self.reason = reason or ReasonForm(initial={"seen": self.summary.version if self.summary else 0})

    @property
    def state(self) -> str:
        return self.summary.state if self.summary is not None else ""

    @property
    def may_begin(self) -> bool:
        return not self.why_not and self.state in ("", State.DECLINED)

    @property
    def may_decline(self) -> bool:
        return not self.why_not and self.state in ("", State.DRAFT)

    @property
    def may_review(self) -> bool:
        """Whether this reader is the second person."""
        return self.summary is not None and policies.may_review(self.user, self.case, self.summary)

    @cached_property
    def form(self) -> SummaryForm | None:
        """The draft to be written in; nothing where it is not one."""
        if self.summary is None or self.state != State.DRAFT:
            return None
        return self._form or SummaryForm.of(self.summary, self.petition)

    @property
    def typed(self) -> list[tuple[str, Any]]:
        """What was typed where it can't be sent any more, to be copied."""
        if self._form is None or self.form is not None:
            return []
        return [
            (str(bound.label), bound.value())
            for bound in self._form.visible_fields()
            if bound.name != "region"
        ]

    @cached_property
    def faults(self) -> list[Fault]:
        """What is still found in the words as they are stored."""
        if self.summary is None or self.state not in (State.DRAFT, State.IN_REVIEW):
            return []
        return faults(process.texts_of(self.summary), self.petition)

    @property
    def public_url(self) -> str:
        public = self.summary.public if self.summary is not None else None
        return address(public) if public is not None else ""

    # --- the case's own texts, beside the draft ---

    @property
    def title(self) -> list[Piece]:
        return self._pieces(str(self.petition.title))

    @property
    def body(self) -> list[Piece]:
        return self._pieces(str(self.petition.body))

    @property
    def answer(self) -> list[Piece]:
        reply = reply_of(self.case)
        return self._pieces(answer_of(self.case, reply)) if reply is not None else []

    def _pieces(self, text: str) -> list[Piece]:
        return pieces(text, self.petition, lifted=self.lifted)
