from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import Revision, Task, TaskState, WorkflowState

from communities.permissions import Verb
from core.policy import can, require
from curation.forms.review import AgreeForm, ApproveForm, AskForChangesForm
from curation.models.desk import CurationSettings
from curation.models.job_aid import JobAidPage
from curation.reviewing.reviewers import ReviewStateQuerySet, Round, round_of
from curation.signals import review_asked, review_decided
from curation.states import ReviewStage
from people.models import User


class ReviewState(TaskState):
    """One stage of a review of one revision, with what is set for the version that it approves."""

    job_aid = models.ForeignKey(JobAidPage, models.CASCADE, null=True, related_name="reviews")
    stage = models.CharField(max_length=10, choices=ReviewStage, default=ReviewStage.EXPERTS)
    quorum = models.PositiveSmallIntegerField(default=1, help_text="How many must agree: as it was asked.")
    due_on = models.DateField(null=True)
    reminded_on = models.DateField(null=True)
    change_note = models.TextField(max_length=600, blank=True, help_text="What changed, as its editor says.")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    verified_until = models.DateField(null=True)
    goes_live_at = models.DateTimeField(null=True)

    objects = ReviewStateQuerySet.as_manager()

    @property
    def under_review(self) -> JobAidPage:
        """The job aid; every stage that was started here has one."""
        assert self.job_aid is not None
        return self.job_aid

    @property
    def is_overdue(self) -> bool:
        return (
            self.due_on is not None
            and self.due_on < timezone.localdate()
            and self.status == TaskState.STATUS_IN_PROGRESS
        )


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


class StageTask(Task):
    """What both stages of a review have in common: who decides, and that each person decides once."""

    task_state_class = ReviewState
    stage: ReviewStage

    class Meta:
        abstract = True

    def start(self, workflow_state: WorkflowState, user: User | None = None) -> TaskState:
        """Begin this stage of the newest words; those who can decide are told."""
        job_aid = JobAidPage.objects.filter(pk=workflow_state.object_id).select_related("community").first()
        if job_aid is None:  # another kind of page, which an administrator sent through this workflow
            return super().start(workflow_state, user=user)
        before = ReviewState.objects.filter(workflow_state=workflow_state).order_by("-pk").first()
        state = super().start(workflow_state, user=user)
        rules = CurationSettings.of(job_aid.community)
        state.job_aid, state.revision = job_aid, job_aid.latest_revision
        state.stage, state.quorum = self.stage, self.quorum(rules)
        state.due_on = timezone.localdate() + timedelta(days=rules.review_days)
        state.change_note = before.change_note if before else ""
        if not state.quorum:
            state.status, state.finished_at = TaskState.STATUS_SKIPPED, timezone.now()
        state.save()
        if state.quorum:
            review_asked.send(sender=ReviewState, job_aid=job_aid, state=state)
        return state

    def quorum(self, rules: CurationSettings) -> int:
        """How many must agree; with none the stage is left out."""
        raise NotImplementedError

    def get_actions(self, obj: Any, user: User) -> list[tuple[str, str, bool]]:
        job_aid = obj.specific
        if not isinstance(job_aid, JobAidPage) or not can(user, Verb.REVIEW, job_aid):
            return []
        state = ReviewState.objects.for_person(user).filter(job_aid=job_aid).first()
        if state is None:
            return []
        publishes = state.stage == ReviewStage.APPROVAL or is_last_word(round_of(state))
        return [
            ("reject", "Ask for changes", True),
            ("approve", "Approve and publish" if publishes else "Agree", True),
        ]

    def get_task_states_user_can_moderate(self, user: User, **kwargs: Any) -> models.QuerySet[TaskState]:
        return self.task_states.filter(pk__in=ReviewState.objects.for_person(user).values("pk"))

    @transaction.atomic
    def on_action(self, task_state: TaskState, user: User, action_name: str, **decision: Any) -> None:
        """Decide once, as the form of the decision allows, from whichever page it comes.

        Raises PermissionDenied for who may not decide, for what the form refuses, and when somebody decided before.
        """
        job_aid = JobAidPage.objects.locked().get(pk=task_state.workflow_state.object_id)
        require(user, Verb.REVIEW, job_aid)
        WorkflowState.objects.select_for_update().get(pk=task_state.workflow_state_id)
        state = ReviewState.objects.select_for_update(of=("self",)).get(pk=task_state.pk)
        review = round_of(state)
        if state.revision_id != job_aid.latest_revision_id or not _is_open(state) or not review.decides(user):
            raise PermissionDenied(review.why_not(user))
        form = form_for(action_name, review)(decision)
        if not form.is_valid():
            raise PermissionDenied(
                "; ".join(str(error) for errors in form.errors.values() for error in errors)
            )
        agrees, said = action_name == "approve", form.cleaned_data
        is_enough = not agrees or review.missing <= 1
        ReviewVote.objects.create(
            state=state,
            revision=state.revision,
            user=user,
            approve=agrees,
            comment=said["comment"],
            at=timezone.now(),
        )
        if "verified_until" in said:
            state.owner, state.verified_until = said["owner"] or job_aid.owner, said["verified_until"]
            state.goes_live_at = _start_of(said["goes_live_on"])
        if is_enough:
            super().on_action(state, user, action_name, comment=said["comment"])
        else:
            log(instance=job_aid, action="curation.agree", user=user, revision=state.revision)
        review_decided.send(
            sender=ReviewState, job_aid=job_aid, user=user, approved=agrees, comment=said["comment"]
        )


class ReviewTask(StageTask):
    """Experts of the community who did not write the newest words agree, or ask for changes."""

    stage = ReviewStage.EXPERTS

    class Meta:
        verbose_name = "expert review of a job aid"

    def quorum(self, rules: CurationSettings) -> int:
        return rules.expert_quorum or (0 if rules.needs_approval else 1)

    @classmethod
    def get_description(cls) -> str:
        return "Experts of the community who did not write the newest words agree to the job aid."


class ApprovalTask(StageTask):
    """A curator who did not write it, and was not asked as an expert, approves and publishes."""

    stage = ReviewStage.APPROVAL

    class Meta:
        verbose_name = "approval of a job aid"

    def start(self, workflow_state: WorkflowState, user: User | None = None) -> TaskState:
        """Begin the approval, or the expert review again when these words are not those that experts agreed to."""
        first = WorkflowState.objects.get(pk=workflow_state.pk).get_next_task()
        if first is not None and first.pk != self.pk:
            return first.specific.start(workflow_state, user=user)
        return super().start(workflow_state, user=user)

    def quorum(self, rules: CurationSettings) -> int:
        return 1 if rules.needs_approval else 0

    @classmethod
    def get_description(cls) -> str:
        return "A curator who did not write it sets owner and date, and publishes the job aid."


def form_for(action: str, review: Round, rules: CurationSettings | None = None) -> Callable[..., forms.Form]:
    """The form of a decision: who has the last word sets owner and date."""
    job_aid = review.state.under_review
    rules = rules or CurationSettings.of(job_aid.community)
    if action != "approve":
        return AskForChangesForm
    if not review.is_approval and not is_last_word(review, rules):
        return AgreeForm
    return partial(ApproveForm, job_aid=job_aid, months=job_aid.verify_months or rules.verify_months)


def is_last_word(review: Round, rules: CurationSettings | None = None) -> bool:
    """Whether the next vote for these words publishes them, because no curator approves after the experts."""
    rules = rules or CurationSettings.of(review.state.under_review.community)
    return not rules.needs_approval and review.missing <= 1


def _start_of(day: date | None) -> datetime | None:
    """The first moment of a later day where the site is: an instant, which a clock that is set later does not move."""
    if day is None or day <= timezone.localdate():
        return None
    return timezone.make_aware(datetime.combine(day, time.min))


def _is_open(state: ReviewState) -> bool:
    flow = state.workflow_state
    return state.status == TaskState.STATUS_IN_PROGRESS and flow.status == WorkflowState.STATUS_IN_PROGRESS
