"""What this app does when others change its pages."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_delete
from django.dispatch import receiver
from wagtail.models import Page
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from communities.addresses import note_address_change
from communities.inviting import mail_invitation
from communities.linking import links_inside
from communities.models import CommunityPage, Invitation, Link, Post, WikiPage
from communities.signals import (
    community_changed,
    invited_by_mail,
    post_saved,
    wiki_page_removed,
    wiki_page_saved,
)
from communities.tasks import note_links


@receiver([page_published, page_unpublished], sender=CommunityPage)
def tell_of_community(instance: CommunityPage, **kwargs: Any) -> None:
    """Access can change in the site and in Wagtail's editor: both publish."""
    community_changed.send(sender=CommunityPage, community=instance)


@receiver(post_delete, sender=WikiPage)
@receiver(page_unpublished, sender=WikiPage)
def tell_of_removal(instance: WikiPage, **kwargs: Any) -> None:
    """Pages are taken out in Wagtail's admin, one by one or with all that stands below."""
    wiki_page_removed.send(sender=WikiPage, page_id=instance.pk, community_id=instance.community_id)


@receiver(page_published, sender=WikiPage)
def tell_of_return(instance: WikiPage, **kwargs: Any) -> None:
    """A page that was taken out and is published again in the admin; a save in the site tells by itself."""
    wiki_page_saved.send(
        sender=WikiPage, page=instance, revision=instance.live_revision, user=None, is_minor=False
    )


@receiver(post_page_move, sender=WikiPage)
def follow_the_move(instance: Page, parent_page_after: Page, **kwargs: Any) -> None:
    """Who may read a page is asked of its community: what moves to another one belongs to that one."""
    community = CommunityPage.objects.ancestor_of(parent_page_after, inclusive=True).get()
    below = WikiPage.objects.descendant_of(instance, inclusive=True)
    came = list(below.exclude(community=community).values_list("pk", flat=True))
    WikiPage.objects.filter(pk__in=came).update(community=community)
    told = WikiPage.objects.filter(pk__in=came).live().select_related("community", "live_revision")
    for page in told.iterator(chunk_size=100):
        wiki_page_saved.send(
            sender=WikiPage, page=page, revision=page.live_revision, user=None, is_minor=False
        )


@receiver(post_page_move)
def keep_the_old_address(url_path_before: str, url_path_after: str, **kwargs: Any) -> None:
    """Of whatever moves, in the site or in Wagtail's admin, and of all that stands below it."""
    note_address_change(url_path_before, url_path_after)


@receiver(page_slug_changed)
def keep_the_old_name(instance: Page, instance_before: Page, **kwargs: Any) -> None:
    """Of a community or a job aid, by its editor in the admin; wiki pages say so themselves."""
    if not isinstance(instance, WikiPage):
        note_address_change(instance_before.url_path, instance.url_path)


@receiver(wiki_page_saved)
def wiki_page_may_link(sender: type, page: WikiPage, **kwargs: Any) -> None:
    if links_inside(page.body) or (page.edition > 1 and Link.objects.filter(wiki_page=page).exists()):
        note_links.enqueue("wiki_page", page.pk)


@receiver(post_saved)
def post_may_link(sender: type, post: Post, created: bool, **kwargs: Any) -> None:
    if links_inside(post.body) or (not created and Link.objects.filter(post=post).exists()):
        note_links.enqueue("post", post.pk)


@receiver(invited_by_mail)
def somebody_is_invited(sender: type, invitation: Invitation, **kwargs: Any) -> None:
    mail_invitation.enqueue(invitation.pk)
