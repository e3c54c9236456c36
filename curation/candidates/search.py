"""The nightly search: reads what was written or changed since the last one, and nothing else."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from django.db import transaction
from django.db.models import F, Model, QuerySet
from django.db.models.functions import Greatest

from communities.models import Post, PostVersion, Reaction, WikiEdition, WikiPage
from curation.candidates.grouping import ALIKE, group, leave
from curation.candidates.reading import words_of_post, words_of_sections
from curation.candidates.recount import recount_stale
from curation.likeness.shelf import Shelf
from curation.models import Candidate, CandidateSearch, LikeShelf, LikeText

AT_A_TIME = 50_000  # rows of history that are looked through before it is written down how far
IN_ONE_GO = 250  # texts of one community in a transaction: others can write between two of them
# PostgreSQL gives numbers before it commits: a row just behind the last one read may have come after it.
LOOK_BACK = 1_000

_READ = ("body", "position", "is_removed", "thread__title", "thread__kind")

New = dict[int, set[int]]  # community: posts or pages


def find_candidates() -> int:
    """Search what is new, and count the candidates that it changed; returns how many.

    How far it has read is kept, so it goes on where it ended, however it ended; what is read twice changes nothing.
    """
    for news in _news("posts", PostVersion.objects.all(), "post", "post__thread__community"):
        for community, posts in sorted(news.items()):
            for some in _parts(sorted(posts)):
                read_posts(community, some)
    for news in _news("pages", WikiEdition.objects.all(), "page", "page__community"):
        for community, pages in sorted(news.items()):
            for some in _parts(sorted(pages)):
                read_pages(community, some)
    for news in _news("reactions", Reaction.objects.all(), "post", "post__thread__community"):
        for posts in news.values():
            mark_candidates_of(LikeText.objects.filter(post__in=posts))
    return recount_stale()


def mark_candidates_of(texts: QuerySet[LikeText]) -> None:
    """Have the candidates that these texts are in counted again."""
    Candidate.objects.filter(pk__in=texts.exclude(candidate=None).values("candidate")).update(is_stale=True)


def _news(name: str, rows: QuerySet[Model], thing: str, community: str) -> Iterator[New]:
    """What is new in a table that only grows, by its primary key; written down when it was dealt with."""
    read_to = CandidateSearch.objects.get_or_create(name=name)[0].read_to
    at = max(0, read_to - LOOK_BACK)
    while some := list(
        rows.filter(pk__gt=at).order_by("pk").values_list("pk", f"{thing}_id", community)[:AT_A_TIME]
    ):
        news: New = defaultdict(set)
        for _, pk, place in some:
            news[place].add(pk)
        yield news
        at = some[-1][0]
        # Two searches at once: the one that is behind turns nothing back.
        CandidateSearch.objects.filter(name=name).update(read_to=Greatest(F("read_to"), at))


@transaction.atomic
def read_posts(community: int, pks: Iterable[int]) -> None:
    """Read these posts of a community; those whose words are the same stay as they are."""
    shelf = Shelf.hold(LikeShelf.Kind.PLACES, community)
    posts = Post.objects.filter(pk__in=pks).select_related("thread").only(*_READ).order_by("pk")
    before = {text.post_id: text for text in LikeText.objects.filter(post__in=pks)}
    now = {post.pk: words_of_post(post) for post in posts}
    changed = [pk for pk, words in now.items() if words != (bytes(before[pk].words) if pk in before else b"")]
    _exchange(
        shelf,
        community,
        gone=[before[pk] for pk in changed if pk in before],
        new=[LikeText(post_id=pk, words=now[pk]) for pk in changed if now[pk]],
    )


@transaction.atomic
def read_pages(community: int, pks: Iterable[int]) -> None:
    """Read these wiki pages, section by section; sections whose words are the same stay as they are."""
    shelf = Shelf.hold(LikeShelf.Kind.PLACES, community)
    pages = WikiPage.objects.filter(pk__in=pks).order_by("pk")
    before = {(text.wiki_page_id, text.anchor): text for text in LikeText.objects.filter(wiki_page__in=pks)}
    now = {(page.pk, anchor): words for page in pages for anchor, words in words_of_sections(page).items()}
    same = {
        place
        for place, text in before.items()
        if text.shelf_id == shelf.row.pk and now.get(place) == bytes(text.words)
    }
    _exchange(
        shelf,
        community,
        gone=[text for place, text in before.items() if place not in same],
        new=[
            LikeText(wiki_page_id=page, anchor=anchor, words=words)
            for (page, anchor), words in now.items()
            if (page, anchor) not in same
        ],
    )


def _exchange(shelf: Shelf, community: int, *, gone: list[LikeText], new: list[LikeText]) -> None:
    leave(gone)
    shelf.take_off(gone)
    if new:
        group(shelf.put(new, least=ALIKE), community)
    if gone or new:
        shelf.close()


def _parts(pks: list[int]) -> Iterator[list[int]]:
    return (pks[at : at + IN_ONE_GO] for at in range(0, len(pks), IN_ONE_GO))
