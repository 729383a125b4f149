"""What goes in and out of the API. Unknown fields are refused, so that a misspelt one is never silently dropped."""

from __future__ import annotations

import datetime
from typing import Any, cast

from django.db.models import Model
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.fields import empty

from intake.petitions import outlook, status
from intake.petitions.identity import check_name, paper_of
from intake.petitions.limits import check_identity_number, check_phone
from intake.petitions.models import Petition
from intake.petitions.models.case import Channel
from intake.petitions.process import Person, Submission
from intake.petitions.texts import BODY_LENGTH, PARTY_LENGTH, TITLE_LENGTH, has_controls, is_beyond, tidy
from intake.routing import county
from intake.routing.models import Category, PetitionClass
from privacy.crypto import normal_id_number, normal_phone
from regions.models import Organisation, Region


class TextField(serializers.CharField):
    """Text as the form cleans it. Control characters are refused: a programme can put them right, unlike a person."""

    default_error_messages = {"controls": _("Control characters are not allowed.")}

    def __init__(self, *, max_length: int, lines: int = 1, **options: Any) -> None:
        self.lines = lines
        self.longest = max_length
        super().__init__(max_length=max_length, **options)

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):  # a number may be an identity number that lost its zeros on the way
            self.fail("invalid")
        if is_beyond(data, self.longest):
            self.fail("max_length", max_length=self.longest)
        text = super().to_internal_value(data)
        if has_controls(text):
            self.fail("controls")
        text = tidy(text) if self.lines > 1 else " ".join(tidy(text).split())
        if not text and not self.allow_blank:
            self.fail("blank")
        return text


class OptionalTextField(TextField):
    """Text that may be left out. Empty and null say the same: many clients send each field that they have."""

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, allow_blank=True, allow_null=True, default="", **options)

    def run_validation(self, data: Any = empty) -> str:
        return super().run_validation(data) or ""


class PhoneField(OptionalTextField):
    """A telephone number, however it is grouped. Its value is digits alone, as the form keeps it."""

    def run_validation(self, data: Any = empty) -> str:
        return normal_phone(super().run_validation(data))


class IdentityNumberField(OptionalTextField):
    """The number of an identity paper, upper case, without spaces, as the form keeps it."""

    def run_validation(self, data: Any = empty) -> str:
        return normal_id_number(super().run_validation(data))


class ClassField(serializers.ChoiceField):
    """The class that the petitioner has in mind, if any."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            choices=PetitionClass.choices,
            required=False,
            allow_blank=True,
            allow_null=True,
            default="",
            **options,
        )

    def run_validation(self, data: Any = empty) -> str:
        return super().run_validation(data) or ""


class CodeField(serializers.SlugRelatedField):
    """Something of a list, by its code. A code is text: as a number it may have lost its zeros.

    Found among the rows that routing keeps: no query, and the very rows that it proposes from.
    """

    default_error_messages = {
        "does_not_exist": _("There is no such code in force here."),
        "invalid": _("Give the code as text."),
    }

    def __init__(self, **options: Any) -> None:
        super().__init__(slug_field="code", **options)

    @property
    def here(self) -> county.County:
        """The rows that routing keeps, asked for once in a request."""
        context = cast(dict[str, Any], self.context)
        if "county" not in context:
            context["county"] = county.current()
        return cast(county.County, context["county"])

    def kept(self, code: str) -> Model | None:
        raise NotImplementedError

    def to_internal_value(self, data: Any) -> Model:
        if not isinstance(data, str):
            self.fail("invalid")
        found = self.kept(data)
        if found is None:
            self.fail("does_not_exist", slug_name=self.slug_field, value=data)
        return found


class AgreementField(serializers.BooleanField):
    """A consent: true or false; null is none. What only resembles a yes is refused."""

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, allow_null=True, default=False, **options)

    def run_validation(self, data: Any = empty) -> bool:
        return bool(super().run_validation(data))

    def to_internal_value(self, data: Any) -> bool:
        if not isinstance(data, bool):
            self.fail("invalid", input=data)
        return data


class StrictSerializer(serializers.Serializer):
    """Refuses fields that it doesn't know."""

    def to_internal_value(self, data: Any) -> Any:
        names = sorted(set(data) - set(self.fields)) if isinstance(data, dict) else []
        wrong: dict[str, Any] = {
            name: [serializers.ErrorDetail(str(_("Unknown field.")), code="unknown")] for name in names
        }
        try:
            value = super().to_internal_value(data)
        except serializers.ValidationError as error:
            raise serializers.ValidationError(wrong | cast(dict[str, Any], error.detail)) from None
        if wrong:
            raise serializers.ValidationError(wrong)
        return value


class PersonSerializer(StrictSerializer):
    """Who writes; every part may be left out."""

    name = OptionalTextField(max_length=60, validators=[check_name])
    phone = PhoneField(max_length=30, validators=[check_phone])
    id_number = IdentityNumberField(max_length=30, validators=[check_identity_number])
    address = OptionalTextField(max_length=200)


class RegionField(CodeField):
    """A region in force today."""

    def kept(self, code: str) -> Model | None:
        region = self.here.regions.get(code)
        return region if region is not None and region.is_current() else None


class CategoryField(CodeField):
    """A leaf of the categories."""

    def kept(self, code: str) -> Model | None:
        return self.here.categories.get(code)


class SubmissionSerializer(StrictSerializer):
    """A petition as a client files it."""

    title = TextField(min_length=1, max_length=TITLE_LENGTH, help_text=_("What it is about, in a line."))
    body = TextField(
        lines=7, min_length=1, max_length=BODY_LENGTH, help_text=_("What happened and what is asked for.")
    )
    region = RegionField(queryset=Region.objects.none(), help_text=_("Code."))
    category = CategoryField(queryset=Category.objects.none(), required=False, allow_null=True, default=None)
    petition_class = ClassField()
    reported_party = OptionalTextField(max_length=PARTY_LENGTH, help_text=_("Who did wrong."))
    target_body = OptionalTextField(max_length=PARTY_LENGTH, help_text=_("Who should act."))
    petitioner = PersonSerializer(
        required=False, allow_null=True, default=None, help_text=_("Absent: anonymous.")
    )
    publish = AgreementField(help_text=_("Whether a reviewed summary may be published."))

    def submission(self, language: str, submission_key: str) -> Submission:
        """The checked data as the command takes it."""
        data = self.validated_data
        person = data["petitioner"] or {}
        people = [Person(**person, id_type=paper_of(person["id_number"]))] if any(person.values()) else []
        return Submission(
            title=data["title"],
            body=data["body"],
            region=data["region"],
            channel=Channel.API,
            petition_class=data["petition_class"],
            category=data["category"],
            reported_party=data["reported_party"],
            target_body=data["target_body"],
            people=people,
            publish_consent=data["publish"],
            language=language,
            submission_key=submission_key,
        )


class Standing(serializers.Serializer):
    """Where a case stands, in the words and with the date that its petitioner is shown."""

    def get_status(self, petition: Petition) -> str:
        return status.public_code(petition)

    def get_status_name(self, petition: Petition) -> str:
        return status.public_name(petition)

    def get_due(self, petition: Petition) -> datetime.date | None:
        clocks = self.context.get("clocks")  # of a case that was filed just now
        return outlook.shown_due(petition, petition.deadlines.of_the_matter() if clocks is None else clocks)


class ReceiptSerializer(Standing):
    """The answer to a filing: the only time that the password is told."""

    number = serializers.CharField(source="shown_number")
    password = serializers.SerializerMethodField()
    status = serializers.SerializerMethodField()
    status_name = serializers.SerializerMethodField()
    submitted_at = serializers.DateTimeField()
    due = serializers.SerializerMethodField()
    anonymous = serializers.BooleanField()

    def get_password(self, petition: Petition) -> str:
        return str(self.context["password"])


class PaperSerializer(serializers.Serializer):
    """A notice or reply, by its title; the text is read on the track page, where its opening counts as receipt."""

    code = serializers.CharField()
    subject = serializers.CharField()
    document_number = serializers.CharField(source="number_shown")
    issued_at = serializers.DateTimeField()


class CaseSerializer(Standing):
    """A case as its petitioner may see it. An accusation names no unit."""

    number = serializers.CharField(source="shown_number")
    status = serializers.SerializerMethodField()
    status_name = serializers.SerializerMethodField()
    submitted_at = serializers.DateTimeField()
    petition_class = serializers.CharField()
    region = serializers.CharField(source="region.code")
    category = serializers.CharField(source="category.code", allow_null=True, default=None)
    holder = serializers.SerializerMethodField()
    due = serializers.SerializerMethodField()
    overdue = serializers.SerializerMethodField()
    papers = PaperSerializer(many=True)
    available_actions = serializers.ListField(child=serializers.CharField())

    def get_overdue(self, petition: Petition) -> bool:
        return petition.overdue and not petition.is_accusation

    def get_holder(self, petition: Petition) -> str | None:
        return None if petition.is_accusation else petition.unit_here.name  # type: ignore[attr-defined]


class RegionSerializer(serializers.ModelSerializer):
    parent = serializers.CharField(source="parent.code", allow_null=True, default=None)  # type: ignore[assignment]

    class Meta:
        model = Region
        fields = ["code", "name", "short_name", "level", "parent"]


class OrganisationSerializer(serializers.ModelSerializer):
    region = serializers.CharField(source="region.code")

    class Meta:
        model = Organisation
        fields = ["code", "name", "short_name", "kind", "region"]


class CategorySerializer(serializers.ModelSerializer):
    class Meta:
        model = Category
        fields = ["code", "name", "name_en", "group_code", "group_name", "group_name_en"]
