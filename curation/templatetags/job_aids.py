from __future__ import annotations

from django import template

from curation.models import JobAidPage
from curation.reading import Sheet, sheet_of

register = template.Library()


@register.simple_tag
def sheet(job_aid: JobAidPage) -> Sheet:
    """`{% sheet page as sheet %}`: for the preview of Wagtail's editor, which no view of ours answers."""
    return sheet_of(job_aid)
