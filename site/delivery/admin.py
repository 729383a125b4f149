"""The outbox and the message templates in the Wagtail admin, for operators alone.

No view shows what a message holds or whom it goes to: it may be anybody's phone number or a letter.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from django.contrib import messages
from django.core import signing
from django.db import transaction
from django.db.models import QuerySet
from django.forms import CharField, ModelForm, Textarea
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.generic import View
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.viewsets.model import ModelViewSetGroup

from accounts.models import Role, User
from accounts.policies import RolePolicy
from delivery import aside, knowing, labels, outbox, wording
from delivery.models import MessageTemplate, OutboxMessage
from privacy.crypto import Undecipherable, decrypt, encrypt
from regions.viewsets import ListViewSet

OUTBOX_POLICY = RolePolicy(OutboxMessage, Role.OPERATOR, never={"add", "delete"})
TEMPLATE_POLICY = RolePolicy(MessageTemplate, Role.OPERATOR, never={"add", "delete"})


HANDLE_SALT = "delivery.admin.chosen"


def handle(message: OutboxMessage) -> str:
    """What stands for a message in the form: signed, and sealed, since a serial number counts what went between."""
    return signing.dumps(encrypt(str(message.pk)).decode(), salt=HANDLE_SALT)


def read_handle(text: str) -> int | None:
    """The key behind a handle that this page gave out; None for anything else."""
    try:
        return int(decrypt(signing.loads(text, salt=HANDLE_SALT).encode()))
    except (signing.BadSignature, Undecipherable):
        return None


class ChosenColumn(Column):
    """A box to tick beside each message that was given up."""

    cell_template_name = "delivery/chosen_cell.html"


class OutboxIndexView(generic.IndexView):
    """Messages that failed at least once, newest first, with what can be done about those that were given up.

    What goes out as it should is not listed: it is nobody's work, and its count would tell an operator of a unit that
    is complained of that a case has moved. Nor is what failed, if it tells of such a case: see ``knowing``. What was
    set aside is shown to who asks for that state.
    """

    results_template_name = "delivery/outbox_results.html"
    urls: Mapping[str, str] = {}

    @property
    def is_aside(self) -> bool:
        return OutboxMessage.State.ASIDE in self.request.GET.getlist("state")

    def get_base_queryset(self) -> QuerySet[OutboxMessage]:
        failed = super().get_base_queryset().exclude(last_error="").defer("payload")
        if not self.is_aside:
            failed = failed.exclude(state=OutboxMessage.State.ASIDE)
        return knowing.known_to(self.request.user, failed)

    def get_edit_url(self, instance: OutboxMessage) -> None:
        return None

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(*args, **kwargs)
        return context | {
            "urls": self.urls,
            "is_aside": self.is_aside,
            "dead_count": self._count(OutboxMessage.State.DEAD),
            "aside_count": self._count(OutboxMessage.State.ASIDE),
            "reasons": OutboxMessage.Reason.choices,
        }

    def _count(self, state: str) -> int:
        return knowing.known_to(self.request.user, OutboxMessage.objects.filter(state=state)).count()


class ChosenView(PermissionCheckedMixin, View):
    """POST: do something with the messages that were ticked and that one may know of, and say of how many it was."""

    model = OutboxMessage
    permission_required = "change"
    index_url_name = ""
    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        messages.success(request, self.done(self.chosen()))
        return redirect(self.index_url_name)

    def chosen(self) -> QuerySet[OutboxMessage]:
        known = knowing.known_to(self.request.user, OutboxMessage.objects.all())
        handles = map(read_handle, self.request.POST.getlist("message"))
        return known.filter(pk__in=[pk for pk in handles if pk is not None])

    def done(self, chosen: QuerySet[OutboxMessage]) -> str:
        raise NotImplementedError


class RequeueView(ChosenView):
    """POST: give the chosen messages, or all that were given up and one may know of, a fresh set of attempts."""

    def chosen(self) -> QuerySet[OutboxMessage]:
        if self.request.POST.get("which") != "all":
            return super().chosen()
        dead = OutboxMessage.objects.filter(state=OutboxMessage.State.DEAD)
        return knowing.known_to(self.request.user, dead)

    def done(self, chosen: QuerySet[OutboxMessage]) -> str:
        with transaction.atomic():
            aside.put_back(chosen, cast(User, self.request.user))
            count = outbox.requeue(chosen)
        text = ngettext(
            "%(count)d message will be sent again.", "%(count)d messages will be sent again.", count
        )
        return text % {"count": count}


class SetAsideView(ChosenView):
    """POST: set the chosen messages aside, for one of a few reasons."""

    def post(self, request: HttpRequest) -> HttpResponse:
        if request.POST.get("reason") not in OutboxMessage.Reason.values:
            messages.error(request, _("Choose why they are set aside. Nothing was changed."))
            return redirect(self.index_url_name)
        return super().post(request)

    def done(self, chosen: QuerySet[OutboxMessage]) -> str:
        count = aside.set_aside(chosen, self.request.POST["reason"], cast(User, self.request.user))
        return ngettext("%(count)d message set aside.", "%(count)d messages set aside.", count) % {
            "count": count
        }


class PutBackView(ChosenView):
    """POST: put the chosen messages back among those that were given up."""

    def done(self, chosen: QuerySet[OutboxMessage]) -> str:
        count = aside.put_back(chosen, cast(User, self.request.user))
        text = ngettext(
            "%(count)d message is among the given-up ones again.",
            "%(count)d messages are among the given-up ones again.",
            count,
        )
        return text % {"count": count}


# What the list posts to, by the name of its address.
CHOSEN_VIEWS: dict[str, type[ChosenView]] = {
    "requeue": RequeueView,
    "set_aside": SetAsideView,
    "put_back": PutBackView,
}


class OutboxViewSet(ListViewSet):
    model = OutboxMessage
    name = "outbox"
    icon = "mail"
    menu_label = _("Outbox")
    index_view_class = OutboxIndexView
    list_filter = ["state", "topic"]
    ordering = "-id"
    list_display = [
        ChosenColumn("chosen", label="", accessor=handle),
        TitleColumn("topic", label=_("Topic"), accessor=labels.topic, sort_key="topic"),
        Column("state", label=_("State"), accessor=labels.state, sort_key="state"),
        Column("attempts", label=_("Attempts"), sort_key="attempts"),
        Column("last_error", label=_("Last error"), accessor=labels.last_error, sort_key="last_error"),
        Column("created_at", label=_("Created"), sort_key="created_at"),
        Column("next_attempt_at", label=_("Next attempt"), sort_key="next_attempt_at"),
    ]

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        urls = {name: self.get_url_name(name) for name in CHOSEN_VIEWS}
        return super().get_index_view_kwargs(urls=urls, **kwargs)

    def get_urlpatterns(self) -> list[URLPattern]:
        """Only the list and what it posts: nothing here is edited, deleted or looked into."""
        given = {"permission_policy": OUTBOX_POLICY, "index_url_name": self.get_url_name("index")}
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            *(
                path(f"{name.replace('_', '-')}/", view.as_view(**given), name=name)
                for name, view in CHOSEN_VIEWS.items()
            ),
        ]

    def register_admin_url_finder(self) -> None:
        """None: no message has a page of its own."""


class MessageTemplateForm(ModelForm):
    """The subject and text of a template, refused while a merge field is unknown, missing or misplaced."""

    subject = CharField(label=_("Subject line"), max_length=120, required=False)
    body = CharField(label=_("Text"), max_length=2000, widget=Textarea(attrs={"rows": 12}))

    class Meta:
        model = MessageTemplate
        fields = ["subject", "body"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.channel == MessageTemplate.Channel.SMS:
            del self.fields["subject"]
        names = ", ".join(f"{{{name}}}" for name in wording.message(self.instance.code).fields)
        self.fields["body"].help_text = _("Fields that are filled in: %(names)s") % {"names": names}

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        text = wording.Text(values.get("subject", ""), values.get("body", ""))
        for place, errors in wording.validate(self.instance.code, self.instance.channel, text).items():
            for error in errors:
                self.add_error(place if place in self.fields else None, error)
        return values


class TemplateEditView(generic.EditView):
    """Editing with a preview: the text as typed, with examples in its fields, before anything is saved."""

    template_name = "delivery/message_template_edit.html"
    actions = ["edit", "preview"]

    def form_valid(self, form: MessageTemplateForm) -> HttpResponse:
        if self.action == "preview":
            self.form = form
            return self.render_to_response(self.get_context_data())
        return super().form_valid(form)

    def get_page_subtitle(self) -> str:
        parts = (labels.template_title, MessageTemplate.get_channel_display, labels.template_language)
        return " · ".join(str(part(self.object)) for part in parts)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        template = context["form"].instance
        example = wording.message(template.code).example
        wrong = wording.validate(
            template.code, template.channel, wording.Text(template.subject, template.body)
        )
        preview = None if wrong else wording.render(wording.Text(template.subject, template.body), example)
        return context | {"preview": preview}


class MessageTemplateViewSet(ListViewSet):
    model = MessageTemplate
    name = "message-templates"
    icon = "doc-full-inverse"
    menu_label = _("Message templates")
    edit_view_class = TemplateEditView
    list_per_page = 100
    list_display = [
        TitleColumn(
            "title",
            label=_("Message"),
            accessor=labels.template_title,
            sort_key="code",
            url_name="message-templates:edit",
        ),
        Column("get_channel_display", label=_("Channel"), sort_key="channel"),
        Column("language", label=_("Language"), accessor=labels.template_language, sort_key="language"),
        Column("updated_at", label=_("Updated"), sort_key="updated_at"),
    ]
    list_filter = ["channel", "language"]

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        absent = {"add_url_name": None, "delete_url_name": None, "usage_url_name": None}
        return super().get_common_view_kwargs(**absent, **kwargs)

    def get_form_class(self, for_update: bool = False) -> type[MessageTemplateForm]:
        return MessageTemplateForm

    def get_urlpatterns(self) -> list[URLPattern]:
        """What ships is there already, and each text has its sender: none is added or deleted."""
        names = {"index", "index_results", "edit", "history", "history_results"}
        return [pattern for pattern in super().get_urlpatterns() if pattern.name in names]


class DeliveryGroup(ModelViewSetGroup):
    menu_label = _("Messages")
    menu_icon = "mail"
    menu_order = 820
    items = (OutboxViewSet, MessageTemplateViewSet)
