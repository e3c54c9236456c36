from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from wagtail.models import Revision, Task, TaskState

from communities.permissions import Verb
from core.policy import can, require
from curation.forms.review import ApproveForm, AskForChangesForm
from curation.models.job_aid import JobAidPage
from people.models import User


class ReviewState(TaskState):
    """One review, with what the reviewer set for the version that it approves."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    verified_until = models.DateField(null=True)
    due_on = models.DateField(null=True)


class ReviewVote(models.Model):
    """One reviewer's word in one stage of a review; it counts while the draft is the one that was read."""

    state = models.ForeignKey(ReviewState, models.CASCADE, related_name="votes")
    revision = models.ForeignKey(Revision, models.SET_NULL, null=True, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    approve = models.BooleanField()
    comment = models.TextField(max_length=600, blank=True)
    at = models.DateTimeField()

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["state", "revision", "user"], name="curation_review_vote_once")
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {'agrees' if self.approve else 'asks for changes'}"


class ReviewTask(Task):
    """A reviewer of the community who did not write the newest words approves, or asks for changes."""

    task_state_class = ReviewState

    class Meta:
        verbose_name = "job aid review"

    def get_actions(self, obj: Any, user: User) -> list[tuple[str, str, bool]]:
        if not isinstance(obj.specific, JobAidPage) or not can(user, Verb.REVIEW, obj.specific):
            return []
        return [("reject", "Ask for changes", True), ("approve", "Approve and publish", True)]

    def get_form_for_action(self, action: str) -> Any:
        return ApproveForm if action == "approve" else AskForChangesForm

    def get_task_states_user_can_moderate(self, user: User, **kwargs: Any) -> models.QuerySet[TaskState]:
        waiting = self.task_states.filter(status=TaskState.STATUS_IN_PROGRESS)
        visible = JobAidPage.objects.reviewed_by(user).values_list("pk", flat=True)
        return waiting.filter(workflow_state__object_id__in=[str(pk) for pk in visible])

    @transaction.atomic
    def on_action(self, task_state: ReviewState, user: User, action_name: str, **decision: Any) -> None:
        """Decide once, as the form of the decision allows, from whichever page it comes.

        Raises PermissionDenied for who may not decide, for what the form refuses, and when somebody decided before.
        """
        job_aid_id = task_state.workflow_state.object_id
        job_aid = JobAidPage.objects.locked().get(pk=job_aid_id)
        require(user, Verb.REVIEW, job_aid)
        state = ReviewState.objects.select_for_update(of=("self",)).get(pk=task_state.pk)
        form = self.get_form_for_action(action_name)(decision, job_aid=job_aid)
        if not form.is_valid():
            raise PermissionDenied("; ".join(error for errors in form.errors.values() for error in errors))
        if action_name == "approve":
            state.owner = form.cleaned_data["owner"] or job_aid.owner
            state.verified_until = form.cleaned_data["verified_until"]
        super().on_action(state, user, action_name, comment=form.cleaned_data["comment"])

    @classmethod
    def get_description(cls) -> str:
        return "An expert or curator of the community who is not the last editor approves the job aid."
