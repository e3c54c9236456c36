"""What one page of a thread shows, gathered in a fixed number of queries however long the thread is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from communities.models import Membership, Post, Reaction, Thread
from communities.models.thread import POSTS_A_PAGE
from communities.notes import (
    NO_MARK,
    WHOLE_THREAD,
    Kind,
    Mark,
    Note,
    Surroundings,
    gathered,
    surroundings,
)
from communities.permissions import Role, Verb, standing
from communities.states import ReactionKind
from core.policy import can


@dataclass(frozen=True, slots=True)
class ShownPost:
    """A post as this reader sees it, with what they may do to it."""

    post: Post
    address: str  # its permalink; below it stand its acts
    role: str
    around: Surroundings
    is_accepted: bool
    is_thanked: bool
    has_worked: bool  # for the reader, as they said
    may_read: bool
    may_react: bool
    may_quote: bool
    may_edit: bool
    may_accept: bool

    @property
    def mark(self) -> Mark:
        """Flags on any place of the post, as one number."""
        marks = [mark for anchor, mark in self.around.marks.items() if anchor != WHOLE_THREAD]
        if not marks:
            return NO_MARK
        return Mark(count=max(mark.count for mark in marks), mine=any(mark.mine for mark in marks))


@dataclass(frozen=True, slots=True)
class ThreadPage:
    """Up to POSTS_A_PAGE posts that follow the position `after`."""

    thread: Thread
    address: str
    after: int
    posts: list[ShownPost]
    may_moderate: bool
    may_reply: bool

    @property
    def opening(self) -> ShownPost | None:
        return self.posts[0] if self.posts and self.posts[0].post.is_opening else None

    @property
    def may_flag(self) -> bool:
        """Whether the reader can flag anything here."""
        return any(shown.around.flag_url for shown in self.posts)

    @property
    def whole_mark(self) -> Mark:
        """Flags on the thread as a whole; they are kept with its opening post."""
        return self.opening.around.mark_at(WHOLE_THREAD) if self.opening else NO_MARK

    @property
    def replies(self) -> list[ShownPost]:
        return self.posts[1:] if self.opening else self.posts

    @property
    def notes(self) -> list[tuple[Post, Note]]:
        """What is known around the posts of this page that the reader may read."""
        readable = [shown for shown in self.posts if shown.may_read]
        return [(shown.post, note) for shown in readable for note in gathered(shown.around.notes)]

    @property
    def quote(self) -> str:
        """The address that quotes the post whose pk is added to it."""
        return f"{self.address}?{f'after={self.after}&' if self.after else ''}quote="

    @property
    def first_position(self) -> int:
        return self.after + 1

    @property
    def last_position(self) -> int:
        return min(self.after + POSTS_A_PAGE, self.thread.last_position)

    @property
    def previous(self) -> str | None:
        return None if self.after == 0 else self._address(max(0, self.after - POSTS_A_PAGE))

    @property
    def next(self) -> str | None:
        is_last = self.last_position >= self.thread.last_position
        return None if is_last else self._address(self.after + POSTS_A_PAGE)

    @property
    def last(self) -> str:
        return self._address(start_of_page(self.thread.last_position))

    def _address(self, after: int) -> str:
        query = f"?after={after}" if after else ""
        return f"{self.address}{query}"


def start_of_page(position: int) -> int:
    """The `after` of the page on which this position stands."""
    return (max(1, position) - 1) // POSTS_A_PAGE * POSTS_A_PAGE


def thread_page(*, thread: Thread, user: Any, after: int) -> ThreadPage:
    """The page after a position; beyond the end, the last page. Three queries, and those of the notes."""
    after = min(max(0, after), start_of_page(thread.last_position))
    posts = list(Post.objects.in_thread(thread).after(after).in_order().with_people()[:POSTS_A_PAGE])
    for post in posts:
        post.thread = thread
    mine = standing(user)
    roles = mine.roles_in(thread.community)
    may_moderate = can(user, Verb.MODERATE, thread)
    may_write = can(user, Verb.ADD, thread)
    may_reply = may_write and not thread.is_closed
    may_accept = thread.is_question and can(user, Verb.ACCEPT, thread)
    mine_said = _reactions(posts, user) if Role.SIGNED_IN in roles else frozenset()
    around = surroundings(Kind.POST, posts, user)
    special = _roles_of_authors(thread, posts)
    address = thread.get_absolute_url()
    shown = [
        ShownPost(
            post=post,
            address=f"{address}posts/{post.pk}/",
            role=_role_line(post, special),
            around=around[post.pk],
            is_accepted=post.pk == thread.accepted_post_id,
            is_thanked=(post.pk, ReactionKind.THANKS) in mine_said,
            has_worked=(post.pk, ReactionKind.WORKED) in mine_said,
            may_read=may_moderate or not post.is_removed,
            may_react=may_write and not post.is_removed and post.author_id != user.pk,
            may_quote=may_reply and not post.is_removed,
            may_edit=may_write and not post.is_removed and post.author_id == user.pk,
            may_accept=may_accept and not post.is_removed and not post.is_opening,
        )
        for post in posts
    ]
    return ThreadPage(
        thread=thread,
        address=address,
        after=after,
        posts=shown,
        may_moderate=may_moderate,
        may_reply=may_reply,
    )


def _reactions(posts: list[Post], user: Any) -> frozenset[tuple[int, str]]:
    given = Reaction.objects.filter(user=user, post__in=[post.pk for post in posts])
    return frozenset(given.values_list("post_id", "kind"))


def _roles_of_authors(thread: Thread, posts: list[Post]) -> dict[int, str]:
    authors = {post.author_id for post in posts if post.author_id}
    memberships = Membership.objects.filter(
        Q(is_expert=True) | Q(is_facilitator=True), community=thread.community_id, user__in=authors
    )
    return {membership.user_id: membership.role_words for membership in memberships}


def _role_line(post: Post, special: dict[int, str]) -> str:
    if post.author is None:
        return ""
    return ", ".join(part for part in (special.get(post.author.pk), post.author.role_line) if part)
