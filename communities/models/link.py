from __future__ import annotations

from django.db import models

from communities.models.thread import Post
from communities.models.wiki import WikiPage


class LinkTarget(models.TextChoices):
    WIKI_PAGE = "wiki_page", "wiki page"
    THREAD = "thread", "thread"
    SCREENCAST = "screencast", "screencast"


class Link(models.Model):
    """A link in a wiki page or a post to a thing of its own community, kept by what it leads to, not by address."""

    wiki_page = models.ForeignKey(WikiPage, models.CASCADE, null=True, related_name="links")
    post = models.ForeignKey(Post, models.CASCADE, null=True, related_name="links")
    target = models.CharField(max_length=10, choices=LinkTarget)
    target_id = models.PositiveBigIntegerField()

    wagtail_reference_index_ignore = True

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(wiki_page=None) ^ models.Q(post=None), name="communities_link_one_origin"
            ),
            models.UniqueConstraint(
                fields=["wiki_page", "target", "target_id"],
                condition=models.Q(wiki_page__isnull=False),
                name="communities_link_once_in_page",
            ),
            models.UniqueConstraint(
                fields=["post", "target", "target_id"],
                condition=models.Q(post__isnull=False),
                name="communities_link_once_in_post",
            ),
        ]
        indexes = [models.Index(fields=["target", "target_id"], name="communities_link_to")]

    def __str__(self) -> str:
        return f"{self.wiki_page_id or self.post_id} links to {self.target} {self.target_id}"
