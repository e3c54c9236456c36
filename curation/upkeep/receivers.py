"""What keeping right does when others change something."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_save, pre_delete
from django.dispatch import receiver
from django.utils import timezone
from wagtail.signals import page_unpublished

from communities.models import Membership, Post, WikiPage
from communities.signals import membership_changed
from curation.models import JobAidPage
from curation.models.place import Source
from curation.signals import job_aid_published
from curation.tasks import compare_places
from curation.upkeep.archive import is_wanted
from curation.upkeep.drift import source_goes
from curation.upkeep.releases import verified_now
from curation.upkeep.tasks import hand_over
from people.models import User
from screencasts.models import Screencast

NOT_RETIRED: dict[str, Any] = {
    "retired_at": None,
    "retired_by": None,
    "retire_reason": "",
    "superseded_by": None,
}


@receiver(job_aid_published)
def version_was_published(sender: type, job_aid: JobAidPage, **kwargs: Any) -> None:
    """Who approves a version says that it is right, on the newest release of each system; its label says so at once."""
    JobAidPage.objects.filter(pk=job_aid.pk).update(verified_at=timezone.now(), reminded=None)
    JobAidPage.objects.filter(pk=job_aid.pk, retired_at__isnull=False).update(**NOT_RETIRED)
    verified_now(job_aid)
    is_wanted(job_aid)
    job_aid.refresh_from_db(fields=["verified_at", "reminded", "releases", *NOT_RETIRED])


@receiver(page_unpublished, sender=WikiPage)
def page_was_taken_out(sender: type, instance: WikiPage, **kwargs: Any) -> None:
    compare_places.enqueue("wiki_page", instance.pk)


@receiver(pre_delete, sender=WikiPage)
@receiver(pre_delete, sender=Post)
@receiver(pre_delete, sender=Screencast)
def source_is_deleted(sender: type, instance: Source, **kwargs: Any) -> None:
    """At once and not in a task: afterwards nothing says any more which rows were taken from it."""
    source_goes(instance)


@receiver(membership_changed)
def role_was_changed(sender: type, membership: Membership, **kwargs: Any) -> None:
    hand_over.enqueue(membership.user_id)


@receiver(post_save, sender=User)
def person_was_deactivated(sender: type, instance: User, created: bool, **kwargs: Any) -> None:
    if not instance.is_active and not created:
        hand_over.enqueue(instance.pk)
