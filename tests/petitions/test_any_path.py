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
from petitions.tries import DISCIPLINE_UNITS, ORDINARY_UNITS, PEOPLE, actor, given_for, snapshot, told

from intake.petitions import desks, keyring, policies, transitions, visibility
from intake.petitions.errors import CaseError
from intake.petitions.models import Petition
from intake.petitions.models.case import CLOSED_STATES, OUTCOMES
from intake.petitions.models.work import OPEN_HANDLING, OPEN_REVIEW
from intake.petitions.process import Person, clocks, perform, receipt
from intake.petitions.process import case as cases
from intake.petitions.process.behalf import OnBehalf
from intake.petitions.process.core import QUIET
from intake.petitions.process.sweep import sweep
from records import events

pytestmark = pytest.mark.django_db

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
OTHER = Person(name="向远山", phone="19900010002")
REASONED = ("按规定办理",)
AT_THE_UNIT = (
    ("officer", "hand_over"),
    ("officer", "seal"),
    ("petition_office", "recall"),
    ("officer", "add_co"),
    ("officer", "ask_supplement_here"),
    ("officer", "accept"),
)
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
            self._attempt(*data.draw(st.sampled_from(offered)), data, reasons=REASONED, units=units)

    @rule(days=st.sampled_from([1, 6, 31, 70]))
    def time_passes(self, days: int) -> None:
        self.read = None
        self.now += datetime.timedelta(days=days)
        assert not sweep(self.now).failed
        assert not [one for one in joined() if is_left(one)], (
            "the sweep left it with a first case that left it"
        )
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
        self.now += datetime.timedelta(seconds=1)  # nobody is as fast as to act twice in a moment
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
        others = Petition.objects.exclude(pk=self.petition.pk).values_list("pk", flat=True)
        for case in (self._case(), *map(cases.load, others)):
            assert case.petition.owner_id == case.owner.pk
            assert case.petition.owner_id not in visibility.barred_organisations(case.petition)
            if case.petition.is_accusation:
                office = actor("petition_office").user
                assert not policies.visible_to(office).filter(pk=case.petition.pk).exists()

    @invariant()
    def what_is_joined_is_part_of_a_case_of_its_own_and_may_go_on_once_that_has_left_it(self) -> None:
        for one in joined():
            assert one.state == "merged" and one.merged_into.merged_into_id is None
            offered = policies.available_actions(actor("SYS"), cases.load(one.pk))
            assert is_left(one) == ("go_on_alone" in {row.action for row in offered})

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
        waiting = petition.state in ("submitted", "registered", "received", "forwarded", "assigned")
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


class BroughtToAUnit(AnyPath):
    """The same with what an officer of the unit with the power took down."""

    @initialize(
        days_ago=st.sampled_from([0, 3, 20]),
        given=st.sampled_from([{}, {"petition_class": "suggestion"}, {"people": []}]),
        reported=st.sampled_from(["", "", "荷叶埂村委会", "县农业农村局"]),
        then=st.lists(st.sampled_from(AT_THE_UNIT), max_size=2),
        data=st.data(),
    )
    def a_resident_files(self, days_ago: int, given: Any, reported: str, then: Any, data: Any) -> None:
        factories.to_transferred()
        officer = actor("officer").user
        (desk,) = desks.unit_desks(officer)
        behalf = OnBehalf(officer, desk, timezone.localdate() - datetime.timedelta(days=days_ago))
        made = factories.file_petition(channel="visit", behalf=behalf, reported_party=reported, **given)
        self.petition = made.petition
        for who, action in then:
            self._attempt(who, action, data, reasons=REASONED)


class SeveralOfOneMatter(AnyPath):
    """Three cases, of which any may be joined to another, and end before what was joined to it."""

    @initialize(writers=st.lists(st.sampled_from([factories.WRITER, OTHER, None]), min_size=3, max_size=3))
    def a_resident_files(self, writers: list[Person | None]) -> None:
        for writer in writers:
            self.petition = factories.to_registered(people=[writer] if writer else [])

    @rule(data=st.data())
    def another_case_is_looked_at(self, data: st.DataObject) -> None:
        self._look_at(data.draw(st.sampled_from(list(Petition.objects.order_by("submitted_at", "pk")))))

    @rule(data=st.data())
    def the_office_joins_it_to_the_first(self, data: st.DataObject) -> None:
        self._attempt("petition_office", "merge", data, reasons=REASONED)

    @rule(how=st.sampled_from([("P", "withdraw"), ("petition_office", "seal")]), data=st.data())
    def what_it_is_joined_to_ends(self, how: tuple[str, str], data: st.DataObject) -> None:
        if self.petition.merged_into is None:
            self._attempt("petition_office", "merge", data, reasons=REASONED)
        if self.petition.merged_into is not None:
            self._look_at(self.petition.merged_into)
            self._attempt(*how, data)

    def _look_at(self, petition: Petition) -> None:
        self.petition, self.read = petition, None


def joined() -> list[Petition]:
    return list(Petition.objects.filter(merged_into__isnull=False).select_related("merged_into"))


def is_left(petition: Petition) -> bool:
    """Whether nobody has it any more with the first case: that was sealed, or withdrawn by another writer."""
    first = petition.merged_into
    withdrawn = first.state == "withdrawn" and not petition.first_told
    return not petition.is_accusation and (first.is_accusation or withdrawn)


@pytest.mark.parametrize(
    ("machine", "examples"), [(AnyPath, 25), (BroughtToAUnit, 20), (SeveralOfOneMatter, 20)]
)
def test_no_path_breaks_the_process(county, machine, examples):
    actor.cache_clear()
    factories.hire(*factories.STAFF)
    for name in factories.STAFF:
        actor(name)  # made before the first path begins: what a path makes goes with it
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=22,
            deadline=None,
            derandomize=True,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )
