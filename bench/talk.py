"""The talk of a large site: people, communities, threads, posts and what they said of each."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import islice

from django.db import connection, transaction

from bench.words import Language, Way
from communities.actions.community import create_community
from communities.models import CommunityPage, Membership, Post, PostVersion, Reaction, Thread
from communities.states import ReactionKind, ThreadKind
from core.sanitize import CLEANER_VERSION
from people.models import User

ROWS = 2_000
MEMBERS = 100
WAYS = 40  # ways of working that a community tells again and again
YEARS = 3


@dataclass(frozen=True, slots=True)
class Size:
    """How much of everything."""

    communities: int = 200
    people: int = 5_000
    threads: int = 50_000
    posts: int = 1_000_000
    flags: int = 100_000
    practices: int = 20_000
    job_aids: int = 5_000
    provenance: int = 60_000

    def divided(self, by: int) -> Size:
        """The same site, so many times smaller."""
        return Size(**{name: max(2, getattr(self, name) // by) for name in self.__slots__})


@dataclass(slots=True)
class Site:
    """What was made, by primary key."""

    size: Size
    chance: random.Random
    now: datetime
    say: Callable[[str], None]
    people: list[int] = field(default_factory=list)
    communities: list[CommunityPage] = field(default_factory=list)
    members: dict[int, list[int]] = field(default_factory=dict)
    ways: dict[int, list[Way]] = field(default_factory=dict)

    def moment(self) -> datetime:
        """Some time in the last years, recent ones more often."""
        return self.now - timedelta(days=YEARS * 365 * self.chance.random() ** 2)


def parts(rows: Iterator[object], size: int = ROWS) -> Iterator[list[object]]:
    while some := list(islice(rows, size)):
        yield some


def make_people(site: Site) -> None:
    """People with a password that nobody can use."""
    before = set(User.objects.values_list("pk", flat=True))
    User.objects.bulk_create(
        (
            User(
                username=f"bench{number}",
                email=f"bench{number}@example.org",
                display_name=f"Person {number}",
                workplace=f"Team {number % 97}",
                password="!",  # noqa: S106 - not a password: nobody can sign in with it
            )
            for number in range(site.size.people)
        ),
        batch_size=ROWS,
    )
    site.people = list(User.objects.exclude(pk__in=before).order_by("pk").values_list("pk", flat=True))


def make_communities(site: Site, language: Language) -> None:
    for number in range(site.size.communities):
        community = create_community(title=f"Bench community {number}", slug=f"bench-{number}")
        members = site.chance.sample(site.people, min(MEMBERS, len(site.people)))
        Membership.objects.bulk_create(
            Membership(
                user_id=pk,
                community=community,
                is_curator=at == 0,
                is_expert=at in (1, 2),
                is_facilitator=at == 3,
            )
            for at, pk in enumerate(members)
        )
        CommunityPage.objects.filter(pk=community.pk).update(member_count=len(members))
        site.communities.append(community)
        site.members[community.pk] = members
        site.ways[community.pk] = [language.way() for _ in range(WAYS)]


def make_threads(site: Site, language: Language) -> None:
    """Threads with their posts and the versions of these. What a post tells is kept in its `source_name`."""
    each = site.size.posts // site.size.threads
    began, made = time.monotonic(), 0
    for number, community in enumerate(site.communities):
        threads = _threads(site, language, community, site.size.threads // site.size.communities)
        posts = (post for thread in threads for post in _posts(site, language, thread, each))
        with transaction.atomic():
            for some in parts(posts):
                made += len(Post.objects.bulk_create(some))
            _accept_answers(site, threads)
        if number % 20 == 19:
            site.say(f"  {made} posts, {made / (time.monotonic() - began):.0f} a second")
    _keep_versions()


def _threads(site: Site, language: Language, community: CommunityPage, count: int) -> list[Thread]:
    rows = []
    for _ in range(count):
        at, author = site.moment(), site.chance.choice(site.members[community.pk])
        rows.append(
            Thread(
                community=community,
                kind=ThreadKind.QUESTION if site.chance.random() < 0.7 else ThreadKind.DISCUSSION,
                title=language.title()[:200],
                author_id=author,
                created_at=at,
                last_post_at=at,
                last_poster_id=author,
                excerpt=language.title(),
            )
        )
    return Thread.objects.bulk_create(rows, batch_size=ROWS)


def _posts(site: Site, language: Language, thread: Thread, count: int) -> Iterator[Post]:
    members, ways = site.members[thread.community_id], site.ways[thread.community_id]
    thread.reply_count, thread.next_position = count - 1, count + 1
    for position in range(1, count + 1):
        told, lines = "", language.chatter()
        draw = site.chance.random()
        if position > 1 and draw < 0.06:
            way = site.chance.randrange(len(ways))
            told, lines = f"way {way} in {position}", language.told(ways[way])
        elif draw < 0.6:
            lines = language.talk()
        thread.last_post_at = min(site.now, thread.last_post_at + timedelta(hours=site.chance.random() * 20))
        yield Post(
            thread=thread,
            position=position,
            author_id=site.chance.choice(members) if position > 1 else thread.author_id,
            body=body_of(lines, site.chance),
            cleaner_version=CLEANER_VERSION,
            created_at=thread.last_post_at,
            thanks_count=int(site.chance.random() ** 4 * 6),
            source_name=told,
        )


def body_of(lines: Sequence[str], chance: random.Random) -> str:
    """Clean HTML as the editor makes it, every block with its id."""
    return "".join(f'<p id="{block_id(chance)}">{line}</p>' for line in lines)


def block_id(chance: random.Random) -> str:
    """Of the form that core gives, the same for the same seed."""
    return "b" + "".join(chance.choices("abcdefghijklmnopqrstuvwxyz234567", k=10))


def _accept_answers(site: Site, threads: Sequence[Thread]) -> None:
    answers = dict(
        Post.objects.filter(thread__in=threads, position=2)
        .exclude(source_name="")
        .values_list("thread", "pk")
    )
    answers |= dict(
        Post.objects.filter(thread__in=threads, position=3)
        .exclude(source_name="")
        .values_list("thread", "pk")
    )
    for thread in threads:
        if thread.kind == ThreadKind.QUESTION and (answer := answers.get(thread.pk)):
            thread.accepted_post_id, thread.accepted_at = answer, thread.last_post_at
    Thread.objects.bulk_update(
        threads,
        ["accepted_post", "accepted_at", "reply_count", "next_position", "last_post_at"],
        batch_size=500,
    )


def _keep_versions() -> None:
    """The first version of each post, copied by the database itself."""
    post, version = Post._meta.db_table, PostVersion._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {version} (post_id, number, body, editor_id, created_at) "  # noqa: S608 - our own names
            f"SELECT id, version, body, author_id, created_at FROM {post} AS p "
            f"WHERE NOT EXISTS (SELECT 1 FROM {version} AS v WHERE v.post_id = p.id)"
        )


def make_reactions(site: Site) -> None:
    """ "Worked for me" on some of the posts that tell a way of working."""
    told = Post.objects.exclude(source_name="").order_by("pk").values_list("pk", "thread__community")
    rows = (
        Reaction(post_id=pk, user_id=user, kind=ReactionKind.WORKED)
        for pk, community in told.iterator(chunk_size=ROWS)
        if site.chance.random() < 0.3
        for user in site.chance.sample(site.members[community], site.chance.randint(1, 3))
    )
    for some in parts(rows):
        Reaction.objects.bulk_create(some, ignore_conflicts=True)
