"""The demo county: regions, calendar, categories, pages, people, petitions and notices, loaded once."""

from __future__ import annotations

import uuid

from cms.pages.setup import ensure_site
from intake.clock.loading import load_holidays
from intake.documents.numbering import load_prefixes
from intake.petitions.models import DutyContact
from intake.routing.loading import load_categories
from records import events
from regions.loading import load_regions
from regions.models import Organisation, Region
from sunshine import env
from sunshine.demo import disclosures, figures, notices, people, petitions

ROOT = env.ROOT
FILES = {
    load_regions: ROOT / "site" / "regions" / "data" / "demo-regions.csv",
    load_holidays: ROOT / "intake" / "clock" / "data" / "holidays-2026.csv",
    load_categories: ROOT / "intake" / "routing" / "data" / "petition-categories.csv",
}
PREFIXES = ROOT / "intake" / "documents" / "data" / "demo-prefixes.csv"
# Whom urgent reports go to; the office of the joint conference sits in the petition office, as it mostly does.
DUTY = (
    ("990121-GOV", DutyContact.Duty.GOVERNMENT, {"phone": "0990-000 1200", "sms": "19900012000"}),
    ("990121-XFJ", DutyContact.Duty.JOINT_OFFICE, {"phone": "0990-000 1201", "sms": "19900012001"}),
    ("990121-XFJ", DutyContact.Duty.CALL_BACK, {"phone": "0990-000 1234"}),
    ("990121-JW", DutyContact.Duty.CALL_BACK, {"phone": "0990-000 1256"}),
)
# The mark that loading ended: an event, since the history is the one table that nobody can change by hand.
KIND = "demo"
COUNTY = uuid.UUID("99012100-0000-4000-8000-000000000000")


class DataFault(Exception):
    """A file of the demo's own data has a fault: the text names it."""


def is_loaded() -> bool:
    """Whether a load came to its end on this database."""
    return events.history(KIND, COUNTY).filter(action="loaded").exists()


def load_reference_data() -> None:
    """Load regions, calendar, categories and document number prefixes. Raises ``DataFault``."""
    for loader, path in FILES.items():
        faults = [f"{path.name}:{problem.line}: {problem.reason}" for problem in loader(path).problems]
        if faults:
            raise DataFault("\n".join(faults))
    load_prefixes(PREFIXES)
    for code, reached_for, numbers in DUTY:
        organisation = Organisation.objects.get(code=code)
        DutyContact.objects.get_or_create(organisation=organisation, duty=reached_for, defaults=numbers)


def load() -> None:
    """Load what is not there yet; a load that was interrupted is taken up again. Raises ``DataFault``."""
    load_reference_data()
    ensure_site(Region.objects.get(code="990121000000"))
    people.load()
    disclosures.load()
    petitions.load()
    notices.load()
    figures.load()
    events.record(KIND, COUNTY, "loaded", actor_kind="system")
