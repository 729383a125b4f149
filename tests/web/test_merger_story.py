"""A unit is merged into another while it works on a case: the operator says so in the tree, and the case follows."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from web.at_desk import do
from web.resident import Slip, open_case
from web.serving import Web

pytestmark = pytest.mark.browser

NEW_NAME = "县农业农村和水务局"
# A case in work, the body that takes its unit over, and somebody who works there.
BEFORE = f"""
import factories
from accounts.models import Membership, Role
from regions.models import Organisation
from regions.process import save_organisation
for name in ("operator", "petition_office"):
    factories.staff(name)
made = factories.file_petition()
petition = made.petition
for action, who, data in (
    ("register", "petition_office", {{}}),
    ("transfer", "petition_office", {{"organisation": factories.unit(factories.AGRICULTURE), "reason": "职责所在"}}),
    ("accept", "officer", {{}}),
    ("start", "officer", {{}}),
):
    petition = factories.act(petition, action, who, **data)
old = factories.unit(factories.AGRICULTURE)
new = Organisation(
    code="990121-NYSW", name="{NEW_NAME}", short_name="{NEW_NAME}", kind=old.kind, region=old.region, parent=old.parent
)
save_organisation(new)
Membership.objects.create(user=factories.staff("officer2"), role=Role.HANDLER, organisation=new)
print(made.petition.shown_number, made.password, old.pk)
"""
DAYS = "shown => shown.map(time => time.dateTime)"
SWEEP = "from intake.petitions.process.sweep import sweep\nsweep()"


def test_a_case_goes_on_where_its_unit_was_merged_into_and_keeps_its_days(
    web: Web, plain: Page, desk_of: Callable[[str], Page]
) -> None:
    number, password, old = web.python(BEFORE).split()
    before, operator, after = desk_of("officer"), desk_of("operator"), desk_of("officer2")
    before.goto(f"{web.url}/admin/cases/{number}/")
    days = before.locator(".panel--sun time").evaluate_all(DAYS)
    assert days

    operator.goto(f"{web.url}/admin/organisation/edit/{old}/")
    operator.fill("[name=valid_to]", "2026-01-31")
    operator.select_option("[name=successor]", label=NEW_NAME)
    operator.locator("form .footer [type=submit], form footer [type=submit]").first.click()
    expect(operator.locator(".messages")).to_be_visible()
    web.python(SWEEP)

    after.goto(f"{web.url}/admin/cases/{number}/")
    expect(after.locator("h1")).to_contain_text("高标准农田的渠比田高")
    assert after.locator(".panel--sun time").evaluate_all(DAYS) == days
    assert before.goto(f"{web.url}/admin/cases/{number}/").status == 404

    open_case(plain, web, Slip(number, password))
    expect(plain.locator("main")).to_contain_text(f"Goes on at {NEW_NAME}")
    do(after, web, number, "note", reason="接着办理")
