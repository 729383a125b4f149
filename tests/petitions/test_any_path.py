"""Whatever people try in whatever order: an owner always, clocks that agree, each change with its event and notice."""

from __future__ import annotations

import datetime
import itertools
import re
from typing import Any

import factories
import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from petitions.tries import DISCIPLINE_UNITS, ORDINARY_UNITS, PEOPLE, actor, given_for, told

from intake.petitions import keyring, policies, transitions, visibility
from intake.petitions.errors import CaseError
from intake.petitions.models import Petition
from intake.petitions.models.case import CLOSED_STATES, OUTCOMES
from intake.petitions.models.work import OPEN_HANDLING, OPEN_REVIEW
from intake.petitions.policies import Actor
from intake.petitions.process import case as cases
from intake.petitions.process import clocks, perform, receipt
from intake.petitions.process.core import QUIET
from intake.petitions.process.sweep import sweep
from records import events

pytestmark = pytest.mark.django_db

REVIEWS = (transitions.On.REVIEW, transitions.On.FIRST_REVIEW, transitions.On.SECOND_REVIEW)
# What moves no state of its own and yet changes who works on the case.
TOGETHER = frozenset(
    {
        "add_co",
        "drop_co",
        "stop_waiting",
        "urge_co",
        "co_answer_urge",
        "urge_review",
        "review_answer_urge",
        "split_off",
        "ask_reopen",
        "refuse_reopen",
        "follow_up",
        "promise_kept",
    }
) | frozenset({"grant_co_objection", "refuse_co_objection"})
COPIED = ("pk", "key", *keyring.LISTED)
ACTIONS = sorted({row.action for row in transitions.TRANSITIONS})


class AnyPath(RuleBasedStateMachine):
    """One case, and people who try all sorts of things with it."""

    def __init__(self) -> None:
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.now = timezone.now()
        self.petition: Petition | None = None
        self.read: Any = None

    def _case(self) -> Any:
        """The case as it stands after the last step, read once for all who look at it."""
        if self.read is None:
            self.read = cases.load(self.petition.pk)
        return self.read

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)

    @initialize(
        accusation=st.booleans(),
        anonymous=st.booleans(),
        suggestion=st.booleans(),
        reported=st.sampled_from(["", "荷叶埂村委会", "柘木湾镇政府", "县农业农村局"]),
    )
    def a_resident_files(self, accusation: bool, anonymous: bool, suggestion: bool, reported: str) -> None:
        given: dict[str, Any] = {
            "people": [] if anonymous else [factories.WRITER],
            "reported_party": reported,
        }
        # Another case that this one may be joined to, or linked with.
        if accusation:
            factories.accusation()
            self.petition = factories.accusation(**given).petition
        else:
            petition_class = "suggestion" if suggestion else "appeal"
            factories.to_transferred(petition_class=petition_class)
            self.petition = factories.file_petition(petition_class=petition_class, **given).petition

    @rule(who=st.sampled_from(PEOPLE), action=st.sampled_from(ACTIONS), data=st.data())
    def somebody_tries_something(self, who: str, action: str, data: st.DataObject) -> None:
        self._attempt(who, action, data)

    @rule(data=st.data())
    def somebody_does_what_is_offered(self, data: st.DataObject) -> None:
        self._offered(data)

    @rule(data=st.data(), times=st.integers(1, 4))
    def several_do_what_is_offered(self, data: st.DataObject, times: int) -> None:
        for _ in range(times):
            self._offered(data)

    def _offered(self, data: st.DataObject) -> None:
        assert self.petition is not None
        case = self._case()
        offered = [
            (who, row.action)
            for who in PEOPLE
            for row in policies.available_actions(actor(who), case)
            if (row.to and row.action != "seal")
            or row.on == transitions.On.APPROVAL
            or row.action == "rate"
            or row.action in TOGETHER
        ]
        if offered:
            units = ORDINARY_UNITS if case.track == transitions.Track.ORDINARY else DISCIPLINE_UNITS
            self._attempt(*data.draw(st.sampled_from(offered)), data, reasons=("按规定办理",), units=units)

    @rule(days=st.sampled_from([1, 6, 31, 70]))
    def time_passes(self, days: int) -> None:
        self.read = None
        self.now += datetime.timedelta(days=days)
        sweep(self.now)
        self.petition = Petition.objects.get(pk=self.petition.pk)

    @precondition(lambda self: self.petition is not None)
    @rule()
    def the_petitioner_opens_what_came(self) -> None:
        self.read = None
        for notice in self.petition.notices.filter(to_organisation=None):
            receipt.open_notice(self.petition.pk, notice.pk, self.now)

    def _attempt(self, who: str, action: str, data: st.DataObject, **likely: Any) -> None:
        assert self.petition is not None
        self.read = None
        before = snapshot(self.petition.pk, actor(who))
        version = Petition.objects.get(pk=self.petition.pk).version
        given = given_for(self.petition, data, **likely)
        if action == "accuse" and given["member"]:
            given["organisation"] = None
        if action in ("decide_review", "decide_rereview"):
            given["outcome"] = data.draw(st.sampled_from(["maintain", "change", "revoked_redo"]))
        if action == "name_review_body":
            given["organisation"] = factories.unit(
                data.draw(st.sampled_from([factories.CITY, *ORDINARY_UNITS]))
            )
        try:
            with transaction.atomic():
                case = perform(self.petition.pk, action, actor(who), now=self.now, **given)
        except CaseError:
            assert snapshot(self.petition.pk, actor(who)) == before, "a refused action changed something"
            return
        row = transitions.find(transitions.Track(before["track"]), action)
        assert row is not None
        assert before["object_state"][row.on] in row.states, row
        assert told(case) == told(self._case()), "what a command returns is not what it stored"
        self.petition = case.petition
        assert self.petition.version == version if action in QUIET else self.petition.version > version
        assert events.history("petition", self.petition.pk).count() > before["events"]
        assert self.petition.reviews.filter(state__in=OPEN_REVIEW).count() <= 1
        assert not policies.is_left_behind(self._case()), "an approval is asked for that nobody could grant"
        waits = row.approval and self.petition.approvals.filter(state="asked").exists()
        if row.notice and not waits:
            codes = list(self.petition.notices.filter(to_organisation=None).values_list("code", flat=True))
            assert codes.count(row.notice) > before["notices"].count(row.notice)

    @invariant()
    def somebody_owns_it_who_may_know_of_it(self) -> None:
        if self.petition is None:
            return
        case = self._case()
        assert case.petition.owner_id == case.owner.pk
        assert case.petition.owner_id not in visibility.barred_organisations(case.petition)
        if case.petition.is_accusation:
            office = actor("petition_office").user
            assert not policies.visible_to(office).filter(pk=case.petition.pk).exists()

    @invariant()
    def the_keys_carry_what_they_are_made_from(self) -> None:
        if self.petition is None:
            return
        stored = list(self.petition.keys.order_by("key").values(*COPIED))
        keyring.refresh(Petition.objects.filter(pk=self.petition.pk))
        assert stored == list(self.petition.keys.order_by("key").values(*COPIED))

    @invariant()
    def an_accusation_is_known_to_the_discipline_side_alone(self) -> None:
        if self.petition is None:
            return
        case = self._case()
        if case.petition.is_accusation:
            passed = case.petition.handlings.filter(entry__in=visibility.SEALED_ENTRIES)
            knowing = {case.intake.pk, *passed.values_list("organisation_id", flat=True)}
            keys = {int(re.split("[:@]", key)[-1]) for key in case.keys}
            assert keys <= knowing
            if case.petition.at_superior:
                assert factories.unit(factories.DISCIPLINE).pk not in keys

    @invariant()
    def what_was_split_off_is_nobodys_of_the_discipline_side(self) -> None:
        if self.petition is None:
            return
        for row in self.petition.split_offs.all():
            made = Petition.objects.get(pk=row.made)
            assert not made.is_accusation and not made.accused.exists()
            assert made.keys.get().key == f"o:{factories.unit(factories.PETITION_OFFICE).pk}"

    @invariant()
    def somebody_can_move_an_open_case(self) -> None:
        if self.petition is None:
            return
        case = self._case()
        waits_for_petitioner = case.petition.state in ("replied", "reviewed")
        if case.petition.state in CLOSED_STATES or waits_for_petitioner or not case.keys:
            return
        moving = (
            row.to or row.on == transitions.On.APPROVAL
            for who in PEOPLE
            if who not in ("P", "SYS")
            for row in policies.available_actions(actor(who), case)
        )
        assert any(moving), (case.petition.state, sorted(case.keys))

    @invariant()
    def an_open_case_has_a_clock(self) -> None:
        if self.petition is None:
            return
        petition = Petition.objects.get(pk=self.petition.pk)
        waiting = petition.state in ("submitted", "registered", "forwarded", "assigned")
        if waiting and not petition.is_accusation:
            assert petition.next_due is not None, petition.state

    @invariant()
    def clocks_agree_with_the_case(self) -> None:
        if self.petition is None:
            return
        petition = Petition.objects.get(pk=self.petition.pk)
        running = list(petition.deadlines.open().select_related("handling", "review"))
        of_the_matter = [row for row in running if row.handling is None or not row.handling.is_co]
        owed = [row for row in of_the_matter if row.rule not in clocks.WINDOWS]
        falling_due = [row.due for row in owed if row.paused_on is None or row.is_over(datetime.date.max)]
        assert petition.next_due == min(falling_due, default=None)
        assert all(row.review is None or row.review.state in OPEN_REVIEW for row in running)
        assert all(
            row.handling is None or row.handling.state not in ("returned", "recalled", "ended")
            for row in running
        )
        if petition.promise_due is not None:
            case = self._case()
            assert case.track == transitions.Track.ORDINARY and case.lead.state in ("replied", "mediated")
        asking = [row.rule for row in running if row.rule == "reopen_answer_15"]
        assert len(asking) == (petition.reopen_asked_at is not None)
        if asking:
            assert petition.state in CLOSED_STATES, "only a closed case is asked to be opened again"
        if petition.state in OUTCOMES:
            assert len(running) == len(asking)
        if petition.state in CLOSED_STATES:
            assert not [
                row for row in owed if row.rule not in ("discipline_feedback_15wd", "reopen_answer_15")
            ]
        assert len({(row.rule, row.handling_id) for row in running}) == len(running)

    @invariant()
    def co_handlers_work_beside_a_lead_and_know_of_the_case(self) -> None:
        if self.petition is None:
            return
        case = self._case()
        running = list(case.petition.handlings.filter(role="co", state__in=OPEN_HANDLING))
        assert not running or (case.lead is not None and case.lead.is_open)
        if case.lead is not None and case.lead.is_open:
            assert case.lead.organisation_id not in {co.organisation_id for co in running}
        barred = visibility.barred_organisations(case.petition) if running else set()
        assert not barred & {co.organisation_id for co in running}
        assert case.petition.state != "replied" or not case.holding_up

    @invariant()
    def only_table_states_occur(self) -> None:
        if self.petition is None:
            return
        history = list(events.history("petition", self.petition.pk))
        for earlier, later in itertools.pairwise(history):
            assert later.before == earlier.after, (earlier.action, later.action)


def snapshot(petition_id: Any, who: Actor) -> dict[str, Any]:
    """All that a command could have changed."""
    case = cases.load(petition_id)
    petition = case.petition
    own_co = policies.own_co(who, case)
    return {
        "track": str(case.track),
        "object_state": {
            "petition": petition.state,
            "handling": case.lead.state if case.lead else "",
            "co": own_co.state if own_co else "",
            "approval": case.approval.state if case.approval else "",
            **{on: policies.review_state(on, case.review) for on in REVIEWS},
        },
        "reviews": list(petition.reviews.order_by("pk").values_list("pk", "state", "organisation")),
        "row": Petition.objects.filter(pk=petition_id)
        .values("state", "version", "owner_id", "outcome", "next_due")
        .get(),
        "handlings": list(petition.handlings.order_by("pk").values_list("pk", "state")),
        "deadlines": list(petition.deadlines.order_by("pk").values_list("pk", "met_at", "cancelled_at")),
        "approvals": list(petition.approvals.values_list("pk", "state")),
        "accused": list(petition.accused.values_list("pk", "state")),
        "urges": list(petition.urges.order_by("pk").values_list("pk", "answer")),
        "keys": sorted(petition.keys.values_list("key", flat=True)),
        "notices": list(petition.notices.filter(to_organisation=None).values_list("code", flat=True)),
        "texts": petition.texts.count(),
        "events": events.history("petition", petition_id).count(),
    }


def test_no_path_breaks_the_process(county):
    actor.cache_clear()
    factories.hire(*factories.STAFF)
    for name in factories.STAFF:
        actor(name)  # made before the first path begins: what a path makes goes with it
    run_state_machine_as_test(
        AnyPath,
        settings=settings(
            max_examples=25,
            stateful_step_count=22,
            deadline=None,
            derandomize=True,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )
