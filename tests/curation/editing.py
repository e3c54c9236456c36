"""What Wagtail's editor sends for a job aid."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from wagtail.models import Page
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from curation.models import JobAidPage

NO_COMMENTS = {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": 1000}


def address(name: str, job_aid: Page, *more: Any) -> str:
    return reverse(f"wagtailadmin_pages:{name}", args=[job_aid.pk, *more])


def newest(job_aid: JobAidPage) -> JobAidPage:
    """The draft as it was saved last."""
    return JobAidPage.objects.get(pk=job_aid.pk).get_latest_revision_as_object()


def step(title: str = "Turn the cap", **value: Any) -> dict[str, Any]:
    """The fields of one step, those that are not named left empty."""
    clip = {"screencast": "", "start": "", "end": ""} | value.pop("clip", {})
    picture = {"address": "", "alt": ""} | value.pop("picture", {})
    branches = streamless_list(value.pop("branches", []))
    empty = {"title": title, "text": "", "you_see": "", "warning": ""}
    return empty | {"picture": picture, "clip": clip, "branches": branches} | value


def streamless_list(items: list[dict[str, str]]) -> dict[str, Any]:
    rows = {str(i): {"deleted": "", "order": str(i), "value": item, "id": ""} for i, item in enumerate(items)}
    return {"count": str(len(items)), **rows}


def steps(*values: dict[str, Any], ids: tuple[str, ...] = ()) -> dict[str, Any]:
    """A stream of steps; `ids` names the first of them."""
    sent = streamfield([("step", value) for value in values])
    for index, own in enumerate(ids):
        sent[str(index)]["id"] = own
    return sent


def fields(job_aid: JobAidPage, **changed: Any) -> dict[str, Any]:
    """What the editor sends for the newest draft, with steps that keep their titles and their ids."""
    draft = newest(job_aid)
    form = {
        "title": draft.title,
        "purpose": draft.purpose,
        "use_when": draft.use_when,
        "not_for": draft.not_for,
        "roles": draft.roles,
        "steps": steps(
            *(step(block.value["title"]) for block in draft.steps), ids=tuple(str(b.id) for b in draft.steps)
        ),
        "before_you_start": streamfield([]),
        "pitfalls": streamfield([]),
        "facts": streamfield([]),
        "contacts": inline_formset([]),
        "comments": NO_COMMENTS,
    }
    return nested_form_data(form | changed)
