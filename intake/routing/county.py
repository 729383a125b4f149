"""The engine's world, made from the database and kept in each process until something in it changes."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from django.utils import timezone

from intake.routing.engine.plain import Leaf, ObjectLead, OwnRule, Place, Unit
from intake.routing.engine.world import World
from intake.routing.models import Category, RegionRule
from regions import stamps, tree
from regions.models import Organisation, Region
from regions.snapshot import snapshot


@dataclass(frozen=True)
class Stamp:
    """What tells one state of the tables from another; the day counts, because bodies end and rules begin."""

    tree: Any
    matters: tuple[Any, ...]
    day: datetime.date


@dataclass(frozen=True)
class County:
    """The world by codes, and the rows behind the codes, which are not to be changed."""

    world: World
    regions: Mapping[str, Region]
    bodies: Mapping[str, Organisation]
    categories: Mapping[str, Category]


def current() -> County:
    """The county as it is now."""
    return _county(
        Stamp(
            tree=stamps.of_tree(),
            matters=stamps.of_tables(Category, RegionRule),
            day=timezone.localdate(),
        )
    )


def forget(**_signal: Any) -> None:
    """Drop the kept county. Receiver of the save and delete signals of this room's tables."""
    _county.cache_clear()


@lru_cache(maxsize=1)
def _county(stamp: Stamp) -> County:
    """The county of one stamp; one is kept."""
    regions = {region.pk: region for region in Region.objects.all()}
    bodies = {body.code: body for body in Organisation.objects.select_related("region")}
    codes = {body.pk: body.code for body in bodies.values()}

    by_code = {region.code: region for region in regions.values()}

    @cache
    def barred_from(units: frozenset[str], place: str, wrongdoing: bool) -> frozenset[str]:
        accused = [bodies[code] for code in units]
        barred = tree.barred_from(accused, by_code[place], wrongdoing=wrongdoing)
        return frozenset(codes[pk] for pk in barred)

    categories = {row.code: row for row in Category.objects.all()}
    leaves = _leaves(categories.values())
    parts = (_places(regions, stamp.day), _units(bodies, stamp.day), leaves, _own_rules(stamp.day))
    return County(World(*parts, barred_from), by_code, bodies, categories)


def _places(regions: Mapping[int, Region], day: datetime.date) -> Iterator[Place]:
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
            names=_names(body),
            region=body.region.code,
            current=current.code if current.is_current(day) else "",
            supervises=frozenset(watched.get(body.pk, ())),
        )


def _names(row: Region | Organisation) -> tuple[str, ...]:
    """The name, the short name and then the others: the engine tells a village from its committee by them."""
    return tuple(dict.fromkeys(name for name in (row.name, row.short_name, *row.aliases) if name))


def _leaves(rows: Iterable[Category]) -> Iterator[Leaf]:
    for row in rows:
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
