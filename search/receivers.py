"""What search does when something findable changes: enqueue, in the transaction of the change."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_delete, post_save, pre_delete
from django.dispatch import receiver
from taggit.models import Tag
from wagtail.models import Page
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from communities.models import CommunityPage, Post, Thread, WikiPage
from communities.signals import community_changed, post_saved, thread_saved, wiki_page_saved
from curation.models import JobAidPage, Practice, PracticeSource, Release
from curation.signals import (
    job_aid_answers_changed,
    job_aid_published,
    job_aid_superseded,
    job_aid_verified,
    practice_saved,
    release_announced,
    release_withdrawn,
)
from curation.states import PracticeState
from people.models import User
from screencasts.models import Screencast
from screencasts.signals import screencast_removed, screencast_saved
from search.backends import search_backend
from search.findables import place_of_post
from search.indexing import forget, forget_community
from search.kinds import Kind
from search.models import SearchEntry
from search.tasks import (
    propose_answers,
    refresh_addresses,
    refresh_entries,
    refresh_post,
    refresh_system,
    refresh_threads,
)

KIND_OF_PAGE: dict[type, Kind] = {WikiPage: Kind.WIKI, JobAidPage: Kind.JOB_AID}


# -- pages -------------------------------------------------------------------------------------------------
@receiver(wiki_page_saved)
def wiki_page_was_saved(sender: type, page: WikiPage, **kwargs: Any) -> None:
    refresh_entries.enqueue(Kind.WIKI, page.pk)


@receiver(page_published, sender=JobAidPage)
def job_aid_was_published(sender: type, instance: Page, **kwargs: Any) -> None:
    refresh_entries.enqueue(Kind.JOB_AID, instance.pk)


@receiver(job_aid_published)
def job_aid_may_answer_requests(sender: type, job_aid: JobAidPage, **kwargs: Any) -> None:
    propose_answers.enqueue(job_aid.pk)


@receiver([page_unpublished, post_delete], sender=WikiPage)
@receiver([page_unpublished, post_delete], sender=JobAidPage)
def page_was_taken_out(sender: type, instance: Page, **kwargs: Any) -> None:
    """In Wagtail's admin; what stands below a page is told of by itself."""
    forget(KIND_OF_PAGE[sender], [instance.pk])


@receiver([job_aid_verified, job_aid_answers_changed, job_aid_superseded])
def job_aid_is_still_right(sender: type, job_aid: JobAidPage, **kwargs: Any) -> None:
    refresh_entries.enqueue(Kind.JOB_AID, job_aid.pk)


@receiver([release_announced, release_withdrawn])
def release_was_announced(sender: type, release: Release, **kwargs: Any) -> None:
    refresh_system.enqueue(release.system_id)


@receiver(post_page_move)
def page_was_moved(sender: type, instance: Page, **kwargs: Any) -> None:
    """Perhaps to a community that fewer people read; the task makes the entries again."""
    below = list(Page.objects.descendant_of(instance, inclusive=True).values_list("pk", flat=True))
    refresh_addresses.enqueue(instance.pk)
    for kind in KIND_OF_PAGE.values():
        forget(kind, below)


@receiver(page_slug_changed)
def page_has_another_address(sender: type, instance: Page, **kwargs: Any) -> None:
    refresh_addresses.enqueue(instance.pk)


@receiver(community_changed)
def community_was_changed(sender: type, community: CommunityPage, **kwargs: Any) -> None:
    refresh_entries.enqueue(Kind.COMMUNITY, community.pk)


# -- talk, recordings, people ------------------------------------------------------------------------------
@receiver(thread_saved)
def thread_was_saved(sender: type, thread: Thread, **kwargs: Any) -> None:
    refresh_entries.enqueue(Kind.THREAD, thread.pk)


@receiver([post_save, pre_delete], sender=Tag)
def tag_was_changed(sender: type, instance: Tag, created: bool = False, **kwargs: Any) -> None:
    """Renamed, or gone from every thread that has it; a new one has none yet."""
    if not created:
        threads = Thread.objects.filter(tags=instance).values_list("pk", flat=True)
        refresh_threads.enqueue(list(threads))


@receiver(post_saved)
def post_was_saved(sender: type, post: Post, **kwargs: Any) -> None:
    if post.is_removed:
        forget(Kind.THREAD, [post.thread_id], place=place_of_post(post.position))
    else:
        refresh_post.enqueue(post.thread_id, post.position)


@receiver(screencast_saved)
def screencast_was_saved(sender: type, screencast: Screencast, **kwargs: Any) -> None:
    refresh_entries.enqueue(Kind.SCREENCAST, screencast.pk)


@receiver(screencast_removed)
def screencast_was_removed(sender: type, screencast_id: int, **kwargs: Any) -> None:
    forget(Kind.SCREENCAST, [screencast_id])


@receiver(pre_delete, sender=User)
def person_is_deleted(sender: type, instance: User, **kwargs: Any) -> None:
    """Before the database takes their name off what they wrote."""
    forget(Kind.PERSON, [instance.pk])
    search_backend().wrote(SearchEntry.objects.filter(author=instance).only("pk"))


@receiver(pre_delete, sender=CommunityPage)
def community_is_deleted(sender: type, instance: CommunityPage, **kwargs: Any) -> None:
    """Before the database deletes its entries with it."""
    forget_community(instance.pk)


@receiver(post_save, sender=User)
def person_was_changed(sender: type, instance: User, update_fields: Any = None, **kwargs: Any) -> None:
    if not instance.is_active:
        forget(Kind.PERSON, [instance.pk])
    elif set(update_fields or ()) != {"last_login"}:
        refresh_entries.enqueue(Kind.PERSON, instance.pk)


# -- practices: the trust label of every source follows them -------------------------------------------------
@receiver(practice_saved)
def practice_was_saved(sender: type, practice: Practice, **kwargs: Any) -> None:
    if practice.state == PracticeState.DECLINED:
        forget(Kind.PRACTICE, [practice.pk])
    refresh_entries.enqueue(Kind.PRACTICE, practice.pk)
    for kind, thing_id in {_thing_of(source) for source in practice.sources.select_related("post")}:
        refresh_entries.enqueue(kind, thing_id)


@receiver(pre_delete, sender=PracticeSource)
def source_was_removed(sender: type, instance: PracticeSource, **kwargs: Any) -> None:
    """Before it goes: when it goes with its post, nothing says afterwards in which thread that stood."""
    refresh_entries.enqueue(*_thing_of(instance))


def _thing_of(source: PracticeSource) -> tuple[str, int]:
    """The kind and id of the thing that a source stands in."""
    if source.post is not None:
        return Kind.THREAD, source.post.thread_id
    if source.wiki_page_id is not None:
        return Kind.WIKI, source.wiki_page_id
    assert source.screencast_id is not None  # the database holds every place to one source
    return Kind.SCREENCAST, source.screencast_id
