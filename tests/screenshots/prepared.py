"""What the demo doesn't have: a ledger that was corrected. Imported only when Django is set up."""

from __future__ import annotations

from accounts.models import User
from cms.ledgers import process
from cms.ledgers.reading import read_file
from cms.pages.importing import new_draft
from cms.pages.models import DisclosurePage
from delivery import outbox
from regions.models import Region
from tests.ledgers import made

PLACE = "990121103204"
REASON = "第三笔人工费少记了，按票据更正。"


def prepare() -> None:
    """Publish a month's ledger and its correction; after that the search knows of everything there is."""
    clerk = User.objects.get(username="clerk")
    table, better = (read_file(content).tables[0] for content in (made.monthly().content, made.corrected()))
    source = process.Source.of("三月.xlsx", made.monthly().content)
    region = Region.objects.get(code=PLACE)
    page = new_draft(process.store(table, region=region, by=clerk, source=source), by=clerk)
    draft = _approved(page, clerk).get_latest_revision_as_object()
    row = draft.ledgers.get()
    row.version = process.correct(row.version, better, by=clerk, source=source, reason=REASON)
    draft.ledgers.add(row)
    draft.save_revision(user=clerk)
    _approved(draft, clerk)
    while outbox.drain(limit=500).handled:  # nothing waits for the worker
        pass


def _approved(page: DisclosurePage, clerk: User) -> DisclosurePage:
    page.get_workflow().start(page, clerk)
    state = page.current_workflow_task_state
    state.task.specific.on_action(state, User.objects.get(username="reviewer"), "approve")
    return DisclosurePage.objects.get(pk=page.pk)
