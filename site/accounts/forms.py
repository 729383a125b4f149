"""The forms in which an operator opens accounts and gives memberships."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.widgets import AdminDateInput

from privacy.crypto import MIDDLE_DOTS

from .models import Membership, User
from .passwords import RULES

# What may stand between the parts of a name: the dot of 阿力木·江, in whatever form it is typed.
BETWEEN_NAMES = f"{MIDDLE_DOTS}-'’"


class StaffForm(WagtailAdminModelForm):
    """An account. Its password is for one sign-in: the owner then chooses one that no operator knows."""

    password_once = forms.CharField(
        label=_("password for one sign-in"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        strip=False,
        help_text=RULES,
    )

    class Meta:
        model = User
        fields = ("username", "display_name", "is_active")
        help_texts = {
            "display_name": _(
                "As it stands in the register: a petition that names somebody is kept from that person."
            ),
            "is_active": _("Closed accounts cannot sign in, and keep their past."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["username"].disabled = True
            self.fields["password_once"].required = False
            self.fields["password_once"].help_text = _(
                "Only for somebody who has forgotten theirs: it ends all their sessions."
            )

    def clean_display_name(self) -> str:
        """Whoever is complained of by name is kept from the case by this name: it has nothing else in it."""
        name: str = self.cleaned_data["display_name"]
        if not all(
            character.isalpha() or character.isspace() or character in BETWEEN_NAMES for character in name
        ):
            raise ValidationError(_("Write the name alone, without unit, post or number."), code="name")
        return name

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if password := cleaned.get("password_once"):
            self.instance.username = cleaned.get("username", self.instance.username)
            self.instance.display_name = cleaned.get("display_name", "")
            try:
                validate_password(password, self.instance)
            except ValidationError as fault:
                self.add_error("password_once", fault)
        if self.instance.pk and self.instance == self.for_user and not cleaned.get("is_active"):
            self.add_error("is_active", _("You cannot close your own account."))
        return cleaned

    def save(self, commit: bool = True) -> User:
        user: User = super().save(commit=False)
        if password := self.cleaned_data.get("password_once"):
            user.set_password(password)
            user.must_change_password = True
        user.save()
        return user


class MembershipForm(WagtailAdminModelForm):
    """A role in an organisation. Who, where and what stay as they were given; only the days change."""

    class Meta:
        model = Membership
        fields = ("user", "organisation", "role", "valid_from", "valid_to")
        widgets = {"valid_from": AdminDateInput, "valid_to": AdminDateInput}
        help_texts = {"valid_to": _("The last day. It ends at once if that day is past.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            for name in ("user", "organisation", "role"):
                self.fields[name].disabled = True

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        first, last = cleaned.get("valid_from"), cleaned.get("valid_to")
        if first and last and last < first:
            self.add_error("valid_to", _("The last day lies before the first."))
        if cleaned.get("user") == self.for_user:
            self.add_error("user", _("Nobody gives rights to themselves: ask another operator."))
        return cleaned
