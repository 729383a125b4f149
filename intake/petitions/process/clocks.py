"""Starting, meeting and cancelling a case's deadlines as the state table says, and the date that lists sort by."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from intake.clock import rules, store
from intake.petitions.models import Deadline, Handling, Petition, Review
from intake.petitions.models.work import GONE_HANDLING, DeadlineQuerySet

from .case import Case

# Windows of the petitioner's own: shown to the petitioner, never an office's lateness.
PETITIONERS_OWN = frozenset({"review_request_30", "rereview_request_30", "rating_30", "supplement_15"})
# Windows of either side: a right that lapses unused makes nobody late.
WINDOWS = PETITIONERS_OWN | {"objection_5wd"}
# Clocks of the unit's work rather than of the matter.
ON_HANDLING = frozenset(
    {
        "notify_direct_15",
        "notify_forwarded_15",
        "objection_5wd",
        "handle_60",
        "handle_60_ext",
        "simple_decision_10wd",
        "suggestion_reply_60",
        "discipline_lower_5wd",
        "discipline_feedback_15wd",
        "report_due",
        "urge_answer",
    }
)
# A longer limit counts from the day from which the one that it takes over was counted.
LENGTHENS = {"handle_60_ext": "handle_60"}
# Clocks of a review body's work.
ON_REVIEW = frozenset({"review_opinion_30", "rereview_opinion_30"})
# By when the matter itself is answered, counted from its first acceptance.
OF_THE_WORK = ("handle_60", "handle_60_ext", "suggestion_reply_60")
REAL_NAME_ONLY = frozenset({"discipline_accept_15wd", "discipline_feedback_15wd"})
# They bind discipline units; other bodies with power work by their own law.
OF_DISCIPLINE_UNITS = REAL_NAME_ONLY | {"discipline_lower_5wd"}


def prepare(
    case: Case, codes: Iterable[str], on: datetime.date, handling: Handling | None = None
) -> list[Deadline]:
    """The clocks of ``codes`` from the day ``on`` (not counted), not stored yet. Only those that this case has."""
    prepared, by = [], store.chosen()
    for code in codes:
        chosen = _for_class(code, case, handling)
        if chosen is None:
            continue
        first = _first_day(chosen, handling) or on
        due = store.due(chosen, first, by)
        prepared.append(
            Deadline(
                petition=case.petition,
                handling=handling if chosen in ON_HANDLING or _is_units_own(chosen, handling) else None,
                review=case.review if chosen in ON_REVIEW else None,
                rule=chosen,
                started_on=first,
                due_unmoved=due.due_unmoved,
                due=due.due,
                late_from=due.late_from,
            )
        )
    return prepared


def start(
    case: Case, codes: Iterable[str], on: datetime.date, handling: Handling | None = None
) -> list[Deadline]:
    """Start the clocks of ``codes`` from the day ``on`` (not counted). Only those that this case has, and not the clock
    of the work again where it came with the case from the unit that led before."""
    codes = list(codes)
    if handling is not None and "handle_60" in codes and work_clock(case, handling) is not None:
        codes.remove("handle_60")
    return Deadline.objects.bulk_create(prepare(case, codes, on, handling))


def _first_day(code: str, handling: Handling | None) -> datetime.date | None:
    """The day from which the clock that this one lengthens was counted."""
    before = LENGTHENS.get(code)
    if before is None or handling is None:
        return None
    first = Deadline.objects.filter(handling=handling, rule=before).order_by("-pk").first()
    return first.started_on if first else None


def _is_units_own(code: str, handling: Handling | None) -> bool:
    """Clocks of the intake office's that a unit may have too: a discipline unit's acceptance, which starts anew at its
    own receipt, and the material that a unit asks for. They end with its work."""
    return code in ("discipline_accept_15wd", "supplement_15") and handling is not None and handling.is_open


def _for_class(code: str, case: Case, handling: Handling | None) -> str | None:
    """The rule that applies to this case: the 60 days of article 34 are for appeals and requests only."""
    if code in REAL_NAME_ONLY and not case.petition.real_name:
        return None
    if code == "handle_60" and case.petition.is_suggestion:
        return "suggestion_reply_60"
    if code in OF_DISCIPLINE_UNITS and handling is not None and not handling.organisation.is_discipline:
        return None
    return code


def start_order(case: Case, handling: Handling, due: datetime.date) -> Deadline:
    """The date that an order (交办) names for its report; it moves with no holiday."""
    return _start_named(case, handling, "report_due", rules.local_day(handling.received_at), due)


def start_urge(case: Case, work: Handling | Review, on: datetime.date, due: datetime.date) -> Deadline:
    """The date that a letter of supervision (督办) names for the answer; it moves with no holiday."""
    return _start_named(case, work, "urge_answer", on, due)


def _start_named(
    case: Case, work: Handling | Review, rule: str, on: datetime.date, due: datetime.date
) -> Deadline:
    return Deadline.objects.create(
        petition=case.petition,
        handling=work if isinstance(work, Handling) else None,
        review=work if isinstance(work, Review) else None,
        rule=rule,
        started_on=on,
        due_unmoved=due,
        due=due,
        late_from=due + datetime.timedelta(days=1),
    )


def meet(case: Case, codes: Iterable[str], now: datetime.datetime, handling: Handling | None = None) -> None:
    """Mark the open clocks of ``codes`` as met at ``now``."""
    codes = list(codes)
    if codes:
        _running(case, handling).filter(rule__in=codes).update(met_at=now)


def cancel(
    case: Case, codes: Iterable[str], now: datetime.datetime, handling: Handling | None = None
) -> None:
    """Cancel the open clocks of ``codes``; ``*`` means all of them, those of co-handlers too."""
    codes = list(codes)
    if "*" in codes:
        case.petition.deadlines.open().update(cancelled_at=now)
    elif codes:
        _running(case, handling).filter(rule__in=codes).update(cancelled_at=now)


def _running(case: Case, handling: Handling | None) -> DeadlineQuerySet:
    """What a co-handler does ends no clock but its own, and what others do ends none of its."""
    running: DeadlineQuerySet = case.petition.deadlines.open()
    return running.filter(handling=handling) if handling and handling.is_co else running.of_the_matter()


def stop_work(handling: Handling, now: datetime.datetime) -> None:
    """Cancel what still runs on a handling that has ended: no clock outlives the work that it measures.

    But the clock that came with the case from an earlier acceptance outlives a unit that never accepted it: it stays
    with the case until the next one gets it.
    """
    running = Deadline.objects.open().filter(handling=handling)
    if handling.accepted_at is None and handling.state in GONE_HANDLING:
        running.filter(rule__in=OF_THE_WORK).update(handling=None)
    running.update(cancelled_at=now)


def take_over(handling: Handling) -> None:
    """Let the clock of the work that waits with the case run on at the unit that has it from now on."""
    waiting = Deadline.objects.open().filter(
        petition=handling.petition_id, handling=None, rule__in=OF_THE_WORK
    )
    rules = set(waiting.order_by().values_list("rule", flat=True))
    handling.extended = "handle_60_ext" in rules
    if rules:
        waiting.update(handling=handling)
    if handling.extended:
        handling.save(update_fields=["extended"])


def objection_window(case: Case) -> Deadline | None:
    """The days in which the unit that holds the case may or might have objected (异议); none where it never could."""
    return window_to_object(case.lead) if case.lead is not None else None


def window_to_object(handling: Handling) -> Deadline | None:
    """The same of one handling, the lead's or a co-handler's."""
    return handling.deadlines.filter(rule="objection_5wd").order_by("-pk").first()


def move_work(old: Handling, new: Handling) -> None:
    """Let the clock of the work run on at the unit that leads from now on: from the first acceptance (首次受理)."""
    Deadline.objects.open().filter(handling=old, rule__in=OF_THE_WORK).update(handling=new)


def work_clock(case: Case, handling: Handling) -> Deadline | None:
    """The clock of the work that runs at a unit."""
    return case.petition.deadlines.open().filter(handling=handling, rule__in=OF_THE_WORK).first()


def rating_window(case: Case) -> Deadline | None:
    """The days in which the petitioner may rate (评价), from the receipt of an answer. A rating does not end them."""
    windows = case.petition.deadlines.filter(rule="rating_30", cancelled_at__isnull=True)
    return windows.order_by("-pk").first()


def end_rating(case: Case, now: datetime.datetime) -> None:
    """End the window for rating, used or not: a later answer has one of its own."""
    case.petition.deadlines.filter(rule="rating_30", cancelled_at__isnull=True).update(cancelled_at=now)


def pause(case: Case, on: datetime.date) -> None:
    """Let the review's clock stand still from this day: the hearing in a second review does not count (article 36)."""
    own_clock(case).filter(paused_on=None).update(paused_on=on)


def own_clock(case: Case) -> DeadlineQuerySet:
    """The clock of the review that is open, without the date of a letter to its body."""
    running: DeadlineQuerySet = case.petition.deadlines.open()
    return running.filter(review=case.review, rule__in=ON_REVIEW)


def stop_urges(review: Review, now: datetime.datetime) -> None:
    """A letter about a review that has ended is owed no answer."""
    Deadline.objects.open().filter(review=review, rule="urge_answer").update(cancelled_at=now)


def resume(case: Case, on: datetime.date) -> dict[str, object]:
    """Let the review's clock run on: it ends as many days later as it stood still. Returns what the event says."""
    moved: dict[str, object] = {}
    for row in own_clock(case).filter(paused_on__isnull=False):
        assert row.paused_on is not None
        still, before = on - row.paused_on, row.due
        due = store.recount(row.rule, row.started_on, row.due_unmoved + still, store.work_calendar())
        row.due_unmoved, row.due, row.late_from = due.due_unmoved, due.due, due.late_from
        row.paused_on = None
        row.save(update_fields=["due_unmoved", "due", "late_from", "paused_on"])
        moved = {"rule": row.rule, "from": before, "due": row.due}
    return moved


def at_intake_since(case: Case) -> datetime.date:
    """The day from which the intake office's own days count: of receipt, or of the last reopening."""
    own = case.petition.deadlines.filter(rule="transfer_15", handling__isnull=True).order_by("-pk").first()
    return own.started_on if own is not None else case.petition.received_on


def resume_intake(case: Case, today: datetime.date) -> None:
    """Let the intake office's own clock run on, from its first date, when a case comes back to it.

    Where the office had never had the matter to pass on, or not since a review had it done anew, its days begin today.
    """
    rule = "discipline_accept_15wd" if case.petition.is_accusation else "transfer_15"
    own = case.petition.deadlines.filter(rule=rule, handling__isnull=True).order_by("-pk").first()
    if rule == "transfer_15" and (own is None or own.cancelled_at or _before_redo(case, own)):
        start(case, (rule,), today)
    elif own is not None:
        own.met_at = own.cancelled_at = None
        # The calendar may have changed while it stood still.
        due = store.recount(own.rule, own.started_on, own.due_unmoved, store.work_calendar())
        own.due_unmoved, own.due, own.late_from = due.due_unmoved, due.due, due.late_from
        own.save(update_fields=["met_at", "cancelled_at", "due_unmoved", "due", "late_from"])


def _before_redo(case: Case, own: Deadline) -> bool:
    """Whether a clock is of a round that a review body ended: the present one began without the office."""
    redo = case.petition.handlings.filter(round=case.petition.round, entry=Handling.Entry.REDO).first()
    return redo is not None and own.met_at is not None and own.met_at <= redo.received_at


def settle(petition: Petition, today: datetime.date) -> None:
    """Store on the petition the next date that an office owes, and whether any is past."""
    owed = list(petition.deadlines.open().of_the_matter().exclude(rule__in=WINDOWS).order_by())
    # What stands still falls due on no day, unless it was late before.
    dates = [row.due for row in owed if row.paused_on is None or row.is_over(today)]
    petition.next_due = min(dates, default=None)
    petition.overdue = any(row.is_over(today) for row in owed)
