"""What the page of a draft shows: the newest words, where their review stands, and what this person can do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from wagtail.models import Revision

from communities.permissions import Verb
from core.policy import can
from curation.forms.review import AskForChangesForm, SendForm
from curation.job_aids.comparison import compare_versions
from curation.job_aids.reading import sheet_of
from curation.job_aids.revisions import words_of
from curation.models import CurationSettings, JobAidPage, PlannedVersion, ReviewState
from curation.models.review import form_for
from curation.reviewing.remarks import remarks_on
from curation.reviewing.reviewers import Round, round_of
from curation.reviewing.workflow import waiting_review


@dataclass(frozen=True, slots=True)
class StageLine:
    """One stage of the way, for the line that shows how far the draft has come."""

    label: str
    is_done: bool
    is_now: bool
    small: str


@dataclass(frozen=True, slots=True)
class Decision:
    """What this person can say about the draft."""

    approve: forms.Form
    changes: forms.Form
    publishes: bool


def draft_context(user: Any, found: JobAidPage, **typed: Any) -> dict[str, Any]:
    """For `draft.html`; `typed` are forms that came back: approve_form, changes_form, send_form, remark_form."""
    state = waiting_review(found)
    review = round_of(state) if state is not None else None
    revision = state.revision if state is not None else _newest(found)
    is_published = found.live and not found.has_unpublished_changes
    rules = CurationSettings.of(found.community)
    curates = can(user, Verb.CURATE, found)
    planned: PlannedVersion | None = getattr(found, "planned", None)
    is_planned = planned is not None and planned.review.revision_id == found.latest_revision_id
    decides = review is not None and review.decides(user)
    draft = words_of(found, revision)
    remarks = remarks_on(draft)
    typed_remark = typed.get("remark_form")
    last = _last(found) if state is None and not is_published else None
    return {
        "sheet": sheet_of(draft),
        "remarks": remarks,
        "beside": remarks.beside(draft, typed_remark) if not is_published else {},
        "remarked": typed_remark,
        "changes": compare_versions(found, draft) if found.live and not is_published else None,
        "draft_url": reverse("curation:job_aid_draft", args=[found.community.slug, found.slug]),
        "revision": revision,
        "review": review,
        "stages": [] if is_published else _stages(found, review, rules, planned if is_planned else None),
        "decision": _decision(review, rules, typed) if review and decides else None,
        "why_not": review.why_not(user) if review and not decides else "",
        "may_send": curates
        and review is None
        and not is_published
        and not is_planned
        and not found.retired_at,
        "may_take_back": curates and review is not None,
        "is_published": is_published,
        "planned": planned,
        "is_planned": is_planned,
        "last_words": last if last is not None and last.status == ReviewState.STATUS_REJECTED else None,
        "send_form": typed.get("send_form")
        or SendForm(initial={"change_note": last.change_note if last else ""}),
    }


def _newest(found: JobAidPage) -> Revision:
    return Revision.objects.select_related("user").get(pk=found.latest_revision_id)


def _decision(review: Round, rules: CurationSettings, typed: dict[str, forms.Form]) -> Decision:
    form = typed.get("approve_form") or form_for("approve", review, rules)()
    return Decision(
        approve=form,
        changes=typed.get("changes_form") or AskForChangesForm(),
        publishes="verified_until" in form.fields,
    )


def _stages(
    found: JobAidPage, review: Round | None, rules: CurationSettings, planned: PlannedVersion | None
) -> list[StageLine]:
    """Draft, expert review, approval, published; a stage that this community leaves out is not named."""
    is_over = planned is not None
    approves = review is not None and review.is_approval
    lines = [StageLine("Draft", is_over or review is not None, not is_over and review is None, "")]
    if rules.expert_quorum or not rules.needs_approval:
        reads = review is not None and not approves
        agreed = f"{review.agreed} of {review.state.quorum} agreed" if review and reads else ""
        lines.append(StageLine("Expert review", is_over or approves, reads, agreed))
    if rules.needs_approval or approves:
        lines.append(StageLine("Approval", is_over, approves, ""))
    day = f"from {date_format(timezone.localtime(planned.goes_live_at), 'j F Y')}" if planned else ""
    return [*lines, StageLine(f"Version {found.number + 1}", False, is_over, day)]


def _last(found: JobAidPage) -> ReviewState | None:
    """The end of the review that was there last."""
    rows = ReviewState.objects.filter(job_aid=found).select_related("finished_by", "workflow_state")
    state = rows.order_by("-pk").first()
    return state if state is not None and state.workflow_state.is_active else None
