"""A new version may ask its readers again."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from curation.actions.confirming import begin_round
from curation.models import JobAidPage
from curation.signals import job_aid_published


@receiver(job_aid_published)
def version_was_published(sender: type, job_aid: JobAidPage, **kwargs: Any) -> None:
    begin_round(job_aid)
