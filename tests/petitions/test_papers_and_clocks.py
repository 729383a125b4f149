"""What papers say in whose language, and the clock of a reporter who gives a real name later."""

from __future__ import annotations

import re

import pytest
from factories import to_transferred

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("county")]


def test_a_letter_between_offices_is_chinese_to_its_last_date_whatever_the_petitioner_reads():
    petition = to_transferred(language="en")
    letter = petition.notices.get(code="transfer_letter")
    assert re.findall("[A-Za-z]{3,}", letter.body.replace(petition.shown_number, "")) == []
    assert re.search(r"\d{4}年\d{1,2}月\d{1,2}日", letter.body)
    told = petition.notices.get(code="forwarded_notice")
    assert "年" not in told.body and re.search(r"\d{1,2} [A-Z][a-z]+ \d{4}", told.body)
