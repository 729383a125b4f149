"""Who is told of what is urgent, and by what number (值班联系方式): an address book that an operator keeps."""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from regions.models import Organisation

MOBILE = re.compile(r"1[3-9][0-9]{9}")


def check_mobile(value: str) -> None:
    """A number that takes text messages."""
    if not MOBILE.fullmatch(value):
        raise ValidationError(_("Eleven digits, as a mobile number has them."), code="mobile")


class DutyContact(models.Model):
    """How an office is reached at any hour. The numbers are the office's own, not a person's."""

    class Duty(models.TextChoices):
        """What the office is reached for. Article 25 names the first two."""

        GOVERNMENT = "government", _("local government, told of what is urgent")
        JOINT_OFFICE = "joint_office", _("office of the joint conference, told of what is urgent")
        CALL_BACK = "call_back", _("office to call back about an urgent report")

    organisation = models.ForeignKey(
        Organisation, verbose_name=_("organisation"), on_delete=models.CASCADE, related_name="+"
    )
    duty = models.CharField(_("reached for"), max_length=12, choices=Duty.choices)
    phone = models.CharField(
        _("telephone"), max_length=40, blank=True, help_text=_("For people to call, at any hour.")
    )
    sms = models.CharField(
        _("number for text messages"), max_length=11, blank=True, validators=[check_mobile]
    )
    mail = models.EmailField(_("mail"), blank=True)

    class Meta:
        verbose_name = _("duty contact")
        verbose_name_plural = _("duty contacts")
        ordering = ["organisation__code", "duty"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["organisation", "duty"], name="one_duty_contact_each")]

    def __str__(self) -> str:
        return f"{self.organisation} · {self.get_duty_display()}"

    def clean(self) -> None:
        """Refuse a contact by which nobody could be reached."""
        if self.duty == self.Duty.CALL_BACK and not self.phone:
            raise ValidationError({"phone": _("Write the number that is to be called.")})
        if not (self.phone or self.sms or self.mail):
            raise ValidationError(_("Give a telephone, a number for text messages, or a mail."))
