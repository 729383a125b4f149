"""Making things for tests in the invented county: staff, petitions, and steps of a case, through the real commands."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import Any

import recorded
from django.utils import timezone
from wagtail.models import Site

import intake.clock
import intake.routing
import regions
from accounts.models import Membership, Role, StaffStamp, User
from accounts.rights import sync_rights
from cms.pages.setup import ensure_site
from intake.petitions import policies
from intake.petitions.models import Petition
from intake.petitions.policies import Actor
from intake.petitions.process import Person, Submission, Submitted, case, perform, receipt, submit
from regions import stamps
from regions.models import Organisation, Region

AGRICULTURE = "990121-NYNC"
CIVIL_AFFAIRS = "990121-MZ"
PETITION_OFFICE = "990121-XFJ"
DISCIPLINE = "990121-JW"
TOWNSHIP = "990121103-GOV"
TOWNSHIP_DISCIPLINE = "990121103-JW"
COUNTY = "990121-GOV"
CITY = "990100-GOV"
VILLAGE = "990121103204"
OTHER_VILLAGE = "990121201203"

# user name → role and organisation: one of each kind that a story needs
STAFF = {
    "petition_office": (Role.PETITION_OFFICER, PETITION_OFFICE),
    "petition_head": (Role.PETITION_HEAD, PETITION_OFFICE),
    "officer": (Role.HANDLER, AGRICULTURE),
    "officer_head": (Role.UNIT_HEAD, AGRICULTURE),
    "officer2": (Role.HANDLER, CIVIL_AFFAIRS),
    "officer2_head": (Role.UNIT_HEAD, CIVIL_AFFAIRS),
    "township_officer": (Role.HANDLER, TOWNSHIP),
    "township_head": (Role.UNIT_HEAD, TOWNSHIP),
    "inspector": (Role.DISCIPLINE_INTAKE, DISCIPLINE),
    "inspector_head": (Role.DISCIPLINE_HEAD, DISCIPLINE),
    "township_inspector": (Role.DISCIPLINE_OFFICER, TOWNSHIP_DISCIPLINE),
    "township_inspector2": (Role.DISCIPLINE_OFFICER, TOWNSHIP_DISCIPLINE),
    "dispatched_inspector": (Role.DISCIPLINE_OFFICER, "990121-PZ1"),
    "superior_inspector": (Role.DISCIPLINE_INTAKE, "990100-JW"),
    "review_officer": (Role.REVIEWER_OFFICER, COUNTY),
    "review_head": (Role.REVIEW_HEAD, COUNTY),
    "city_review_officer": (Role.REVIEWER_OFFICER, CITY),
    "city_review_head": (Role.REVIEW_HEAD, CITY),
    "leader": (Role.LEADER, COUNTY),
    "clerk": (Role.CLERK, VILLAGE),
    "reviewer": (Role.REVIEWER, TOWNSHIP),
    "operator": (Role.OPERATOR, COUNTY),
    "centre_clerk": (Role.CENTRE_CLERK, "990121-FWZX"),
    "town_centre": (Role.CENTRE_CLERK, "990121103-FWZX"),
    "grid_worker": (Role.GRID_WORKER, VILLAGE),
}


def load_county() -> None:
    """Regions, organisations, calendar and categories of the invented county, from the product's own files."""
    from intake.clock.loading import load_holidays
    from intake.routing.loading import load_categories
    from regions.loading import load_regions

    for load, room, name in (
        (load_regions, regions, "demo-regions.csv"),
        (load_holidays, intake.clock, "holidays-2026.csv"),
        (load_categories, intake.routing, "petition-categories.csv"),
    ):
        report = load(Path(str(room.__file__)).parent / "data" / name)
        assert not report.problems, report.problems


def staff(name: str) -> User:
    """A member of staff of ``STAFF``, made at the first call."""
    if found := User.objects.filter(username=name).first():
        return found
    hire(name)
    return User.objects.get(username=name)  # without what making it kept on the object


def site() -> Site:
    """The county's site with the pages and texts that come with the product."""
    recorded.once("site", lambda: ensure_site(Region.objects.get(level=Region.Level.COUNTY)))
    return Site.objects.get(is_default_site=True)


def hire(*names: str) -> None:
    """Those of ``STAFF`` who are not there yet."""
    if len(names) == len(STAFF):
        recorded.once("staff", lambda: _take_in(names))
    else:
        _take_in(names)


def _take_in(names: Collection[str]) -> None:
    """Store those who are not there.

    With no case in the database, which keys would have to follow, nothing but rights follows a membership: then all
    are stored at once, which takes a fraction of the time. Otherwise each comes in as anybody does.
    """
    there = set(User.objects.filter(username__in=names).values_list("username", flat=True))
    users = [User(username=name, display_name=f"试用{name}") for name in names if name not in there]
    organisations = Organisation.objects.in_bulk(
        {STAFF[user.username][1] for user in users}, field_name="code"
    )
    posts = [
        Membership(
            user=user, role=STAFF[user.username][0], organisation=organisations[STAFF[user.username][1]]
        )
        for user in users
    ]
    if Petition.objects.exists():
        for user, post in zip(users, posts, strict=True):
            user.save()
            post.save()
        return
    User.objects.bulk_create(users)
    Membership.objects.bulk_create(posts)
    stamps.touch(StaffStamp)
    for user in users:
        sync_rights(user)


def unit(code: str) -> Organisation:
    return Organisation.objects.get(code=code)


WRITER = Person(name="覃见山", phone="19900010001", address="柘木湾镇荷叶埂村三组")


def file_petition(**given: Any) -> Submitted:
    """File a matter as a resident of the village would; by default a named appeal about a ditch."""
    region = given.pop("region", VILLAGE)
    values: dict[str, Any] = {
        "title": "高标准农田的渠比田高",
        "body": "今年新修的渠，渠底比我们那一片田高出二十多公分，水放不进去，要求返工。",
        "channel": "web",
        "petition_class": "appeal",
        "people": [WRITER],
    }
    return submit(Submission(region=Region.objects.get(code=region), **(values | given)))


def accusation(**given: Any) -> Submitted:
    """File an accusation against the village's committee, whom the township's discipline unit is there to look into."""
    staff("township_inspector")
    values: dict[str, Any] = {
        "title": "村支书把集体鱼塘低价包给亲戚",
        "body": "荷叶埂村支书把集体的鱼塘用低价包给自己亲戚，没有开村民代表会，钱也没有进村里的账。",
        "petition_class": "accusation",
        "reported_party": "荷叶埂村支书",
    }
    return file_petition(**(values | given))


def act(petition: Petition, action: str, who: str, **data: Any) -> Petition:
    """Carry out an action as one of ``STAFF``, as the petitioner (``P``) or as the system (``SYS``)."""
    return perform(petition.pk, action, actor(who), **data).petition


def actor(who: str) -> Actor:
    """One of ``STAFF``, the petitioner (``P``) or the system (``SYS``)."""
    actors = {"P": Actor.petitioner(), "SYS": Actor.system()}
    return actors.get(who) or Actor.staff(staff(who))


def sees(name: str, petition: Petition) -> bool:
    """Whether the case is in sight of one of ``STAFF``."""
    return policies.visible_to(staff(name)).filter(pk=petition.pk).exists()


def offered(who: str, petition: Petition) -> set[str]:
    """The actions that the case offers now to one of ``STAFF`` or to the petitioner (``P``)."""
    return {row.action for row in policies.available_actions(actor(who), case.load(petition.pk))}


def part(region: Region, **other: Any) -> dict[str, Any]:
    """What is needed to split a harmless part off a report."""
    values = {
        "title": "三组水渠请求清淤",
        "body": "水渠淤了两年，请求派人清淤。",
        "petition_class": "appeal",
        "region": region,
        "agreed_how": "phone",
        "agreed_on": timezone.localdate(),
        "reason": "电话征得来件人同意",
    }
    return values | other


OPINION = {
    "requests": "要求返工降低渠底。",
    "facts": "经现场测量，渠底比田面高二十二公分。",
    "decision": "由施工单位在三十日内返工。",
    "basis": "《农田水利条例》。",
    "outcome": "supported",
}


GROUNDS = "渠底只降了十公分，水还是放不进田里，与意见书写的不一样。"
REVIEW = {
    "requests": "要求按设计高程返工。",
    "facts": "经复查，渠底仍比田面高十二公分。",
    "decision": "由施工单位在二十日内按设计高程返工。",
    "basis": "《信访工作条例》第三十五条。",
    "outcome": "change",
}
REVIEW_REFUSED = {
    "reason": "没有书面处理意见。",
    "basis": "《信访工作条例》第三十五条。",
    "destination": "县农业农村局",
}
SIMPLE = {"scope": "clear", "plain": True}
DIVERTED = {
    "basis": "《信访工作条例》第三十一条。",
    "lawful_route": "courts",
    "destination": "县人民法院",
    "route": "三年内起诉。",
}
NOT_ACCEPTED = {"basis": "《信访工作条例》第十九条。", "destination": "砚川县水利局"}


def to_registered(**given: Any) -> Petition:
    return act(file_petition(**given).petition, "register", "petition_office")


def to_transferred(code: str = AGRICULTURE, **given: Any) -> Petition:
    return act(
        to_registered(**given), "transfer", "petition_office", organisation=unit(code), reason="职责所在"
    )


def to_in_progress(**given: Any) -> Petition:
    petition = act(to_transferred(**given), "accept", "officer")
    return act(petition, "start", "officer")


def to_replied(**given: Any) -> Petition:
    petition = act(to_in_progress(**given), "issue_opinion", "officer", **OPINION)
    return act(petition, "grant", "officer_head")


def received(petition: Petition, code: str = "opinion", **on: Any) -> Petition:
    """The petitioner opens a reply: from that day on the next step is counted."""
    reply = petition.notices.filter(code=code).latest("issued_at")
    receipt.open_notice(petition.pk, reply.pk, **on)
    return Petition.objects.get(pk=petition.pk)


def to_in_review(**given: Any) -> Petition:
    """Answered, read, and put before the county government, which has somebody to review it."""
    for name in ("review_officer", "review_head"):
        staff(name)
    return act(received(to_replied(**given)), "request_review", "P", text=GROUNDS)


def to_reviewed(outcome: str = "change", **given: Any) -> Petition:
    petition = act(to_in_review(**given), "accept_review", "review_officer")
    petition = act(petition, "decide_review", "review_officer", **(REVIEW | {"outcome": outcome}))
    return act(petition, "grant", "review_head")


def to_in_rereview(**given: Any) -> Petition:
    for name in ("city_review_officer", "city_review_head"):
        staff(name)
    petition = received(to_reviewed(**given), "review_opinion")
    return act(petition, "request_rereview", "P", text=GROUNDS)


def to_final(**given: Any) -> Petition:
    petition = act(to_in_rereview(**given), "accept_review", "city_review_officer")
    petition = act(petition, "decide_rereview", "city_review_officer", **(REVIEW | {"outcome": "maintain"}))
    return act(petition, "grant", "city_review_head")
