"""Something of every kind that the public may read, made in a site that answers, as the desks make it."""

from __future__ import annotations

import json
from typing import Any

from web.serving import Web

# Prints the addresses. The figures are of the months before the site's own.
MAKE = """
import json
import factories, notice_making, publishing
from delivery import outbox
from django.utils import timezone
from intake.petitions.process.receipt import open_notice
from intake.statistics import closing
from intake.statistics.counting import Fact
from intake.statistics.periods import Period, months_between
from intake.summaries import process as summaries
from intake.summaries.checking import Texts
from ledgers import made
from intake.summaries.models import PublicCase
from regions.models import Region

page = publishing.approve(publishing.with_ledger(publishing.draft(), made.monthly().content))
page = publishing.correct(page, made.corrected(), "按票据更正")
waiting = publishing.draft("D012", lede="本月误工补贴 41 工日。")
publishing.send_in(waiting)
newest = page.ledgers.get().version
notice = notice_making.published()

petition = factories.to_replied(publish_consent=True)
open_notice(petition.pk, petition.notices.get(is_reply=True).pk)
writer, head = factories.staff("petition_office"), factories.staff("petition_head")
summary = summaries.begin(petition.pk, writer)
words = Texts(
    title="灌溉水渠返工",
    question="村民反映新修的水渠没有按高程施工，希望返工。",
    answer="主管部门确认问题属实，责成施工单位在三十日内返工。",
    region=Region.objects.get(code="990121103000"),
)
summary = summaries.send(petition.pk, writer, words, "", seen=summary.version)
summaries.publish(petition.pk, head, seen=summary.version)
case = PublicCase.objects.get()

row = (factories.AGRICULTURE, "990121103000", "130000")
year = timezone.localdate().year - 1
for month in months_between(Period(year, 1, 1), timezone.localdate()):
    measures = ("received", "sent", "answered", "due", "rated")
    facts = [Fact(one, *row) for one in measures] * (21 + month.first)
    closing.close_month(month, facts=facts, apart=9)

while outbox.drain(limit=500).handled:
    pass
print(json.dumps({
    "disclosure": page.path_on_site, "page": page.pk, "waiting": waiting.pk, "ledger": str(newest.pk),
    "notice": f"/notices/{notice.pk}/", "case": f"/cases/{case.pk}/", "year": year,
}))
"""


def publish(web: Web) -> dict[str, Any]:
    """Publish a ledger and its correction, a notice, an answered case and a year of figures; where they stand."""
    made: dict[str, Any] = json.loads(web.python(MAKE))
    return made
