from __future__ import annotations

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.text import slugify
from taggit.managers import TaggableManager

from communities.models.community import CommunityPage
from communities.querysets import PostQuerySet, ThreadQuerySet
from communities.states import ReactionKind, ThreadKind

POSTS_A_PAGE = 20


class Thread(models.Model):
    """A talk: an opening post and its replies. Counters are changed by F() when a post is written, never counted."""

    community = models.ForeignKey(CommunityPage, models.CASCADE, related_name="threads")
    kind = models.CharField(max_length=12, choices=ThreadKind, default=ThreadKind.QUESTION)
    title = models.CharField(max_length=200)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="threads")
    created_at = models.DateTimeField()
    last_post_at = models.DateTimeField()
    last_poster = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    author_name = models.CharField(
        max_length=120,
        blank=True,
        help_text="Who opened it where it was imported from, when that is no person here.",
    )
    reply_count = models.PositiveIntegerField(default=0)
    next_position = models.PositiveIntegerField(default=1)
    excerpt = models.CharField(max_length=300, blank=True)
    accepted_post = models.ForeignKey("Post", models.SET_NULL, null=True, blank=True, related_name="+")
    accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    accepted_at = models.DateTimeField(null=True)
    is_closed = models.BooleanField(default=False)
    is_pinned = models.BooleanField(default=False)
    is_exploring = models.BooleanField(
        default=False, help_text="Still tried out: nobody flags a post of it until it is released."
    )
    source_name = models.CharField(max_length=200, blank=True)
    submission = models.UUIDField(null=True, editable=False)

    tags = TaggableManager(blank=True)

    objects = ThreadQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["author", "submission"], name="communities_thread_sent_once"),
            models.UniqueConstraint(
                fields=["community", "source_name"],
                condition=~models.Q(source_name=""),
                name="communities_thread_imported_once",
            ),
        ]
        indexes = [
            models.Index(fields=["community", "-last_post_at", "-id"], name="communities_thread_latest"),
            models.Index(
                fields=["community", "-is_pinned", "-last_post_at", "-id"], name="communities_thread_list"
            ),
            models.Index(
                fields=["community", "kind", "-last_post_at", "-id"], name="communities_thread_kind"
            ),
            models.Index(
                fields=["community", "-last_post_at", "-id"],
                condition=models.Q(kind=ThreadKind.QUESTION, accepted_post=None),
                name="communities_thread_unanswered",
            ),
            models.Index(fields=["author", "-created_at", "-id"], name="communities_thread_by_author"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("communities:thread", args=[self.community.slug, self.pk, self.slug])

    @property
    def slug(self) -> str:
        return slugify(self.title)[:60].strip("-") or "thread"

    @property
    def is_question(self) -> bool:
        return self.kind == ThreadKind.QUESTION

    @property
    def icon(self) -> str:
        return ThreadKind(self.kind).icon

    @property
    def is_answered(self) -> bool:
        return self.accepted_post_id is not None

    @property
    def last_position(self) -> int:
        return self.next_position - 1


class Post(models.Model):
    """One post at its place in a thread; position 1 opens it. The row holds the newest version of the text."""

    thread = models.ForeignKey(Thread, models.CASCADE, related_name="posts")
    position = models.PositiveIntegerField()
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="posts")
    body = models.TextField(help_text="Clean HTML; every block has an id.")
    cleaner_version = models.PositiveSmallIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True)
    thanks_count = models.IntegerField(
        default=0, help_text="Thanks given here, and votes brought by an import."
    )
    worked_count = models.PositiveIntegerField(
        default=0, help_text="People who said that it worked for them."
    )
    is_removed = models.BooleanField(default=False)
    is_exploring = models.BooleanField(
        default=False, help_text="Still tried out: nobody flags it until it is released."
    )
    removed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    author_name = models.CharField(
        max_length=120,
        blank=True,
        help_text="Who wrote it where it was imported from, when that is no person here.",
    )
    source_name = models.CharField(max_length=200, blank=True)
    submission = models.UUIDField(null=True, editable=False)

    objects = PostQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["thread", "position"], name="communities_post_position"),
            models.UniqueConstraint(fields=["author", "submission"], name="communities_post_sent_once"),
            models.UniqueConstraint(
                fields=["thread", "source_name"],
                condition=~models.Q(source_name=""),
                name="communities_post_imported_once",
            ),
        ]
        indexes = [models.Index(fields=["author", "-created_at"], name="communities_post_by_author")]

    def __str__(self) -> str:
        return f"post {self.position} of {self.thread_id}"

    def get_absolute_url(self) -> str:
        """The page of the thread that shows this post, at its place."""
        before = (self.position - 1) // POSTS_A_PAGE * POSTS_A_PAGE
        page = f"?after={before}" if before else ""
        return f"{self.thread.get_absolute_url()}{page}#post-{self.position}"

    @property
    def community(self) -> CommunityPage:
        return self.thread.community

    @property
    def is_opening(self) -> bool:
        return self.position == 1

    @property
    def was_written_elsewhere(self) -> bool:
        return bool(self.author_name) and self.author_id is None


class PostVersion(models.Model):
    """What a post said: every version, the newest too, so that a source can always be shown as it was taken."""

    post = models.ForeignKey(Post, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    body = models.TextField()
    editor = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField()

    wagtail_reference_index_ignore = True

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["post", "number"], name="communities_post_version_once")
        ]

    def __str__(self) -> str:
        return f"version {self.number} of {self.post_id}"


class Reaction(models.Model):
    """A person's one-click word on a post."""

    post = models.ForeignKey(Post, models.CASCADE, related_name="reactions")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=ReactionKind, default=ReactionKind.THANKS)
    created_at = models.DateTimeField(auto_now_add=True)

    wagtail_reference_index_ignore = True

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["post", "user", "kind"], name="communities_reaction_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind} by {self.user_id} on {self.post_id}"
