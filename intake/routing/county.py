"""The engine's world, made from the database and kept in each process until something in it changes."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any
from uuid import UUID

from django.db.models import Count, Max, Model
from django.utils import timezone

from intake.routing.engine.plain import Leaf, ObjectLead, OwnRule, Place, Unit
from intake.routing.engine.world import World
from intake.routing.models import Category, RegionRule
from regions import tree
from regions.models import Organisation, Region
from regions.snapshot import snapshot


@dataclass(frozen=True)
class Stamp:
    """What tells one state of the tables from another; the day counts, because bodies end and rules begin."""

    tree: UUID | None
    categories: tuple[Any, ...]
    rules: tuple[Any, ...]
    day: datetime.date


@dataclass(frozen=True)
class County:
    """The world by codes, and the ids of its organisations."""

    world: World
    ids: Mapping[str, int]


def current() -> County:
    """The county as it is now."""
    return _county(Stamp(snapshot().token, _stamp(Category), _stamp(RegionRule), timezone.localdate()))


def _stamp(model: type[Model]) -> tuple[Any, ...]:
    found = model._default_manager.aggregate(rows=Count("pk"), changed=Max("changed_at"))
    return found["rows"], found["changed"]


def forget(**_signal: Any) -> None:
    """Drop the kept county. Receiver of the save and delete signals of this room's tables."""
    _county.cache_clear()


@lru_cache(maxsize=1)
def _county(stamp: Stamp) -> County:
    """The county of one stamp; one is kept."""
    bodies = {body.code: body for body in Organisation.objects.select_related("region")}
    codes = {body.pk: body.code for body in bodies.values()}

    @cache
    def barred_with(code: str) -> frozenset[str]:
        return frozenset(codes[pk] for pk in tree.barred(bodies[code]))

    parts = (_places(stamp.day), _units(bodies, stamp.day), _leaves(), _own_rules(stamp.day))
    return County(World(*parts, barred_with), {code: pk for pk, code in codes.items()})


def _places(day: datetime.date) -> Iterator[Place]:
    regions = {region.pk: region for region in Region.objects.all()}
    for region in regions.values():
        current, seen = region, {region.pk}
        while not current.is_current(day) and current.successor_id is not None:
            current = regions[current.successor_id]
            if current.pk in seen:
                break
            seen.add(current.pk)
        path = tuple(region.path.strip("/").split("/"))
        yield Place(region.code, region.level, _names(region), path, current.code)


def _units(bodies: dict[str, Organisation], day: datetime.date) -> Iterator[Unit]:
    watched: dict[int, list[str]] = {}
    through = Organisation.supervises.through.objects
    pairs = through.values_list("from_organisation_id", "to_organisation__code")
    for watcher, code in pairs:
        watched.setdefault(watcher, []).append(code)
    by_id = {body.pk: body for body in bodies.values()}
    ties = snapshot()
    for body in bodies.values():
        if body.valid_from is not None and body.valid_from > day:
            continue
        current = by_id[ties.current_id(body.pk, day)]
        yield Unit(
            code=body.code,
            kind=body.kind,
            short_name=body.short_name or body.name,
            names=_names(body),
            region=body.region.code,
            current=current.code if current.is_current(day) else "",
            supervises=frozenset(watched.get(body.pk, ())),
        )


def _names(row: Region | Organisation) -> tuple[str, ...]:
    """The name, the short name and then the others: the engine tells a village from its committee by them."""
    return tuple(dict.fromkeys(name for name in (row.name, row.short_name, *row.aliases) if name))


def _leaves() -> Iterator[Leaf]:
    for row in Category.objects.all():
        yield Leaf(
            code=row.code,
            name=row.name,
            group=row.group_code,
            usual_class=row.typical_class,
            department=row.department,
            lead_rule=row.lead_rule,
            co_departments=tuple(row.co_departments),
            object_leads=tuple(
                ObjectLead(lead["department"], tuple(lead["words"])) for lead in row.object_leads
            ),
            may_lead=tuple(row.co_may_lead),
            keywords=tuple(row.keywords),
            own_keywords=tuple(row.own_keywords),
        )


def _own_rules(day: datetime.date) -> Iterator[OwnRule]:
    for rule in RegionRule.objects.current(day).select_related("region", "category", "organisation"):
        yield OwnRule(
            region=rule.region.code,
            unit=rule.organisation.code,
            leaf=rule.category.code if rule.category else "",
            group=rule.group_code,
            petition_class=rule.petition_class,
        )
