"""The other contacts of a joint petition, one a line: a name, then a phone number."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from intake.petitions.limits import check_phone
from intake.petitions.process import Person
from intake.petitions.process.intake import MOST_CONTACTS, TOO_MANY
from privacy.crypto import normal_phone
from privacy.normalising import folded

from .fields import TextField

_LINE = re.compile(r"(?P<name>.*?)[\s,，、;；:：]*(?P<phone>[+(]?\d[\d\s()+-]{5,})?")
LONGEST_NAME = 60


@dataclass(frozen=True)
class _Line:
    number: int
    name: str
    phone: str


class ContactsField(TextField):
    """At most four others beside the writer: five represent a joint petition (article 20)."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.Textarea(attrs={"rows": 4, "class": "short"}))
        super().__init__(max_length=1000, lines=4, **options)

    def clean(self, value: Any) -> list[Person]:
        lines = [
            _read(number, line)
            for number, line in enumerate(super().clean(value).split("\n"), start=1)
            if line.strip()
        ]
        if len(lines) + 1 > MOST_CONTACTS:
            raise ValidationError(TOO_MANY, code="too_many")
        return [_person(line) for line in lines]


def _read(number: int, typed: str) -> _Line:
    found = _LINE.fullmatch(folded(typed).strip())
    if found is None:
        return _Line(number, typed.strip(), "")
    return _Line(number, found["name"].strip(), (found["phone"] or "").strip())


def _person(line: _Line) -> Person:
    where = {"line": line.number}
    if not line.name or len(line.name) > LONGEST_NAME or not any(char.isalpha() for char in line.name):
        raise ValidationError(
            _("Line %(line)s: write the name, then the phone number."), code="name", params=where
        )
    try:
        check_phone(line.phone)
    except ValidationError:
        raise ValidationError(
            _("Line %(line)s: this phone number can't be right."), code="phone", params=where
        ) from None
    if not line.phone:
        raise ValidationError(_("Line %(line)s: the phone number is missing."), code="phone", params=where)
    return Person(name=line.name, phone=normal_phone(line.phone))
