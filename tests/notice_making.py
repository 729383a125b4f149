"""An invented notice, and the commands by which it comes about."""

from __future__ import annotations

import datetime
from dataclasses import replace
from decimal import Decimal
from typing import Any

import factories

from cms.notices import process
from cms.notices.models import Notice
from cms.notices.process import CaseData, NoticeData, PersonData

NAME = "汤碾生"
OTHER = "龙翠屏"


def data(**given: Any) -> NoticeData:
    """Two cases: a village's former clerk, and a vice-director of another village."""
    first = CaseData(
        unit=factories.unit("990121101206"),
        problem="funds",
        persons=[PersonData(NAME, "原报账员", "village")],
        period_from=datetime.date(2023, 3, 1),
        period_to=datetime.date(2025, 11, 30),
        facts=f"{NAME}收取村集体碾坊租金不入账，分9次截留，用于个人开支。",
        amount=Decimal("38600.00"),
        measures=["party_serious", "restitution"],
        ruling=f"{NAME}所截留的租金已退还村集体。",
        decided_on=datetime.date(2026, 9, 18),
        decided_by="中共砚川县纪律检查委员会",
        basis="《中国共产党纪律处分条例》",
    )
    second = CaseData(
        unit=factories.unit("990121201204"),
        problem="false_claims",
        persons=[PersonData(OTHER, "原副主任", "village")],
        facts=f"2024年5月，{OTHER}以已流转的荒坡地申报补贴，多领2702.50元。",
        measures=["party_warning"],
        decided_on=datetime.date(2026, 10, 9),
        decided_by="中共砚川县纪律检查委员会",
        basis="《中国共产党纪律处分条例》",
    )
    values: dict[str, Any] = {
        "title": "关于2起群众身边不正之风和腐败问题的通报",
        "number": "砚纪通〔2026〕11号",
        "drive": "农村集体三资管理专项整治",
        "approved_by": "县纪委常委会",
        "approved_on": datetime.date(2026, 11, 13),
        "opening": "今年8月以来，县纪委监委开展专项整治。现将其中2起通报如下。",
        "closing": "各单位要引以为戒。",
        "cases": [first, second],
    }
    return NoticeData(**(values | given))


def with_first(**given: Any) -> NoticeData:
    """The notice with its first case alone, and some of it other."""
    return data(cases=[replace(data().cases[0], **given)])


def drafted(
    given: NoticeData | None = None, who: str = "inspector", issuer: str = factories.DISCIPLINE
) -> Notice:
    return process.create(factories.staff(who), factories.unit(issuer), given or data())


def submitted(given: NoticeData | None = None) -> Notice:
    return process.submit(drafted(given).pk, factories.staff("inspector"))


def published(given: NoticeData | None = None, **how: Any) -> Notice:
    return process.publish(submitted(given).pk, factories.staff("inspector_head"), **how)
