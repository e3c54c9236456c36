"""Stored bodies are cleaned again when the cleaner has learnt something; their blocks keep their ids."""

from __future__ import annotations

import pytest
from django.test import Client
from wagtail.models import Revision

from communities.actions.threads import edit_post, open_thread
from communities.actions.wiki import create_wiki_page, save_wiki_page
from communities.models import CommunityPage, Post, PostVersion, WikiIndexPage, WikiPage
from core.sanitize import CLEANER_VERSION
from tests.communities.importing.conftest import said
from tests.conftest import Cast

DIRTY = '<p id="baaaaaaaaaa">Words</p><script>alert(1)</script><h2 id="bbbbbbbbbbb" onclick="x()">Part</h2>'
CLEAN = '<p id="baaaaaaaaaa">Words</p><h2 id="bbbbbbbbbbb">Part</h2>'


@pytest.fixture
def page(cast: Cast, ward: CommunityPage) -> WikiPage:
    """A page with two revisions, as a cleaner that knew less would have left it."""
    index = WikiIndexPage.objects.child_of(ward).get()
    page = create_wiki_page(parent=index, user=cast.ana, title="Scan", body="<p>One</p>")
    save_wiki_page(page=page, user=cast.ana, title="Scan", body="<p>Two</p>", base_edition=1)
    WikiPage.objects.filter(pk=page.pk).update(body=DIRTY, cleaner_version=CLEANER_VERSION - 1)
    for revision in Revision.objects.for_instance(page):
        revision.content["body"] = DIRTY
        revision.save(update_fields=["content"])
    return WikiPage.objects.get(pk=page.pk)


@pytest.fixture
def post(cast: Cast, ward: CommunityPage) -> Post:
    thread = open_thread(user=cast.ana, community=ward, kind="question", title="Why", body="<p>One</p>")
    post = thread.posts.get()
    edit_post(user=cast.ana, post=post, body="<p>Two</p>")
    Post.objects.filter(pk=post.pk).update(body=DIRTY, cleaner_version=CLEANER_VERSION - 1)
    PostVersion.objects.update(body=DIRTY)
    return post


def test_live_bodies_and_every_old_version_are_cleaned_and_blocks_keep_their_ids(
    page: WikiPage, post: Post, client: Client, cast: Cast
) -> None:
    report = said("clean_bodies")

    page.refresh_from_db()
    post.refresh_from_db()
    assert (page.body, post.body) == (CLEAN, CLEAN)
    assert [section["anchor"] for section in page.sections] == ["", "bbbbbbbbbbb"]
    assert {revision.content["body"] for revision in Revision.objects.for_instance(page)} == {CLEAN}
    assert set(PostVersion.objects.values_list("body", flat=True)) == {CLEAN}
    assert (page.edition, page.editions.count()) == (2, 2)
    assert "1 wiki pages changed, 1 posts changed" in report
    client.force_login(cast.ana)
    old = client.get(page.address("wiki_revision", 1)).content.decode()
    assert "alert(1)" not in old
    assert "Words" in old


def test_what_is_clean_is_not_read_again(page: WikiPage, post: Post) -> None:
    said("clean_bodies")
    WikiPage.objects.filter(pk=page.pk).update(body=DIRTY)

    report = said("clean_bodies")

    assert "Done: nothing\nEverything is clean." in report
    assert WikiPage.objects.get(pk=page.pk).body == DIRTY


def test_a_body_that_cannot_be_cleaned_is_named_and_the_others_are_cleaned(
    page: WikiPage, post: Post
) -> None:
    WikiPage.objects.filter(pk=page.pk).update(body="x" * 400_001)

    report = said("clean_bodies")

    assert f"wiki page {page.pk}" in report
    assert "1 posts changed" in report
    assert WikiPage.objects.get(pk=page.pk).cleaner_version < CLEANER_VERSION


def test_stopped_half_way_it_goes_on_where_it_was(
    page: WikiPage, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*args: object, **options: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("communities.cleaning._clean_post", stop)
        with pytest.raises(KeyboardInterrupt):
            said("clean_bodies")
    assert WikiPage.objects.get(pk=page.pk).body == CLEAN
    assert Post.objects.get(pk=post.pk).body == DIRTY

    report = said("clean_bodies")

    assert "Done: 1 posts changed" in report
