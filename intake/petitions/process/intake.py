"""Taking a matter in (提交): everything is stored at once, a proposal beside it; nothing is sent to any unit."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.pages.models import DisclosurePage
from delivery.messages import Letter
from intake.clock import store
from intake.clock.rules import local_day
from intake.petitions import locks, numbers, offices, staffing, visibility
from intake.petitions.covering import cover
from intake.petitions.errors import RuleViolation
from intake.petitions.models import (
    Accused,
    Deadline,
    Notice,
    Petition,
    Petitioner,
    Proposal,
    Registration,
)
from intake.petitions.models.case import Channel, State
from intake.petitions.policies import Actor
from intake.routing import service as routing
from intake.routing.engine.staff import Names
from intake.routing.models import Category, PetitionClass
from privacy.crypto import blind_index, keyed_hash
from records import events
from regions import snapshot
from regions.models import Organisation, Region

from . import clocks, notices
from .behalf import OnBehalf
from .case import Case
from .core import KIND, perform
from .proposing import accused_rows, proposal_row

MOST_CONTACTS = 5  # article 20 of the Regulations, here in plain words
TOO_MANY = _(
    "Article 20 of the Regulations on Petition Work: people with one matter choose at most five representatives. "
    "Please name five contacts at most, yourself among them."
)


@dataclass(frozen=True)
class Person:
    """A writer or contact as typed. Empty strings for what was not given."""

    name: str = ""
    phone: str = ""
    id_number: str = ""
    address: str = ""
    email: str = ""
    id_type: str = ""

    @property
    def gives_real_name(self) -> bool:
        """Whether this is a real-name petition (实名): a name, and a way to reach whoever has it."""
        return is_real_name(self.name, self.phone, self.address, self.email)


def is_real_name(name: str, *ways_to_reach: str) -> bool:
    """What the discipline rules owe word to: a name with a way to reach its owner. A telephone alone is no name."""
    return bool(name.strip()) and any(way.strip() for way in ways_to_reach)


@dataclass(frozen=True)
class Submission:
    """A checked matter: what the form, the API and the import hand over alike."""

    title: str
    body: str
    region: Region
    channel: str
    petition_class: str = ""  # empty: decided from the text
    category: Category | None = None
    reported_party: str = ""
    target_body: str = ""
    people: list[Person] = field(default_factory=list)  # empty: anonymous
    joint: bool = False
    people_count: int = 1
    withhold_name: bool = False
    publish_consent: bool = False
    language: str = "zh-hans"
    about: DisclosurePage | None = None  # the disclosure that it objects to
    behalf: OnBehalf | None = None  # who takes it down for the resident; None: the resident wrote it
    submission_key: str = ""  # the form's or line's own key: the same key makes one case


@dataclass(frozen=True)
class Submitted:
    """The case that was made, its query password and first clocks; without them when the key had made it before."""

    petition: Petition
    password: str = ""
    clocks: Sequence[Deadline] = ()
    repeated: bool = False


def submit(
    submission: Submission,
    now: datetime.datetime | None = None,
    beside: Callable[[Submitted], None] | None = None,
) -> Submitted:
    """Store a matter, its writer, its proposal and its first deadline, and issue the receipt, in one transaction.

    ``beside`` stores what must come with a new case or not at all. A repeated ``submission_key`` returns the case
    that it made. Raises ``RuleViolation`` for more contacts than may be named, and when no office may take it.
    """
    made = made_before(submission.submission_key)
    if made is not None:
        return made
    if submission.behalf is not None:
        submission.behalf.check(now or timezone.now())
    if len(submission.people) > MOST_CONTACTS:
        raise RuleViolation(("contacts", TOO_MANY))
    password = numbers.draw_password()
    while made is None:
        ground = staffing.ground()
        with snapshot.held():
            draft = _draft(submission, password, now or timezone.now(), staffing.roll(ground).names)
        try:
            with transaction.atomic():
                locks.share_recusal()
                # If somebody else stands under whom since, or works where, holder and bars may be others: once more.
                if staffing.ground() == ground:
                    made = _store(draft, password)
                    if beside is not None:
                        beside(made)
        except IntegrityError:
            made = made_before(submission.submission_key)
            if made is None and not _is_taken(draft.petition.number):
                raise
    return made


def _propose(submission: Submission, staff: Names) -> routing.Proposal:
    """The proposal for a matter, under the class that it is filed as.

    An accusation that nobody called one is proposed anew as what it is: better sealed once too often than shown to the
    accused.
    """

    def propose(petition_class: str | None) -> routing.Proposal:
        return routing.propose(
            title=submission.title,
            body=submission.body,
            region=submission.region,
            category=submission.category,
            petition_class=petition_class,
            reported_party=submission.reported_party,
            target_body=submission.target_body,
            staff=staff,
        )

    proposed = propose(submission.petition_class or None)
    unnamed = submission.channel in (Channel.API, Channel.IMPORT) and proposed.accusation_suspected
    if unnamed and proposed.petition_class != PetitionClass.ACCUSATION:
        return propose(PetitionClass.ACCUSATION)
    return proposed


def made_before(submission_key: str) -> Submitted | None:
    """The case that this key has made, without its password; None for a new key and for no key."""
    key = _key_hash(submission_key)
    petition = Petition.objects.filter(submission_key=key).first() if key else None
    return Submitted(petition, repeated=True) if petition else None


def _key_hash(submission_key: str) -> str | None:
    return keyed_hash("submission", submission_key) if submission_key else None


def password_hash(password: str) -> str:
    """How a query password is kept: an HMAC under the server's key, of what was typed without its hyphens."""
    return keyed_hash("query_password", numbers.fold(password))


@dataclass(frozen=True)
class Draft:
    """Every row of a new case, drawn up before the transaction that stores them: other writers wait for that one."""

    petition: Petition
    people: list[Petitioner]
    accused: list[Accused]
    proposal: Proposal
    clocks: list[Deadline]
    barred: set[int]
    receipt: Notice
    letters: list[Letter]
    registration: Registration | None
    receives: Organisation | None  # the unit that it was brought to, which handles it itself


def _draft(submission: Submission, password: str, now: datetime.datetime, staff: Names) -> Draft:
    """All that can be found out, worked out and put into words without writing. Raises ``RuleViolation``.

    A matter that the petition office may not know of is drawn up anew as an accusation, for the discipline side
    (sections 4 and 15, row S6).
    """
    proposed = _propose(submission, staff)
    petition = _petition(submission, proposed, password, now)
    accused = accused_rows(petition, proposed.accused, now, [person.name for person in submission.people])
    barred = visibility.barred_organisations(petition, accused)
    if not petition.is_accusation and offices.petition_office(petition.region).pk in barred:
        return _draft(replace(submission, petition_class=PetitionClass.ACCUSATION), password, now, staff)
    petition.owner = visibility.intake_office(petition, barred)
    if petition.owner.pk in barred:  # better refused aloud than taken in where nobody will read it
        raise RuleViolation(("reported_party", _("No discipline unit may take this case here.")))
    case = Case(petition=petition, intake=petition.owner, lead=None, approval=None)
    started = _first_clocks(case)
    petition.next_due = min((clock.due for clock in started), default=None)
    people = [_petitioner(petition, position, person) for position, person in enumerate(submission.people)]
    due = started[0].due if started else ""
    # The first limit of an ordinary petition is for passing it on (article 22); whether it is accepted the unit that
    # gets it tells (article 23). For a report of wrongdoing the first limit is for acceptance.
    told = {"due_on" if petition.is_accusation else "placed_by": due}
    receives = _receives_itself(submission, petition, barred, accused)
    if receives is not None:
        told = {"due_on": store.due("notify_direct_15", petition.received_on).due}
    receipt = notices.compose(case, "receipt", told, now, issued_by=receives or petition.owner, people=people)
    return Draft(
        petition=petition,
        people=people,
        accused=accused,
        proposal=proposal_row(petition, proposed, now, barred),
        clocks=started,
        barred=barred,
        receipt=receipt,
        letters=notices.letters(receipt, people),
        registration=submission.behalf.row(petition, now) if submission.behalf else None,
        receives=receives,
    )


def _receives_itself(
    submission: Submission, petition: Petition, barred: set[int], accused: list[Accused]
) -> Organisation | None:
    """The unit that takes down what was brought to it and keeps it (article 23). Never a report of wrongdoing, nor what
    complains of the unit or of everybody who works there: that goes to the intake office, as from any desk."""
    behalf = submission.behalf
    if behalf is None or not behalf.at_unit or petition.is_accusation:
        return None
    unit = behalf.organisation
    return unit if unit.is_current() and visibility.would_open_at(unit, barred, accused) else None


def _store(draft: Draft, password: str) -> Submitted:
    """The rows, the keys that open the case, and the first event."""
    petition = draft.petition
    petition.save(force_insert=True)
    Petitioner.objects.bulk_create(draft.people)
    Accused.objects.bulk_create(draft.accused)
    draft.proposal.save(force_insert=True)
    Deadline.objects.bulk_create(draft.clocks)
    visibility.open_first(petition, draft.barred, draft.accused)
    notices.keep(draft.receipt, draft.letters)
    if draft.registration is not None:
        draft.registration.save(force_insert=True)
    by = draft.registration
    events.record(
        KIND,
        petition.pk,
        "submit",
        actor_kind="staff" if by else "petitioner",
        actor_id=by.user.uuid if by else None,
        organisation_code=by.organisation.code if by else "",
        after=petition.state,
        data={"channel": petition.channel, "class": petition.petition_class},
        at=petition.submitted_at,
    )
    if draft.receives is None:
        return Submitted(petition, password, draft.clocks)
    case = perform(
        petition.pk, "receive_here", Actor.system(), now=petition.submitted_at, organisation=draft.receives
    )
    return Submitted(case.petition, password, list(case.petition.deadlines.open()))


def _petition(
    submission: Submission, proposed: routing.Proposal, password: str, now: datetime.datetime
) -> Petition:
    known = [person.name for person in submission.people]
    behalf, today = submission.behalf, local_day(now)
    return Petition(
        number=numbers.draw_number(local_day(now).year),
        password_hash=password_hash(password),
        submission_key=_key_hash(submission.submission_key),
        petition_class=proposed.petition_class,
        channel=submission.channel,
        language=submission.language,
        region=submission.region,
        category=submission.category or proposed.category,
        title=submission.title,
        body=submission.body,
        title_masked=cover(submission.title, known, withheld=submission.withhold_name)[:300],
        body_masked=cover(submission.body, known, withheld=submission.withhold_name),
        reported_party=submission.reported_party,
        target_body=submission.target_body,
        about=submission.about,
        anonymous=not submission.people,
        real_name=bool(submission.people) and submission.people[0].gives_real_name,
        withhold_name=submission.withhold_name,
        joint=submission.joint,
        people_count=submission.people_count,
        publish_consent=submission.publish_consent,
        submitted_at=now,
        reached_on=behalf.received_on if behalf and behalf.received_on != today else None,
        from_above=bool(behalf and behalf.from_above),
        state=State.SUBMITTED,
    )


def _is_taken(number: str) -> bool:
    """Whether another case has the number that was drawn: so rarely that it is asked when the case can't be stored."""
    return Petition.objects.filter(number=number).exists()


def _petitioner(petition: Petition, position: int, person: Person) -> Petitioner:
    return Petitioner(
        petition=petition,
        position=position,
        name=person.name,
        phone=person.phone,
        phone_index=blind_index("phone", person.phone) if person.phone else "",
        id_type=person.id_type,
        id_number=person.id_number,
        id_index=blind_index("id_number", person.id_number) if person.id_number else "",
        address=person.address,
        email=person.email,
        has_email=bool(person.email),
    )


def _first_clocks(case: Case) -> list[Deadline]:
    """The clocks that run from receipt: passing on and registering, or telling a real-name reporter of acceptance."""
    petition = case.petition
    codes = ["discipline_accept_15wd"] if petition.is_accusation else ["transfer_15", "register_1wd"]
    if petition.from_above and not petition.is_accusation:
        codes.append("county_share_4")
    return clocks.prepare(case, codes, petition.received_on)
