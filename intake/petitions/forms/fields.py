"""Fields for what people type: forgiving in form, strict about what could not be stored or answered."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import MaxLengthValidator
from django.utils.functional import lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from delivery import channels
from intake.petitions.identity import check_name
from intake.petitions.limits import check_identity_number, check_phone
from intake.petitions.texts import is_beyond, tidy
from privacy.crypto import normal_id_number, normal_phone
from privacy.uploads import ALLOWED_EXTENSIONS, MAX_BYTES, MAX_FILES, Refused
from privacy.uploads.sniff import ADVICE


class TextField(forms.CharField):
    """Text of one or more lines. Its length is counted as people count: without carriage returns."""

    def __init__(self, *, max_length: int, lines: int = 1, **options: Any) -> None:
        self.lines = lines
        self.longest = max_length
        if lines > 1:
            options.setdefault("widget", forms.Textarea(attrs={"rows": lines}))
        super().__init__(max_length=max_length, **options)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        # A browser that cuts off pasted text loses it silently: the bound is an error that keeps all of it.
        attrs = super().widget_attrs(widget)
        attrs.pop("maxlength", None)
        return attrs

    def to_python(self, value: Any) -> str:
        typed = super().to_python(value) or ""
        if is_beyond(typed, self.longest):
            MaxLengthValidator(self.longest)(typed)
        text = tidy(typed)
        return text if self.lines > 1 else " ".join(text.split())


class NameField(TextField):
    """A person's name (姓名): of one character, with a middle dot, in any script, with rare characters."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.TextInput(attrs={"autocomplete": "name"}))
        super().__init__(max_length=60, **options)

    def validate(self, value: str) -> None:
        super().validate(value)
        check_name(value)


class PhoneField(TextField):
    """A mobile or landline number, however it is grouped. Its value is digits alone."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}))
        super().__init__(max_length=30, **options)

    def validate(self, value: str) -> None:
        super().validate(value)
        check_phone(value)

    def clean(self, value: Any) -> str:
        return normal_phone(super().clean(value))


def _told_by_phone() -> str:
    if channels.is_off("sms"):
        return gettext("Mobile, or landline with its area code.")
    return gettext(
        "Mobile, or landline with its area code. News is sent to a mobile; "
        "a lost password too, but for reports of wrongdoing."
    )


# What a number is good for, which depends on whether text messages are sent here.
told_by_phone = lazy(_told_by_phone, str)


class IdentityNumberField(TextField):
    """The number of an identity paper, upper case, without spaces."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.TextInput(attrs={"autocomplete": "off"}))
        super().__init__(max_length=30, **options)

    def validate(self, value: str) -> None:
        super().validate(value)
        check_identity_number(value)

    def clean(self, value: Any) -> str:
        return normal_id_number(super().clean(value))


class FilesInput(forms.FileInput):
    """One control for several files."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """The chosen files as a list. What is in them is looked at by the basket, which says what is wrong with each."""

    widget = FilesInput

    def __init__(self) -> None:
        super().__init__(
            label=_("Photos, receipts, recordings"),
            required=False,
            help_text=_(
                "At most nine files of 10 MB each: photos (.jpg .png .webp .gif), papers (.pdf .docx .xlsx .txt .csv), "
                "films and recordings (.mp4 .mov .m4a .mp3 .amr). "
                "Where and by whom a photo was taken is removed from it."
            ),
        )
        self.widget.attrs["accept"] = ",".join(f".{name}" for name in sorted(ALLOWED_EXTENSIONS))

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> forms.BoundField:
        self.widget.attrs["data-checks"] = json.dumps(_browser_checks(), ensure_ascii=False)
        return super().get_bound_field(form, field_name)

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        chosen = data if isinstance(data, Sequence) else [data]
        return [file for file in chosen if file]


def _browser_checks() -> dict[str, Any]:
    """What a browser can tell of a file before it travels, and the server's words for it in the visitor's language."""

    def say(code: str) -> str:
        return Refused(code).message

    return {
        "most_bytes": MAX_BYTES,
        "most_files": MAX_FILES,
        "extensions": sorted(ALLOWED_EXTENSIONS),
        "advice": {extension: say(code) for extension, code in ADVICE.items()},
        **{name: say(name) for name in ("empty", "too_big", "too_many")},
        "unknown": say("unknown_type"),
        "named": gettext("“%(name)s”: %(reason)s"),
    }


class EmailField(forms.EmailField):
    """An email address, if there is one."""

    def __init__(self) -> None:
        invalid = _("This email address can't be right.")
        super().__init__(
            label=_("Your email"), max_length=200, required=False, error_messages={"invalid": invalid}
        )


def tick(label: Any, missing: Any) -> forms.BooleanField:
    """A box that must be ticked, with what to say when it isn't."""
    return forms.BooleanField(label=label, error_messages={"required": missing})
