"""What can be found, and how it becomes entries: one for each section, post, stretch, step."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from wagtail.models import Page, PageLogEntry

from communities.models import CommunityPage, Post, Thread, WikiPage
from communities.states import Access
from core.blocks import plain_text, sections
from curation.models import JobAidPage, Practice
from curation.states import PracticeState
from curation.trust import trust_of_practice, trust_of_source
from people.models import User
from screencasts.models import Cue, Screencast
from screencasts.times import format_time
from search.kinds import Kind
from search.models import SearchEntry

STRETCH_SECONDS = (
    10  # captions are found by stretches of about this length: a hit opens just before the words
)
MAX_LABEL = 100  # characters
MAX_POSTS = 5000  # a longer thread is found by its first posts


Labels = list[list[str]]  # pairs, as JSON gives them back


@dataclass(frozen=True)
class Findable:
    """One kind of thing: which rows of it are findable, and the entries of one row."""

    kind: str
    rows: Callable[[], QuerySet[Any]]
    entries: Callable[[Any], Iterator[SearchEntry]]


def _labels(**values: Iterable[str]) -> Labels:
    """What a thing can be narrowed by, as people read it; each once, whatever the capitals."""
    found: dict[tuple[str, str], str] = {}
    for facet, names in values.items():
        for name in names:
            text = " ".join(name.split())[:MAX_LABEL].strip()
            if text:
                found.setdefault((facet, text.casefold()), text)
    return [[facet, found[facet, name]] for facet, name in sorted(found)]


def former_titles(page: Page) -> str:
    """What the history of a page says that it was called before, as everybody who reads it may see; latest first."""
    renamed = PageLogEntry.objects.filter(page=page, action="wagtail.rename").order_by("-timestamp", "-pk")
    said = [(data or {}).get("title", {}).get("old", "") for data in renamed.values_list("data", flat=True)]
    return "\n".join(title for title in dict.fromkeys(said) if title and title != page.title)


def wiki_entries(page: WikiPage) -> Iterator[SearchEntry]:
    about = {
        "kind": Kind.WIKI,
        "thing_id": page.pk,
        "community_id": page.community_id,
        "title": page.title,
        "former": former_titles(page),
        "trust": trust_of_source(wiki_page=page),
        "author": page.latest_revision.user if page.latest_revision else None,
        "updated_at": page.last_published_at or page.latest_revision_created_at,
    }
    address = page.get_absolute_url()
    parts = sections(page.body)
    if not parts or parts[0].anchor:
        yield SearchEntry(**about, url=address)
    for section in parts:
        yield SearchEntry(
            **about,
            place=section.anchor,
            place_title=section.title,
            text=section.text,
            url=f"{address}#{section.anchor}" if section.anchor else address,
        )


def place_of_post(position: int) -> str:
    """The opening post is the thread itself."""
    return "" if position == 1 else f"post-{position}"


def thread_entries(thread: Thread, position: int | None = None) -> Iterator[SearchEntry]:
    """An entry for each post, or for the one at a position. Who wrote it is the entry's author, except where
    that is nobody here: only that name is kept in words, which no person can change."""
    trust = trust_of_source(thread=thread)
    labels = _labels(tag=(name.lower() for name in thread.tags.names()))
    state = "Answered" if thread.accepted_post_id else ""
    posts = Post.objects.in_thread(thread).filter(is_removed=False, position__lte=MAX_POSTS).in_order()
    if position is not None:
        posts = posts.filter(position=position)
    for post in posts.iterator(chunk_size=200):
        post.thread = thread
        called = "Accepted answer" if post.pk == thread.accepted_post_id else f"Post {post.position}"
        elsewhere = f" by {post.author_name}" if post.was_written_elsewhere else ""
        yield SearchEntry(
            kind=Kind.THREAD,
            thing_id=thread.pk,
            community_id=thread.community_id,
            place=place_of_post(post.position),
            title=thread.title,
            place_title="" if post.is_opening else called + elsewhere,
            text=plain_text(post.body),
            url=thread.get_absolute_url() if post.is_opening else post.get_absolute_url(),
            trust=trust,
            state=state,
            labels=labels,
            author_id=post.author_id,
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
    yield SearchEntry(**about, text=screencast.description, url=screencast.get_absolute_url())
    for second, words in sorted(_stretches(screencast).items()):
        yield SearchEntry(
            **about,
            place=f"t={second}",
            place_title=format_time(second),
            text="\n".join(words),
            url=screencast.url_at(second),
        )


def _stretches(screencast: Screencast) -> dict[int, list[str]]:
    """The words of a recording by the second at which they begin: chapter titles, and captions in every language."""
    found: defaultdict[int, list[str]] = defaultdict(list)
    for chapter in screencast.chapters.all():
        found[int(chapter.start)].append(chapter.title)
    track, start = None, 0.0
    for cue in Cue.objects.filter(track__screencast=screencast).order_by("track", "start", "pk"):
        if cue.track_id != track or cue.start - start >= STRETCH_SECONDS:
            track, start = cue.track_id, cue.start
        found[int(start)].append(cue.text)
    return found


def job_aid_entries(job_aid: JobAidPage) -> Iterator[SearchEntry]:
    about = {
        "kind": Kind.JOB_AID,
        "thing_id": job_aid.pk,
        "community_id": job_aid.community_id,
        "title": job_aid.title,
        "trust": job_aid.label.trust,
        "trust_more": job_aid.label.more,
        "release": job_aid.release_words[:60],
        "labels": _labels(
            role=(f"{name[:1].upper()}{name[1:]}" for name in job_aid.role_names),
            system=(on.system for on in job_aid.systems_verified),
            release=(f"{on.system} {on.verified}" for on in job_aid.systems_verified if on.verified),
        ),
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
        trust=trust_of_practice(practice.state, is_endorsed=practice.endorsements.exists()),
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
