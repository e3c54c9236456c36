"""Wagtail's admin: the L&D team may enter it, and sees nothing there of communities that are not theirs to read."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse

from communities.actions.threads import open_thread
from communities.actions.wiki import create_wiki_page
from communities.models import CommunityPage, WikiEdition, WikiPage
from communities.signals import wiki_page_removed, wiki_page_saved
from tests.communities.wiki.conftest import edited, words
from tests.conftest import Cast

AsPerson = Callable[..., Client]
HIDDEN_WORDS = ("Hushed", "Unspoken", "Quiet room")


def admin_addresses(page: WikiPage) -> Iterator[str]:
    """Every address of Wagtail's admin, each number in it the id of the page or of its revision."""
    fillings = {
        "revision_id": page.live_revision_id,
        "revision_id_a": page.live_revision_id,
        "revision_id_b": "live",
        "content_type_app_name": "communities",
        "content_type_model_name": "wikipage",
        "app_label": "communities",
        "app_name": "communities",
        "model_name": "wikipage",
    }
    admin = next(
        each
        for each in get_resolver().url_patterns
        if isinstance(each, URLResolver) and str(each.pattern) == "admin/"
    )
    for name, parameters in named(admin.url_patterns, ""):
        try:
            yield reverse(name, kwargs={key: fillings.get(key, page.pk) for key in parameters})
        except NoReverseMatch:
            continue


def named(patterns: list[URLPattern | URLResolver], space: str) -> Iterator[tuple[str, list[str]]]:
    for each in patterns:
        if isinstance(each, URLResolver):
            yield from named(each.url_patterns, f"{space}{each.namespace}:" if each.namespace else space)
        elif each.name and "logout" not in each.name:
            yield f"{space}{each.name}", list(each.pattern.regex.groupindex)


def test_a_curator_meets_nothing_hidden_anywhere_in_the_admin(
    cast: Cast, secret: WikiPage, as_person: AsPerson
) -> None:
    cora = as_person(cast.cora)
    cora.raise_request_exception = False  # one of the addresses is there to break
    edited(secret, cast.nia, "Unspoken words.", "Unspoken words, twice.")
    addresses = sorted({*admin_addresses(WikiPage.objects.get())})
    assert len(addresses) > 100

    told = {}
    for address in addresses:
        for query in ("", "?q=hushed&page_type=wagtailcore.page", f"?parent_page_id={secret.pk}"):
            answer = cora.get(f"{address}{query}")
            text = (
                b"".join(answer.streaming_content).decode() if answer.streaming else answer.content.decode()
            )
            if any(word in text for word in HIDDEN_WORDS):
                told[f"{address}{query}"] = answer.status_code

    assert not told, "\n".join(map(str, told.items()))


def test_a_curator_learns_nothing_hidden_by_its_number_or_first_letters(
    cast: Cast, secret: WikiPage, as_person: AsPerson
) -> None:
    open_thread(
        user=cast.nia,
        community=secret.community,
        kind="question",
        title="Who hushes whom?",
        body="<p>Words</p>",
        tags=["hushed"],
    )
    bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
    addresses = [
        f"{bulk}?id={secret.pk}",
        f"{bulk}?id=all",
        f"{reverse('wagtailadmin_choose_page_chosen_multiple')}?id={secret.pk}",
        f"{reverse('wagtailadmin_tag_autocomplete')}?term=hush",
        f"{reverse('wagtailadmin_tag_model_autocomplete', args=['taggit', 'tag'])}?term=hush",
    ]

    for address in addresses:
        assert "hushed" in as_person(cast.adam).get(address).content.decode().lower()
        assert as_person(cast.cora).get(address).status_code == 404


def test_an_administrator_meets_no_broken_page_in_the_admin(
    cast: Cast, scanning: WikiPage, as_person: AsPerson
) -> None:
    adam = as_person(cast.adam)
    adam.raise_request_exception = False
    edited(scanning, cast.ana, "cm", "centimetres")

    broken = {
        address
        for address in admin_addresses(WikiPage.objects.get())
        if adam.get(address).status_code >= 500 and "failwhale" not in address
    }

    assert not broken


def test_a_page_moved_to_another_community_is_read_by_that_community(
    cast: Cast, scanning: WikiPage, secret: WikiPage, as_person: AsPerson
) -> None:
    below = create_wiki_page(parent=scanning, user=cast.ana, title="Gloves", body="<p>Grey wipes</p>")
    adam, ana, nia = as_person(cast.adam), as_person(cast.ana), as_person(cast.nia)

    adam.post(reverse("wagtailadmin_pages:move_confirm", args=[scanning.pk, secret.pk]))

    moved = WikiPage.objects.get(pk=below.pk).get_absolute_url()
    assert moved == f"{secret.get_absolute_url()}scanning-at-the-bedside/gloves/"
    assert "Grey wipes" in words(nia.get(moved))
    assert ana.get(moved).status_code == 404
    assert ana.get(f"/w/{below.live_revision_id}/").status_code == 404


def test_news_of_a_page_that_goes_and_comes_back(cast: Cast, scanning: WikiPage) -> None:
    heard = []

    def removed(sender: object, page_id: int, **news: object) -> None:
        heard.append(("removed", page_id))

    def saved(sender: object, page: WikiPage, **news: object) -> None:
        heard.append(("saved", page.pk))

    wiki_page_removed.connect(removed)
    wiki_page_saved.connect(saved)
    page = WikiPage.objects.get()
    page.unpublish()
    page.get_latest_revision().publish()
    WikiPage.objects.get().delete()

    pk = scanning.pk
    assert heard[:3] == [("removed", pk), ("saved", pk), ("removed", pk)]
    assert set(heard[3:]) <= {("removed", pk)}  # being told twice does no harm
    assert not WikiEdition.objects.exists()


def test_the_chooser_offers_what_the_curator_may_read(
    cast: Cast, secret: WikiPage, scanning: WikiPage, as_person: AsPerson
) -> None:
    parent = scanning.get_parent()
    address = reverse("wagtailadmin_choose_page_child", args=[parent.pk])

    assert "Scanning at the bedside" in as_person(cast.cora).get(address).json()["html"]
    hidden = reverse("wagtailadmin_choose_page_child", args=[secret.get_parent().pk])
    assert "Hushed" not in as_person(cast.cora).get(hidden).content.decode()


@pytest.mark.parametrize(
    "name", ["wagtailadmin_home", "wagtailadmin_explore_root", "wagtailadmin_choose_page"]
)
def test_a_member_has_no_admin(cast: Cast, scanning: WikiPage, as_person: AsPerson, name: str) -> None:
    answer = as_person(cast.ana).get(reverse(name))

    assert answer.status_code in {302, 403}
    assert "Scanning" not in answer.content.decode()


def test_an_administrator_is_led_to_the_editor_of_the_site(
    cast: Cast, ward: CommunityPage, scanning: WikiPage, as_person: AsPerson
) -> None:
    adam = as_person(cast.adam)

    edit = adam.get(reverse("wagtailadmin_pages:edit", args=[scanning.pk]), follow=True)
    below = adam.get(reverse("wagtailadmin_pages:add", args=["communities", "wikipage", scanning.pk]))
    copy = adam.get(reverse("wagtailadmin_pages:copy", args=[scanning.pk]))

    assert "Wiki pages are written in the site itself" in words(edit)
    assert edit.redirect_chain[-1][0] == scanning.address("wiki_edit")
    assert below["Location"] == scanning.address("wiki_new_below")
    assert copy["Location"] == scanning.get_absolute_url()


def test_the_body_cannot_be_posted_through_the_admin(
    cast: Cast, scanning: WikiPage, as_person: AsPerson
) -> None:
    adam = as_person(cast.adam)

    adam.post(
        reverse("wagtailadmin_pages:edit", args=[scanning.pk]),
        {"title": "Taken over", "slug": "x", "body": "<script>x</script>", "action-publish": "1"},
    )

    page = WikiPage.objects.get()
    assert page.title == scanning.title
    assert page.body == scanning.body


def test_a_page_that_is_published_again_in_the_admin_reads_as_before(
    cast: Cast, scanning: WikiPage, as_person: AsPerson
) -> None:
    adam = as_person(cast.adam)
    adam.post(reverse("wagtailadmin_pages:unpublish", args=[scanning.pk]))
    assert adam.get(scanning.get_absolute_url()).status_code == 404

    WikiPage.objects.get().get_latest_revision().publish(user=cast.adam)

    seen = words(adam.get(scanning.get_absolute_url()))
    assert "10 to 15 cm" in seen
    assert "by 1 person" in seen
