"""Numbers of what an office issues over units (期号): one series by office and year, each number given once."""

from __future__ import annotations

import datetime

from django.db.models import Max

from intake.clock.rules import local_day
from regions.models import Organisation

from .models import Issue


def take(office: Organisation, kind: str, now: datetime.datetime) -> Issue:
    """The next number of the office's series in this year.

    Call it inside the transaction that stores what is issued: two at once wait for each other.
    """
    Organisation.objects.select_for_update(no_key=True).get(pk=office.pk)
    year = local_day(now).year
    last = Issue.objects.filter(office=office, year=year).aggregate(last=Max("number"))["last"]
    return Issue.objects.create(office=office, year=year, number=(last or 0) + 1, kind=kind)
