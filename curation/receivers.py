"""What this app does when a source changes: compare the places that job aids took from it."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_save
from django.dispatch import receiver
from wagtail.models import WorkflowState
from wagtail.signals import workflow_cancelled

from communities.models import Post, Thread, WikiPage
from communities.signals import post_saved, thread_saved, wiki_page_saved
from curation.models import JobAidPage
from curation.reviewing.workflow import begin_again
from curation.signals import job_aid_published, review_cancelled
from curation.tasks import compare_places, compare_sources_of, compare_thread
from curation.upkeep.drift import close_of_steps_gone
from screencasts.models import Screencast
from screencasts.signals import screencast_saved


@receiver(wiki_page_saved)
def wiki_page_was_saved(sender: type, page: WikiPage, **kwargs: Any) -> None:
    compare_places.enqueue("wiki_page", page.pk)


@receiver(post_saved)
def post_was_saved(sender: type, post: Post, created: bool, **kwargs: Any) -> None:
    if not created:
        compare_places.enqueue("post", post.pk)


@receiver(thread_saved)
def thread_was_saved(sender: type, thread: Thread, created: bool, **kwargs: Any) -> None:
    if not created:
        compare_thread.enqueue(thread.pk)


@receiver(screencast_saved)
def screencast_was_saved(sender: type, screencast: Screencast, **kwargs: Any) -> None:
    compare_places.enqueue("screencast", screencast.pk)


@receiver(post_save, sender=JobAidPage)
def draft_was_saved(
    sender: type, instance: JobAidPage, update_fields: frozenset[str] | None, **kwargs: Any
) -> None:
    """At once and not in a task: nobody may decide about words that are no longer the newest."""
    if update_fields and "latest_revision" in update_fields and instance.latest_revision is not None:
        begin_again(instance, instance.latest_revision.user)
        close_of_steps_gone(instance)


@receiver(job_aid_published)
def job_aid_was_published(sender: type, job_aid: JobAidPage, **kwargs: Any) -> None:
    compare_sources_of.enqueue(job_aid.pk)


@receiver(workflow_cancelled)
def review_was_cancelled(sender: type, instance: WorkflowState, user: Any, **kwargs: Any) -> None:
    """From whichever page; those who read the draft are told that nobody waits for them."""
    job_aid = JobAidPage.objects.filter(pk=instance.object_id).first()
    if job_aid is not None:
        review_cancelled.send(sender=WorkflowState, job_aid=job_aid, user=user, comment="")
