"""What likeness does when flags and job aids change: group them again."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_delete, pre_delete
from django.dispatch import receiver
from wagtail.signals import page_unpublished

from curation.likeness.flagged import look_for_another
from curation.likeness.tasks import compare_job_aid, group_flagged_place
from curation.likeness.together import hold_shelves
from curation.models import Flag, FlaggedPlace, JobAidPage
from curation.signals import job_aid_published, place_decided, place_flagged


@receiver([place_flagged, place_decided])
def place_was_flagged_or_decided(sender: type, place: FlaggedPlace, **kwargs: Any) -> None:
    group_flagged_place.enqueue(place.pk)


@receiver(post_delete, sender=Flag)
def flag_was_withdrawn(sender: type, instance: Flag, origin: Any, **kwargs: Any) -> None:
    if _is_meant(origin, Flag):
        group_flagged_place.enqueue(instance.place_id)


@receiver(pre_delete, sender=FlaggedPlace)
def place_goes(sender: type, instance: FlaggedPlace, origin: Any, **kwargs: Any) -> None:
    """Those that lay under it find another; the one that it lay under counts its people again."""
    hold_shelves([instance.community_id])
    if not _is_meant(origin, FlaggedPlace):
        return
    for pk in [*look_for_another(instance), instance.alike_id]:
        if pk is not None:
            group_flagged_place.enqueue(pk)


@receiver(job_aid_published)
def job_aid_was_published(sender: type, job_aid: JobAidPage, **kwargs: Any) -> None:
    compare_job_aid.enqueue(job_aid.pk)


@receiver(page_unpublished, sender=JobAidPage)
def job_aid_was_taken_out(sender: type, instance: JobAidPage, **kwargs: Any) -> None:
    compare_job_aid.enqueue(instance.pk)


def _is_meant(origin: Any, model: type) -> bool:
    """Whether such rows were deleted themselves, and not with the community or person that they hang on."""
    return isinstance(origin, model) or getattr(origin, "model", None) is model
