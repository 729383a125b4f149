"""Splitting the part that accuses nobody off a report of wrongdoing (分出诉求部分): a new petition, and no way back.

The new petition is filed like any other that a resident writes on the site, at the moment of the splitting: own number
and password, own clocks from this day, own proposal, receipt and word to the petitioner. Its channel is the site's own
whatever the report's was: a letter that no clerk took down would tell where it came from. Files stay with the report.

Who may know of it. Nothing is taken over from the report, its bars neither: the petition office would read from a bar
whom the petitioner accuses. It is another matter (section 17: who is to act is not who did wrong), and whoever its own
words complain of is barred by them, as in any filing. But the accused's own body may be the one that would take it in
or handle it. That is no breach of the ban, which covers the report and what is in it, and can be seen by nobody; it is
for the petitioner to weigh. So the intake is told, and has to ask: the petitioner names who else should act (the body
above, which the rules then follow), or agrees that this body gets it, by preference without the name. People complained
of in the report can't be named at all.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from intake.petitions import offices, staffing, visibility
from intake.petitions.errors import RuleViolation
from intake.petitions.models import Petition, SplitOff
from intake.petitions.models.case import Channel
from intake.petitions.texts import BODY_LENGTH, PARTY_LENGTH, TITLE_LENGTH
from intake.routing import service as routing
from intake.routing.engine.staff import SHORTEST_NAME, name_of, plain
from intake.routing.engine.wording import wording
from intake.routing.models import PetitionClass
from regions.models import Organisation, Region

from .core import Step, effect
from .intake import Person, Submission, submit

# How the petitioner said yes.
AGREED = ("person", "phone", "writing", "page")
CLASSES = (PetitionClass.APPEAL, PetitionClass.SUGGESTION)
ACCUSES = _("This still reads like a report of wrongdoing. Only what accuses nobody can be split off.")
NAMES = _(
    "Somebody complained of in the report is named here. Leave the name out, with the petitioner's consent."
)


@effect("split_off")
def split_off(step: Step) -> None:
    """Make the new petition, and keep on the report's side which one it is and how the petitioner agreed."""
    report, data = step.case.petition, step.data
    RuleViolation.gather(_missing(step))
    wanted = _submission(report, data)
    RuleViolation.gather(_told_twice(report, wanted))
    told = _told_of_it(report, wanted)
    RuleViolation.gather(_unfit(report, wanted, [] if data.get("accused_may_know") else told))
    made = submit(wanted, step.now)
    if made.petition.is_accusation:
        raise RuleViolation(("body", ACCUSES))
    SplitOff.objects.create(
        petition=report, made=str(made.petition.pk), password=made.password, made_at=step.now
    )
    step.codes = {"agreed": data["agreed_how"], "on": data["agreed_on"]}
    if told:
        step.codes["known_to"] = [unit.code for unit in told]  # the petitioner agreed to that too


def _missing(step: Step) -> Iterator[tuple[str, Any]]:
    data = step.data
    for name, longest in (("title", TITLE_LENGTH), ("body", BODY_LENGTH)):
        written = str(data.get(name, "")).strip()
        if not written:
            yield name, _("Write what the petitioner agreed to.")
        elif len(written) > longest:
            yield name, _("At most %(limit)d characters.") % {"limit": longest}
    if len(str(data.get("target_body", ""))) > PARTY_LENGTH:
        yield "target_body", _("At most %(limit)d characters.") % {"limit": PARTY_LENGTH}
    if data.get("petition_class") not in CLASSES:
        yield "petition_class", _("Choose what it is: an appeal or a suggestion.")
    if not isinstance(data.get("region"), Region):
        yield "region", _("Choose the place where the matter lies.")
    if data.get("agreed_how") not in AGREED:
        yield "agreed_how", _("Say how the petitioner agreed. Without consent nothing is split off.")
    day, first = data.get("agreed_on"), step.case.petition.received_on
    if not isinstance(day, datetime.date):
        yield "agreed_on", _("Say when the petitioner agreed.")
    elif not first <= day <= step.today:
        yield "agreed_on", _("This day lies before the report came, or is still to come.")


def _submission(report: Petition, data: dict[str, Any]) -> Submission:
    """What is filed. The petitioners are those of the report, who may keep their name from the unit here too."""
    people = [
        Person(one.name, one.phone, one.id_number, one.address, one.email, one.id_type)
        for one in report.petitioners.all()
    ]
    return Submission(
        title=" ".join(str(data["title"]).split()),
        body=str(data["body"]).strip(),
        region=data["region"],
        channel=_channel(report, people),
        petition_class=str(data["petition_class"]),
        target_body=str(data.get("target_body", "")).strip(),
        people=people,
        joint=report.joint,
        people_count=report.people_count,
        withhold_name=report.withhold_name or bool(data.get("withhold_name")),
        language=report.language,
    )


def _channel(report: Petition, people: list[Person]) -> Channel:
    """One by which it could have come like this: the site's form asks who names oneself for an address."""
    writer = people[0] if people else None
    fits_form = writer is None or bool(writer.name and (writer.phone or writer.address))
    return Channel.WEB if fits_form and report.channel != Channel.API else Channel.API


def _told_twice(report: Petition, wanted: Submission) -> Iterator[tuple[str, Any]]:
    """A second press with what was just split off makes no second petition."""
    made = Petition.objects.filter(pk__in=[row.made for row in report.split_offs.all()])
    if any((one.title, one.body) == (wanted.title, wanted.body) for one in made):
        yield "", _("This very part was split off already.")


def _told_of_it(report: Petition, wanted: Submission) -> list[Organisation]:
    """The units that would take the new petition in or handle it, and that the report bars, or somebody there."""
    takes = [offices.petition_office(wanted.region), _read(wanted, wanted.title).organisation]
    barred = visibility.barred_organisations(report)
    return [
        unit
        for unit in dict.fromkeys(takes)
        if unit is not None and (unit.pk in barred or visibility.bars_somebody_at(report, unit))
    ]


def _unfit(report: Petition, wanted: Submission, told: list[Organisation]) -> Iterator[tuple[str, Any]]:
    """What makes it no ordinary petition, or one that the petitioner has to think about once more."""
    for name, text in (("title", wanted.title), ("body", wanted.body), ("target_body", wanted.target_body)):
        if any(who in plain(text) for who in _people_named(report)):
            yield name, NAMES
    if any(_read(wanted, title).accusation_suspected for title in (wanted.title, "")):
        yield "body", ACCUSES
    if told:
        yield (
            "accused_may_know",
            _("%(units)s would get it, and may not know of the report. Ask the petitioner.")
            % {"units": str(_(", ")).join(unit.name for unit in told)},
        )


def _read(wanted: Submission, title: str) -> routing.Proposal:
    """What the rules read in it. Its text is read without its title too: a harmless one does not cover a charge."""
    return routing.propose(
        title=title,
        body=wanted.body,
        region=wanted.region,
        petition_class=wanted.petition_class,
        target_body=wanted.target_body,
        staff=staffing.roll().names,
    )


def _people_named(report: Petition) -> set[str]:
    """How the people complained of in the report are called there, by name or by post. Plain. Not their units, which
    may be the ones to act, however the petitioner calls them."""
    ends_of_bodies, names = wording().words("endings", "bodies"), set()
    for row in visibility.standing(report).select_related("user"):
        names |= {plain(row.person), name_of(row.user.display_name) if row.user else ""}
        mention = plain(row.mention)
        names |= {mention} if row.person or row.user or not mention.endswith(ends_of_bodies) else set()
    return {name for name in names if len(name) >= SHORTEST_NAME}
