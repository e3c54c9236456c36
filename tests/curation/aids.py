"""Published job aids, made straight away: for tests of what happens to them afterwards."""

from __future__ import annotations

import json
import uuid
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.models import Page

from communities.tree import add_child_page
from curation.actions.promotion import job_aid_index
from curation.models import JobAidPage, Provenance, System
from curation.models.place import Source
from curation.places.described import read_place
from curation.upkeep.releases import verified_now
from people.models import User
from tests.curation.conftest import Ward

TITLES = ("Turn the cap", "Scan the label", "Wait for the tone")


@transaction.atomic
def a_job_aid(
    ward: Ward,
    title: str = "Scan a pen",
    *,
    owner: User | None = None,
    days: int = 90,
    about: System | None = None,
    **fields: Any,
) -> JobAidPage:
    """Published by its owner (cora unless told), with three steps, verified for so many days more."""
    now = timezone.now()
    page = JobAidPage(
        title=title,
        community=ward.community,
        owner=owner or ward.cast.cora,
        steps=json.dumps([_step(name) for name in TITLES]),
        number=1,
        **{"verified_until": timezone.localdate() + timedelta(days=days), "verified_at": now} | fields,
    )
    add_child_page(parent=job_aid_index(ward.community), child=page)
    if about is not None:
        JobAidPage.systems.through.objects.create(jobaidpage=page, system=about)
        verified_now(page)
    Page.objects.filter(pk=page.pk).update(live=True, first_published_at=now, last_published_at=now)
    return JobAidPage.objects.get(pk=page.pk)


def _step(name: str) -> dict[str, Any]:
    return {"type": "step", "id": str(uuid.uuid4()), "value": {"title": name, "text": f"<p>{name} now.</p>"}}


def taken_from(job_aid: JobAidPage, source: Source, anchor: str, *, step: int = 0) -> Provenance:
    """Say that the words of a place became a step of it, counted from 0."""
    return Provenance.objects.create(
        job_aid=job_aid,
        step=str(job_aid.steps[step].id),
        key="a",
        created_at=timezone.now(),
        **read_place(source, anchor).as_fields(),
    )


def sent(page: str, job_aid: JobAidPage, step: int) -> dict[str, str]:
    """What the button of a step sends."""
    pk = str(job_aid.steps[step].id)
    seen = page.split(f'value="{pk}"><input type="hidden" name="seen" value="')[1].partition('"')[0]
    return {"step": pk, "seen": seen}
