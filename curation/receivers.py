"""What this app does when a source changes: compare the places that job aids took from it."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from communities.models import Post, WikiPage
from communities.signals import post_saved, wiki_page_saved
from curation.tasks import compare_places
from screencasts.models import Screencast
from screencasts.signals import screencast_saved


@receiver(wiki_page_saved)
def wiki_page_was_saved(sender: type, page: WikiPage, **kwargs: Any) -> None:
    compare_places.enqueue("wiki_page", page.pk)


@receiver(post_saved)
def post_was_saved(sender: type, post: Post, created: bool, **kwargs: Any) -> None:
    if not created:
        compare_places.enqueue("post", post.pk)


@receiver(screencast_saved)
def screencast_was_saved(sender: type, screencast: Screencast, **kwargs: Any) -> None:
    compare_places.enqueue("screencast", screencast.pk)
