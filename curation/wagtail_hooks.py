"""Wagtail's admin, for job aids: curators edit and review there, and nobody publishes, copies or makes one by hand."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.pages.history import PageHistoryView
from wagtail.admin.views.pages.preview import PreviewOnEditView
from wagtail.admin.views.pages.revisions import RevisionsCompareView, RevisionsView
from wagtail.admin.views.pages.workflow import CollectWorkflowActionDataView, WorkflowActionView
from wagtail.admin.viewsets.pages import PageViewSet
from wagtail.log_actions import LogActionRegistry
from wagtail.models import Page

from communities.models import WikiPage
from communities.models.community import OwnAddressPage
from curation.models import JobAidPage
from curation.models.review import StageTask, form_for
from curation.reviewing.reviewers import round_of


class ReviewOfOneJobAid:
    """A review in Wagtail's admin offers the owners of this job aid, and decides about the words that were shown."""

    def get_form_class(self) -> Any:
        state, task = self.task_state, self.task  # type: ignore[attr-defined]
        if not isinstance(task, StageTask):
            return super().get_form_class()  # type: ignore[misc]
        if state.job_aid_id != self.object.pk:  # type: ignore[attr-defined]
            raise Http404
        return form_for(self.action_name, round_of(state))  # type: ignore[attr-defined]

    def get_submit_url(self) -> str:
        return f"{super().get_submit_url()}?seen={self.object.latest_revision_id}"  # type: ignore[misc, attr-defined]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        seen = request.GET.get("seen")
        if seen is not None and seen != str(self.object.latest_revision_id):  # type: ignore[attr-defined]
            self.say("The draft was edited while you read it. Read it again, then decide.")
            return redirect(self.redirect_url)  # type: ignore[attr-defined]
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]

    def add_not_in_moderation_error(self) -> None:
        self.say("Nothing waits for review here: somebody decided or took it back meanwhile.")

    def say(self, problem: str) -> None:
        """With the words that the reviewer typed, so that they are not lost."""
        words = self.request.POST.get("comment", "").strip()  # type: ignore[attr-defined]
        messages.error(self.request, f"{problem} Your words: “{words}”" if words else problem)  # type: ignore[attr-defined]


class ActOnReview(ReviewOfOneJobAid, WorkflowActionView):
    pass


class CollectReview(ReviewOfOneJobAid, CollectWorkflowActionDataView):
    def render_modal_json(self, request: HttpRequest, json_data: dict[str, Any]) -> HttpResponse:
        if owner := json_data.get("cleaned_data", {}).get("owner"):
            json_data["cleaned_data"]["owner"] = owner.pk
        return super().render_modal_json(request, json_data)


class Preview(PreviewOnEditView):
    permission_required = None  # of the model as a whole; `get_object` asks about this page


class History(PageHistoryView):
    any_permission_required = None  # as above


class OldWords(RevisionsView):
    def dispatch(self, *args: Any, **kwargs: Any) -> Any:
        """Without the door of the parent, which knows permissions of groups alone; `get_object` asks ours."""
        return super(RevisionsView, self).dispatch(*args, **kwargs)


class ComparedWords(RevisionsCompareView):
    def dispatch(self, *args: Any, **kwargs: Any) -> Any:
        """As above."""
        return super(RevisionsCompareView, self).dispatch(*args, **kwargs)


class JobAidViewSet(PageViewSet):
    model = JobAidPage
    workflow_action_view_class = ActOnReview
    collect_workflow_action_data_view_class = CollectReview
    history_view_class = History
    preview_on_edit_view_class = Preview
    revisions_view_class = OldWords
    revisions_compare_view_class = ComparedWords


@hooks.register("register_admin_viewset")
def job_aids() -> JobAidViewSet:
    return JobAidViewSet()


@hooks.register("register_admin_menu_item")
def back_to_the_desk() -> MenuItem:
    """Without it, a curator who came for one draft finds no way out of Wagtail's admin."""
    return MenuItem(
        "Curation desk", reverse("curation:desk"), name="curation-desk", icon_name="tasks", order=50
    )


@hooks.register("before_copy_page")
def never_copy(request: HttpRequest, page: Page) -> HttpResponse | None:
    """A copy of a job aid would be published without a review, or stand in one community and belong to another."""
    own = page.specific
    if not isinstance(own, OwnAddressPage) or isinstance(own, WikiPage):  # those have a hook of their own
        return None
    messages.info(request, "Pages of communities are not copied. Make a job aid from a practice.")
    return redirect("wagtailadmin_home")


@hooks.register("register_log_actions")
def say_that_it_is_still_right(actions: LogActionRegistry) -> None:
    actions.register_action("curation.verify", "Verify", "Said that it is still right")
    actions.register_action("curation.retire", "Retire", "Retired the job aid")
    actions.register_action("curation.answers", "Set who answers", "Set owner, stand-in or interval")
    actions.register_action("curation.owner_gone", "Hand over", "Its owner cannot stand for it any more")
    actions.register_action("curation.agree", "Agree", "Agreed in the expert review")
    actions.register_action("curation.plan", "Plan", "Approved for a later day")
    actions.register_action(
        "curation.unplan", "Cancel the plan", "Cancelled what was approved for a later day"
    )
    actions.register_action("curation.bring_back", "Bring back", "Published again as it was")
    actions.register_action("curation.supersede", "Replace", "Said what replaces it")


@hooks.register("insert_global_admin_css")
def what_sources_say_now() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin/changed-sources.css"))


@hooks.register("insert_editor_js")
def unfold_the_step() -> SafeString:
    return format_html('<script type="module" src="{}"></script>', static("js/admin-changed-step.js"))
