"""The form for one paper's wording."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from intake.documents import versions
from intake.documents.models import NoticeTemplate
from intake.documents.shipped import Text


class WordingForm(forms.Form):
    """Subject and text, and the version that they were made from."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    subject = forms.CharField(label=_("Subject"), max_length=versions.MAX_SUBJECT)
    body = forms.CharField(
        label=_("Text"),
        max_length=versions.MAX_BODY,
        widget=forms.Textarea(attrs={"rows": 28, "spellcheck": "false"}),
        help_text=_("A line whose fields are all empty is left out of the paper."),
    )

    def __init__(self, *args: Any, code: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.code = code

    @classmethod
    def of(cls, row: NoticeTemplate) -> WordingForm:
        """The form filled in with the version in force."""
        return cls(code=row.code, initial={"seen": row.version, "subject": row.subject, "body": row.body})

    @property
    def text(self) -> Text:
        return Text(
            self.cleaned_data["subject"].strip(), self.cleaned_data["body"].replace("\r\n", "\n").strip()
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if {"subject", "body"} <= cleaned.keys():
            try:
                versions.validate(self.code, self.text)
            except ValidationError as refused:
                self.add_error(None, refused)
        return cleaned
