from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template

from curation.job_aids.how_it_went import Tallies, Tally
from curation.job_aids.reading import Sheet, sheet_of
from curation.models import DriftAlert, JobAidPage
from curation.reviewing.remarks import Remark, remarks_on
from curation.upkeep.changes import Changed, changes_of, with_places

SHOWN = 20

register = template.Library()


@register.simple_tag
def sheet(job_aid: JobAidPage) -> Sheet:
    """`{% sheet page as sheet %}`: for the preview of Wagtail's editor, which no view of ours answers."""
    return sheet_of(job_aid)


@register.filter
def tally_of(tallies: Tallies, step: str) -> Tally:
    return tallies.of_step(step)


@register.filter
def at_step(found: Mapping[str, Any] | None, step: str) -> Any:
    """What there is of one step, if anything."""
    return found.get(step) if found else None


@register.simple_tag
def open_remarks(job_aid: JobAidPage) -> list[Remark]:
    """`{% open_remarks page as remarks %}`: for a panel of Wagtail's editor, as above."""
    return remarks_on(job_aid).open


@register.simple_tag
def open_changes(job_aid: JobAidPage) -> list[Changed]:
    """`{% open_changes page as changes %}`: for a panel of Wagtail's editor, as above."""
    alerts = DriftAlert.objects.open().filter(provenance__job_aid=job_aid.pk)
    return changes_of(list(with_places(alerts).order_by("pk")[:SHOWN]))


@register.filter
def thumbnail(job_aid: JobAidPage) -> str:
    """The address of the first picture of its steps, read without reading a block."""
    pictures = (block["value"].get("picture") or {} for block in job_aid.steps.raw_data)
    addresses = (picture.get("address") or "" for picture in pictures)
    return next((address for address in addresses if address.startswith("/files/")), "")
