"""Review before publishing (审核): a person of the township, another than the one who wrote it."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import BigIntegerField, Case, Exists, OuterRef, QuerySet, When
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Task, TaskState

from accounts.models import User
from cms.pages import publishing, rights

from .disclosures import DisclosurePage
from .places import RegionPage

REVIEWED = (RegionPage, DisclosurePage)


class ReviewTask(Task):
    """A step of a workflow that asks memberships: reviewers of the place or of what it lies in."""

    class Meta:
        verbose_name = _("review by the township")
        verbose_name_plural = _("reviews by the township")

    def _may(self, page: Any, user: User) -> bool:
        """Whether the user reviews what this place publishes, and wrote nothing of what is new, nor sent it in."""
        region = getattr(page.specific, "region", None)
        if region is None or not rights.reviews(user, region) or getattr(page.specific, "withdrawn_on", None):
            return False
        state = page.current_workflow_state
        since = page.revisions.filter(pk__gt=page.live_revision_id or 0)
        return user.pk not in {state and state.requested_by_id, *since.values_list("user_id", flat=True)}

    def user_can_access_editor(self, obj: Any, user: User) -> bool:
        return self._may(obj, user)

    def locked_for_user(self, obj: Any, user: User) -> bool:
        """While it is reviewed nobody writes: what is approved is what was read."""
        return True

    def get_actions(self, obj: Any, user: User) -> list[tuple[str, Any, bool]]:
        if not self._may(obj, user):
            return []
        return [
            ("reject", _("Send back"), True),
            ("approve", _("Approve and publish"), False),
        ]

    @transaction.atomic
    def on_action(self, task_state: TaskState, user: User, action_name: str, **kwargs: Any) -> None:
        """Approving publishes the page with all in it, or nothing; nobody acts past ``get_actions``."""
        state = TaskState.objects.select_for_update().get(pk=task_state.pk)
        if state.status != TaskState.STATUS_IN_PROGRESS:
            raise PermissionDenied
        page = task_state.workflow_state.content_object
        if action_name not in {name for name, *_rest in self.get_actions(page, user)}:
            raise PermissionDenied
        super().on_action(task_state, user, action_name, **kwargs)
        publishing.record(page, action_name, by=user)

    @classmethod
    def waiting_for(cls, user: User | AnonymousUser) -> QuerySet[TaskState]:
        """What of others waits for a user's review: narrowed by the database, however much waits in the county."""
        states = TaskState.objects.filter(
            status=TaskState.STATUS_IN_PROGRESS, task__in=cls.objects.filter(active=True)
        )
        page = Case(
            When(
                workflow_state__base_content_type=ContentType.objects.get_for_model(Page),
                then=Cast("workflow_state__object_id", BigIntegerField()),
            )
        )
        here = (model.objects.filter(rights.reviewed(user), pk=OuterRef("page")) for model in REVIEWED)
        states = states.alias(page=page).filter(reduce(or_, map(Exists, here)))
        return states.exclude(workflow_state__requested_by=user)

    def get_task_states_user_can_moderate(self, user: User, **kwargs: Any) -> QuerySet[TaskState]:
        return self.waiting_for(user).filter(task_id=self.pk)

    @classmethod
    def get_description(cls) -> Any:
        return _("Reviewers of the township read it; nobody reviews what they wrote themselves.")
