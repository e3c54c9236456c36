"""What search does when something findable changes: enqueue, in the transaction of the change."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from communities.models import CommunityPage, Post, Thread, WikiPage
from communities.signals import (
    community_changed,
    post_saved,
    thread_saved,
    wiki_page_removed,
    wiki_page_saved,
)
from curation.models import Practice
from curation.signals import job_aid_published, job_aid_removed, practice_saved
from people.models import User
from screencasts.models import Screencast
from screencasts.signals import screencast_removed, screencast_saved
from search.kinds import Kind
from search.tasks import refresh_entries


@receiver(wiki_page_saved)
def wiki_page_was_saved(sender: type, page: WikiPage, **kwargs: Any) -> None:
    refresh_entries.enqueue(Kind.WIKI, page.pk)


@receiver(wiki_page_removed)
def wiki_page_was_removed(sender: type, page_id: int, **kwargs: Any) -> None:
    refresh_entries.enqueue(Kind.WIKI, page_id)


@receiver(thread_saved)
def thread_was_saved(sender: type, thread: Thread, **kwargs: Any) -> None:
    refresh_entries.enqueue(Kind.THREAD, thread.pk)


@receiver(post_saved)
def post_was_saved(sender: type, post: Post, **kwargs: Any) -> None:
    refresh_entries.enqueue(Kind.THREAD, post.thread_id)


@receiver(screencast_saved)
def screencast_was_saved(sender: type, screencast: Screencast, **kwargs: Any) -> None:
    refresh_entries.enqueue(Kind.SCREENCAST, screencast.pk)


@receiver(screencast_removed)
def screencast_was_removed(sender: type, screencast_id: int, **kwargs: Any) -> None:
    refresh_entries.enqueue(Kind.SCREENCAST, screencast_id)


@receiver(job_aid_published)
def job_aid_was_published(sender: type, job_aid: Any, **kwargs: Any) -> None:
    refresh_entries.enqueue(Kind.JOB_AID, job_aid.pk)


@receiver(job_aid_removed)
def job_aid_was_removed(sender: type, job_aid_id: int, **kwargs: Any) -> None:
    refresh_entries.enqueue(Kind.JOB_AID, job_aid_id)


@receiver(practice_saved)
def practice_was_saved(sender: type, practice: Practice, **kwargs: Any) -> None:
    """The trust label of every source follows the practice."""
    refresh_entries.enqueue(Kind.PRACTICE, practice.pk)
    for source in practice.sources.select_related("post"):
        for kind, thing_id in (
            (Kind.WIKI, source.wiki_page_id),
            (Kind.THREAD, source.post.thread_id if source.post else None),
            (Kind.SCREENCAST, source.screencast_id),
        ):
            if thing_id:
                refresh_entries.enqueue(kind, thing_id)


@receiver(community_changed)
def community_was_changed(sender: type, community: CommunityPage, **kwargs: Any) -> None:
    refresh_entries.enqueue(Kind.COMMUNITY, community.pk)


@receiver([post_save, post_delete], sender=User)
def person_was_changed(sender: type, instance: User, update_fields: Any = None, **kwargs: Any) -> None:
    if set(update_fields or ()) != {"last_login"}:
        refresh_entries.enqueue(Kind.PERSON, instance.pk)
