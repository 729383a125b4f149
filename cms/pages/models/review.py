"""Review before publishing (审核): a person of the township, another than the one who wrote it."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.models import Task, TaskState

from accounts.models import User
from cms.pages import publishing, rights


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

    def get_task_states_user_can_moderate(self, user: User, **kwargs: Any) -> QuerySet[TaskState]:
        pages = rights.pages_to_review(user)
        return self.task_states.filter(
            status=TaskState.STATUS_IN_PROGRESS,
            workflow_state__object_id__in=[str(pk) for pk in pages],
        ).exclude(workflow_state__requested_by=user)

    @classmethod
    def get_description(cls) -> Any:
        return _("Reviewers of the township read it; nobody reviews what they wrote themselves.")
