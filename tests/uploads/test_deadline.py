"""Files of one request share one time: what is not looked at by then is asked for again, and the page comes in time."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from intake.petitions.errors import RuleViolation
from intake.petitions.process import files
from intake.petitions.views.basket import Basket
from privacy.uploads import Deadline, Refused, clean


def notes() -> list[SimpleUploadedFile]:
    return [SimpleUploadedFile(f"{nth}.txt", f"第{nth}张".encode(), "text/plain") for nth in range(3)]


def test_no_file_is_begun_once_the_time_is_over() -> None:
    with pytest.raises(Refused) as refused:
        clean("说明.txt", "三组的田".encode(), deadline=Deadline(0))
    assert refused.value.code == "busy"


def test_a_file_that_is_under_way_when_the_time_ends_is_asked_for_again() -> None:
    with pytest.raises(Refused) as refused:
        clean("说明.txt", "三组的田".encode(), deadline=Deadline(0.001))
    assert refused.value.code == "busy"


def test_a_file_within_the_time_is_taken() -> None:
    assert clean("说明.txt", "三组的田".encode(), deadline=Deadline(60)).kind == "txt"


def test_all_files_of_a_form_share_one_time(monkeypatch: pytest.MonkeyPatch) -> None:
    basket = Basket()
    monkeypatch.setattr("privacy.uploads.cleaning.REQUEST_SECONDS", 0)
    problems = basket.add(notes())
    assert not basket.files and len(problems) == 3
    assert all("请过一分钟再传" in problem for problem in problems)
    with pytest.raises(RuleViolation) as violation:
        files.clean_all(notes())
    assert len(violation.value.problems) == 3
