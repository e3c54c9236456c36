"""What can be found, and how it becomes entries: one for each section, post, stretch, step."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from communities.models import CommunityPage, Post, Thread, WikiPage
from communities.states import Access
from core.blocks import plain_text, sections
from curation.models import JobAidPage, Practice
from curation.states import PracticeState
from curation.trust import trust_of_source, trust_of_states
from people.models import User
from screencasts.models import Cue, Screencast
from search.kinds import Kind
from search.models import SearchEntry

STRETCH_SECONDS = 30  # captions are found by stretches of about this length
MAX_PLACES = 2000  # a thing with more places is found by the first ones


@dataclass(frozen=True)
class Findable:
    """One kind of thing: which rows of it are findable, and the entries of one row."""

    kind: str
    rows: Callable[[], QuerySet[Any]]
    entries: Callable[[Any], Iterator[SearchEntry]]


def wiki_entries(page: WikiPage) -> Iterator[SearchEntry]:
    about = {
        "kind": Kind.WIKI,
        "thing_id": page.pk,
        "community_id": page.community_id,
        "title": page.title,
        "trust": trust_of_source(wiki_page=page),
        "author": page.latest_revision.user if page.latest_revision else None,
        "updated_at": page.last_published_at or page.latest_revision_created_at,
    }
    address = page.get_absolute_url()
    parts = sections(page.body)
    if not parts or parts[0].anchor:
        yield SearchEntry(**about, url=address)
    for position, section in enumerate(parts):
        anchor = f"#{section.anchor}" if section.anchor else ""
        yield SearchEntry(
            **about,
            place=section.anchor,
            position=position if section.anchor else 0,
            place_title=section.title,
            text=section.text,
            url=address + anchor,
        )


def thread_entries(thread: Thread) -> Iterator[SearchEntry]:
    trust = trust_of_source(thread=thread)
    state = "Answered" if thread.accepted_post_id else ""
    posts = Post.objects.in_thread(thread).filter(is_removed=False).with_people().in_order()
    for post in posts[:MAX_PLACES].iterator(chunk_size=200):
        post.thread = thread
        name = post.author.name if post.author else post.author_name
        called = "Accepted answer" if post.pk == thread.accepted_post_id else f"Post {post.position}"
        yield SearchEntry(
            kind=Kind.THREAD,
            thing_id=thread.pk,
            community_id=thread.community_id,
            place="" if post.is_opening else f"post-{post.position}",
            position=post.position - 1,
            title=thread.title,
            place_title="" if post.is_opening else f"{called} by {name}" if name else called,
            text=plain_text(post.body),
            url=thread.get_absolute_url() if post.is_opening else post.get_absolute_url(),
            trust=trust,
            state=state,
            author=post.author,
            updated_at=post.edited_at or post.created_at,
        )


def screencast_entries(screencast: Screencast) -> Iterator[SearchEntry]:
    about = {
        "kind": Kind.SCREENCAST,
        "thing_id": screencast.pk,
        "community_id": screencast.community_id,
        "title": screencast.title,
        "trust": trust_of_source(screencast=screencast),
        "author": screencast.author,
        "updated_at": screencast.created_at,
    }
    address = screencast.get_absolute_url()
    yield SearchEntry(**about, text=plain_text(screencast.description), url=address)
    for position, (second, words) in enumerate(_stretches(screencast), start=1):
        yield SearchEntry(
            **about,
            place=f"t={second}",
            position=position,
            place_title=f"{second // 60}:{second % 60:02}",
            text=words,
            url=f"{address}?t={second}",
        )


def _stretches(screencast: Screencast) -> Iterator[tuple[int, str]]:
    """The words of a recording: chapter titles, and the captions of the first track by half minutes."""
    for chapter in screencast.chapters.all():
        yield int(chapter.start), chapter.title
    track = screencast.tracks.order_by("pk").first()
    start, words = None, []
    for cue in Cue.objects.filter(track=track) if track else ():
        if start is not None and cue.start - start >= STRETCH_SECONDS:
            yield int(start), " ".join(words)
            start, words = None, []
        start = cue.start if start is None else start
        words.append(cue.text)
    if start is not None:
        yield int(start), " ".join(words)


def job_aid_entries(job_aid: JobAidPage) -> Iterator[SearchEntry]:
    about = {
        "kind": Kind.JOB_AID,
        "thing_id": job_aid.pk,
        "community_id": job_aid.community_id,
        "title": job_aid.title,
        "trust": job_aid.trust,
        "release": job_aid.release,
        "author": job_aid.owner,
        "updated_at": job_aid.last_published_at,
    }
    address = job_aid.get_absolute_url()
    frame = [job_aid.purpose, job_aid.use_when, job_aid.not_for, job_aid.code]
    frame += [plain_text(block.value.source) for block in (*job_aid.before_you_start, *job_aid.pitfalls)]
    frame += [_fact(block) for block in job_aid.facts]
    yield SearchEntry(**about, text="\n".join(filter(None, frame)), url=address)
    for number, step in enumerate(job_aid.steps, start=1):
        words = step.value
        yield SearchEntry(
            **about,
            place=str(step.id),
            position=number,
            place_title=f"Step {number}: {words['title']}",
            text="\n".join(filter(None, [plain_text(words["text"].source), words["you_see"]])),
            url=f"{address}#step-{number}",
        )


def _fact(block: Any) -> str:
    if block.block_type == "table":
        return plain_text(block.value.source)
    return f"{block.value['name']}: {block.value['value']}"


def practice_entries(practice: Practice) -> Iterator[SearchEntry]:
    yield SearchEntry(
        kind=Kind.PRACTICE,
        thing_id=practice.pk,
        community_id=practice.community_id,
        title=practice.title,
        text=practice.summary,
        url=practice.get_absolute_url(),
        trust=trust_of_states([practice.state]),
        author=practice.curator,
        updated_at=practice.changed_at,
    )


def person_entries(person: User) -> Iterator[SearchEntry]:
    yield SearchEntry(
        kind=Kind.PERSON,
        thing_id=person.pk,
        title=person.name,
        place_title=person.role_line,
        text=f"@{person.username}\n{person.about}",
        url=person.get_absolute_url(),
        author=person,
        updated_at=person.date_joined,
    )


def community_entries(community: CommunityPage) -> Iterator[SearchEntry]:
    yield SearchEntry(
        kind=Kind.COMMUNITY,
        thing_id=community.pk,
        community=community,
        title=community.title,
        place_title=Access(community.access).label.partition(":")[0],
        text=community.purpose,
        url=community.get_absolute_url(),
        updated_at=community.latest_revision_created_at or community.first_published_at,
    )


FINDABLES: dict[str, Findable] = {
    Kind.COMMUNITY: Findable(Kind.COMMUNITY, CommunityPage.objects.live, community_entries),
    Kind.PERSON: Findable(Kind.PERSON, lambda: User.objects.filter(is_active=True), person_entries),
    Kind.WIKI: Findable(
        Kind.WIKI,
        lambda: WikiPage.objects.live().select_related("community", "latest_revision__user"),
        wiki_entries,
    ),
    Kind.THREAD: Findable(
        Kind.THREAD, lambda: Thread.objects.select_related("community", "author"), thread_entries
    ),
    Kind.SCREENCAST: Findable(
        Kind.SCREENCAST,
        lambda: Screencast.objects.ready().select_related("community", "author"),
        screencast_entries,
    ),
    Kind.PRACTICE: Findable(
        Kind.PRACTICE,
        lambda: Practice.objects.exclude(state=PracticeState.DECLINED).select_related("community", "curator"),
        practice_entries,
    ),
    Kind.JOB_AID: Findable(
        Kind.JOB_AID,
        lambda: JobAidPage.objects.published().select_related("community", "owner"),
        job_aid_entries,
    ),
}
