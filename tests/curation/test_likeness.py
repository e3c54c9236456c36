"""How alike two texts are, and finding the like ones without reading the others."""

from __future__ import annotations

import random

import pytest
from django.utils import timezone

from communities.models import CommunityPage, Post, Thread
from curation.likeness.scale import Scale
from curation.likeness.shelf import FULL, Shelf
from curation.likeness.words import MOST_WORDS, count, unpack, words_of
from curation.models import LikeKey, LikeShelf, LikeText
from tests.factories import CommunityFactory
from tests.queries import queries

CAP = "Turn the cap of the insulin pen until the white label shows, then scan the label."
CAP_AGAIN = "Scan the white label of the insulin pen: twist its cap until that label shows."
FRIDGE = "The keys of the medicine fridge hang in the office beside the calendar."


def on_a_scale(*texts: str) -> tuple[Scale, list[bytes]]:
    scale, words = Scale(), [words_of(text) for text in texts]
    for one in words:
        scale.add(one)
    return scale, words


def test_same_words_are_alike_and_others_are_not() -> None:
    scale, (cap, again, fridge) = on_a_scale(CAP, CAP_AGAIN, FRIDGE)

    assert scale.likeness(cap, cap) == pytest.approx(1)
    assert scale.likeness(cap, again) == scale.likeness(again, cap) > 0.5
    assert scale.likeness(cap, fridge) < 0.05
    assert scale.likeness(b"", cap) == scale.likeness(b"", b"") == 0


def test_words_that_everybody_uses_tell_little() -> None:
    scale, words = on_a_scale(
        *(f"scan wristband {name}" for name in ("morning", "evening", "midnight", "noon"))
    )
    common, rare = (unpack(words_of(word))[0] for word in ("scan", "midnight"))

    assert scale.weight(common) < scale.weight(rare)
    assert scale.likeness(words[0], words[1]) < 0.5


def test_endings_case_and_thanks_make_no_difference() -> None:
    assert words_of("SCANNING the labels, thanks, it worked") == words_of("scanned this label")


@pytest.mark.parametrize("text", ["", "   ", "the and of", "🙂 !?", "\u0000\ufffe"])
def test_text_without_telling_words_has_none(text: str) -> None:
    assert count(words_of(text)) == 0


def test_scripts_without_spaces_are_read_two_characters_at_a_time() -> None:
    scale, (one, two, other) = on_a_scale(
        "转动笔帽直到看到白色标签", "看到白色标签就转动笔帽", "药品冰箱的钥匙在办公室"
    )

    assert scale.likeness(one, two) > 0.4
    assert scale.likeness(one, other) < 0.1


def test_long_texts_are_compared_by_samples() -> None:
    chance = random.Random(1)
    vocabulary = [f"{chance.getrandbits(32):08x}"[:5] for _ in range(3_000)]
    one = chance.sample(vocabulary, 400)
    half = [*one[:200], *chance.sample(vocabulary, 200)]
    scale, (first, second) = on_a_scale(" ".join(one), " ".join(half))

    assert count(first) == MOST_WORDS
    assert scale.likeness(first, second) == pytest.approx(1 / 3, abs=0.12)


def test_scale_is_the_same_after_it_was_kept_and_its_size_is_fixed() -> None:
    scale, words = on_a_scale(CAP, CAP_AGAIN, FRIDGE)

    again = Scale(scale.texts, scale.packed())

    assert again.likeness(words[0], words[1]) == scale.likeness(words[0], words[1])
    assert len(scale.packed()) < 20_000
    again.take_away(words[0])
    assert again.texts == 2


# -- a shelf ------------------------------------------------------------------------------------------------
def posts(community: CommunityPage, texts: list[str]) -> list[LikeText]:
    now = timezone.now()
    thread = Thread.objects.create(community=community, title="x", created_at=now, last_post_at=now)
    made = Post.objects.bulk_create(
        Post(thread=thread, position=at, body=text, created_at=now) for at, text in enumerate(texts, start=1)
    )
    return [LikeText(post=post, words=words_of(post.body)) for post in made]


def noise(number: int, seed: int = 1) -> list[str]:
    chance = random.Random(seed)
    return [" ".join(f"{chance.getrandbits(40):010x}" for _ in range(12)) for _ in range(number)]


@pytest.mark.django_db
def test_like_texts_are_found_among_others() -> None:
    shelf = Shelf.hold(LikeShelf.Kind.PLACES, CommunityFactory().pk)
    shelf.put(posts(shelf.row.community, [CAP, *noise(50), FRIDGE]), least=0.2)

    [found] = shelf.put(posts(shelf.row.community, [CAP_AGAIN]), least=0.2)

    [(pk, likeness)] = found.matches
    assert LikeText.objects.get(pk=pk).post.body == CAP
    assert likeness > 0.5


@pytest.mark.django_db
def test_looking_up_costs_the_same_however_much_is_there() -> None:
    costs = []
    for number in (20, 400):
        shelf = Shelf.hold(LikeShelf.Kind.PLACES, CommunityFactory().pk)
        shelf.put(posts(shelf.row.community, [CAP, *noise(number, number)]), least=0.2)
        new = posts(shelf.row.community, [CAP_AGAIN])
        with queries(at_most=4) as counted:
            shelf.put(new, least=0.2)
        costs.append(len(counted))

    assert costs[0] == costs[1]


@pytest.mark.django_db
def test_what_a_thousand_say_alike_does_not_fill_the_index() -> None:
    shelf = Shelf.hold(LikeShelf.Kind.PLACES, CommunityFactory().pk)
    shelf.put(posts(shelf.row.community, [*noise(20), *[CAP] * 300]), least=0.2)

    keys = shelf.scale.keys(words_of(CAP), shelf.row.pk)
    [found] = shelf.put(posts(shelf.row.community, [CAP]), least=0.2)

    assert all(LikeKey.objects.filter(key=key).count() <= FULL for key in keys)
    assert found.matches


@pytest.mark.django_db
def test_two_shelves_know_nothing_of_each_other() -> None:
    one, other = (Shelf.hold(LikeShelf.Kind.PLACES, CommunityFactory().pk) for _ in range(2))
    one.put(posts(one.row.community, [CAP]), least=0.2)

    [found] = other.put(posts(other.row.community, [CAP]), least=0.2)

    assert not found.matches


@pytest.mark.django_db
def test_what_is_taken_off_is_found_no_more() -> None:
    shelf = Shelf.hold(LikeShelf.Kind.PLACES, CommunityFactory().pk)
    shelf.put(posts(shelf.row.community, [CAP]), least=0.2)

    shelf.take_off(LikeText.objects.all())
    [found] = shelf.put(posts(shelf.row.community, [CAP_AGAIN]), least=0.2)

    assert not found.matches
    assert shelf.scale.texts == 1
