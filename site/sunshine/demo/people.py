"""The demo's staff: who can sign in, and what they are where."""

from __future__ import annotations

import json
from pathlib import Path

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.utils.translation import gettext as _
from rich.table import Table

from accounts.models import Membership, Role, User
from regions.models import Organisation

PEOPLE = Path(__file__).parent / "data" / "people.json"
PASSWORD = "sunshine-demo"  # noqa: S105  known to everybody on purpose; refused below outside the demo


def load() -> None:
    """Make the demo's users and memberships. Raises ``ImproperlyConfigured`` outside the demo."""
    if not getattr(settings, "SUNSHINE_DEMO", False):
        raise ImproperlyConfigured(
            "demo users have a password that everybody knows: only the demo may have them"
        )
    organisations = Organisation.objects.in_bulk(field_name="code")
    hashed = make_password(PASSWORD)
    with transaction.atomic():
        for person in json.loads(PEOPLE.read_text(encoding="utf-8")):
            values = {"display_name": person["name"], "password": hashed}
            user, _created = User.objects.get_or_create(username=person["username"], defaults=values)
            Membership.objects.get_or_create(
                user=user, organisation=organisations[person["organisation"]], role=Role[person["role"]]
            )


def login_table() -> Table:
    """The logins as a table for the terminal, in the order of the data file."""
    table = Table(title=_("Demo logins, password %(password)s") % {"password": PASSWORD})
    for heading in (_("user name"), _("name"), _("role"), _("organisation")):
        table.add_column(heading, overflow="fold")
    names = [person["username"] for person in json.loads(PEOPLE.read_text(encoding="utf-8"))]
    memberships = Membership.objects.filter(user__username__in=names).select_related("user", "organisation")
    for membership in sorted(memberships, key=lambda membership: names.index(membership.user.username)):
        user, organisation = membership.user, membership.organisation
        table.add_row(user.username, user.display_name, membership.get_role_display(), str(organisation))
    return table
