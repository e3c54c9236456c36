"""Practices are found before anybody flags them: what the nightly search finds, and what it leaves out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from communities.actions.exploring import set_exploring
from communities.actions.threads import accept_answer, edit_post, open_thread, remove_post, reply_to_thread
from communities.actions.wiki import create_wiki_page
from communities.models import Post, Reaction, Thread, WikiIndexPage
from communities.states import ReactionKind
from curation.actions.candidates import dismiss_candidate
from curation.candidates import search
from curation.candidates.evidence import Evidence, rank, what_grew
from curation.candidates.search import find_candidates
from curation.models import Candidate, CandidateSearch, LikeText, Refusal
from curation.states import CandidateState
from people.models import User
from tests.curation.conftest import Ward
from tests.factories import MembershipFactory
from tests.queries import queries

pytestmark = pytest.mark.django_db
RunTasks = Callable[..., int]

TELLINGS = (
    "Hold the trigger of the scanner for five seconds until the light turns blue, then it pairs with the cart again.",
    "Scanner not pairing with the cart? Keep the trigger pressed five seconds, wait for the blue light.",
    "To pair the scanner hold the trigger five seconds until the blue light comes. The cart knows it again.",
    "We hold the trigger for five seconds when a scanner drops off the cart. Blue light means that it is paired.",
)
OTHERS = (
    "The keys of the medicine fridge hang in the office of the ward sister, next to the calendar.",
    "Visitors may bring flowers again, but no plants in soil, says infection control since Monday.",
    "Wound dressings of the large size come in boxes of ten now and stand on the lower shelf.",
)


def tell(ward: Ward, author: User, words: str, title: str = "Something else") -> Post:
    thread = open_thread(
        user=author, community=ward.community, kind="discussion", title=title, body="<p>Listen.</p>"
    )
    return reply_to_thread(user=author, thread=thread, body=f"<p>{words}</p>")


def told(ward: Ward, *authors: User) -> list[Post]:
    for words in OTHERS:
        tell(ward, ward.cast.eli, words)
    return [tell(ward, author, words) for author, words in zip(authors, TELLINGS, strict=False)]


def open_candidates() -> list[Candidate]:
    return list(Candidate.objects.filter(state=CandidateState.OPEN).order_by("-rank"))


def places_of(candidate: Candidate) -> set[int]:
    return set(candidate.texts.values_list("post", flat=True))


# -- finding ----------------------------------------------------------------------------------------------
def test_what_several_people_tell_alike_is_found_with_a_title_from_their_words(ward: Ward) -> None:
    posts = told(ward, ward.cast.ana, ward.cast.lee, ward.cast.eli)

    find_candidates()

    [candidate] = open_candidates()
    assert places_of(candidate) == {post.pk for post in posts}
    assert candidate.title in {post.body.split(">")[1].split("<")[0].split(". ")[0] for post in posts} | {
        words if len(words) < 121 else words.split(". ")[0] + "." for words in TELLINGS
    }
    assert (candidate.evidence["authors"], candidate.evidence["places"]) == (3, 3)


def test_one_person_who_repeats_it_is_not_enough(ward: Ward) -> None:
    told(ward, ward.cast.ana, ward.cast.ana)

    find_candidates()

    assert not open_candidates()


def test_sections_of_wiki_pages_are_found_too(ward: Ward) -> None:
    index = WikiIndexPage.objects.child_of(ward.community).get()
    page = create_wiki_page(
        parent=index,
        user=ward.cast.lee,
        title="Scanners",
        body=f"<h2>Charging</h2><p>Put the empty ones on the dock.</p><h2>Pairing</h2><p>{TELLINGS[1]}</p>",
    )
    told(ward, ward.cast.ana)

    find_candidates()

    [candidate] = open_candidates()
    section = candidate.texts.get(wiki_page=page.pk)
    assert section.anchor
    assert candidate.evidence["authors"] == 2


def test_a_question_tells_no_way_of_working_and_a_quotation_is_somebody_elses(ward: Ward) -> None:
    told(ward, ward.cast.ana)
    open_thread(
        user=ward.cast.lee,
        community=ward.community,
        kind="question",
        title=TELLINGS[1],
        body=f"<p>{TELLINGS[1]}</p>",
    )
    tell(ward, ward.cast.eli, f"</p><blockquote><p>{TELLINGS[0]}</p></blockquote><p>Same here on ward five")

    find_candidates()

    assert not open_candidates()


def test_groups_stay_inside_one_community(ward: Ward, hidden_ward: Ward) -> None:
    tell(ward, ward.cast.ana, TELLINGS[0])
    tell(hidden_ward, hidden_ward.cast.lee, TELLINGS[1])

    find_candidates()

    assert not Candidate.objects.exists()


def test_numbers_are_those_of_its_places(ward: Ward) -> None:
    first, second, _ = told(ward, ward.cast.ana, ward.cast.lee, ward.cast.eli)
    question = Thread.objects.filter(pk=second.thread_id)
    question.update(kind="question")
    accept_answer(user=ward.cast.eli, post=Post.objects.get(pk=second.pk))
    MembershipFactory(user=ward.cast.nia, community=ward.community)
    for user in (ward.cast.nia, ward.cast.lee):
        Reaction.objects.create(post=first, user=user, kind=ReactionKind.WORKED)
    Post.objects.filter(pk=first.pk).update(thanks_count=4)
    link = f'<a href="{question.get().get_absolute_url()}">there</a>'
    edit_post(
        user=ward.cast.ana, post=Post.objects.get(pk=first.pk), body=f"<p>{TELLINGS[0]} See {link}.</p>"
    )

    find_candidates()

    [candidate] = open_candidates()
    seen = Evidence.from_json(candidate.evidence)
    assert (seen.authors, seen.accepted, seen.links) == (3, 1, 1)
    assert seen.worked == 1  # lee wrote one of the places
    assert seen.thanks == 4
    assert candidate.strength == pytest.approx(sum(line.points for line in seen.lines))


# -- what may not be used -----------------------------------------------------------------------------------
@pytest.mark.parametrize("why", ["removed", "exploring post", "exploring thread", "refused", "in a practice"])
def test_what_may_not_be_used_is_left_out(ward: Ward, run_tasks: RunTasks, why: str) -> None:
    first, second = told(ward, ward.cast.ana, ward.cast.lee)
    find_candidates()
    before = open_candidates()

    if why == "removed":
        remove_post(user=ward.cast.adam, post=first, removed=True)
    elif why == "exploring post":
        Post.objects.filter(pk=first.pk).update(is_exploring=True)
    elif why == "exploring thread":
        Thread.objects.filter(pk=first.thread_id).update(is_exploring=True)
    elif why == "refused":
        Refusal.objects.create(
            post=first, community=ward.community, asked_by=ward.cast.ana, asked_at=timezone.now()
        )
    else:
        ward.practice(source=first)
    run_tasks()
    Candidate.objects.update(is_stale=True)
    find_candidates()

    assert before
    assert not open_candidates()
    assert places_of(Candidate.objects.get()) >= {second.pk}


@pytest.mark.parametrize("what", ["community", "thread", "post"])
def test_what_is_tried_out_waits_until_it_is_released(ward: Ward, run_tasks: RunTasks, what: str) -> None:
    post = Post.objects.get(pk=told(ward, ward.cast.ana, ward.cast.lee)[0].pk)
    thing = {"community": ward.community, "thread": post.thread, "post": post}[what]
    who = ward.cast.ana if what == "post" else ward.cast.adam
    set_exploring(user=who, thing=thing, exploring=True)
    find_candidates()
    before = open_candidates()

    set_exploring(user=who, thing=thing, exploring=False)
    run_tasks()
    after = open_candidates()
    set_exploring(user=who, thing=thing, exploring=True)
    run_tasks()

    assert not before
    assert after
    assert not open_candidates()


# -- again ------------------------------------------------------------------------------------------------
def test_second_night_reads_only_what_is_new(ward: Ward, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "LOOK_BACK", 0)
    told(ward, ward.cast.ana, ward.cast.lee)
    find_candidates()
    [candidate] = open_candidates()

    with queries(at_most=7):
        nothing = find_candidates()
    new = tell(ward, ward.cast.eli, TELLINGS[2])
    find_candidates()

    assert nothing == 0
    candidate.refresh_from_db()
    assert new.pk in places_of(candidate)
    assert candidate.evidence["authors"] == 3


def test_search_that_ended_in_the_middle_goes_on(ward: Ward, monkeypatch: pytest.MonkeyPatch) -> None:
    posts = told(ward, ward.cast.ana, ward.cast.lee, ward.cast.eli)
    monkeypatch.setattr(search, "IN_ONE_GO", 4)
    read, calls = search.read_posts, []

    def dies(community: int, pks: list[int]) -> None:
        calls.append(pks)
        if len(calls) == 2:
            raise MemoryError
        read(community, pks)

    monkeypatch.setattr(search, "read_posts", dies)
    with pytest.raises(MemoryError):
        find_candidates()
    monkeypatch.setattr(search, "read_posts", read)
    find_candidates()
    find_candidates()

    [candidate] = open_candidates()
    assert places_of(candidate) == {post.pk for post in posts}
    assert LikeText.objects.filter(post__in=posts).count() == 3
    assert CandidateSearch.objects.get(name="posts").read_to > 0


def test_post_that_says_something_else_now_leaves(ward: Ward, run_tasks: RunTasks) -> None:
    posts = told(ward, ward.cast.ana, ward.cast.lee, ward.cast.eli)
    find_candidates()

    edit_post(
        user=ward.cast.ana,
        post=Post.objects.get(pk=posts[0].pk),
        body="<p>My dog ate the wristband printer manual, sorry folks.</p>",
    )
    run_tasks()

    [candidate] = open_candidates()
    assert places_of(candidate) == {post.pk for post in posts[1:]}
    assert candidate.evidence["authors"] == 2


def test_deleted_threads_take_their_words_with_them(ward: Ward) -> None:
    posts = told(ward, ward.cast.ana, ward.cast.lee)
    find_candidates()

    Thread.objects.filter(pk=posts[0].thread_id).delete()
    Candidate.objects.update(is_stale=True)
    find_candidates()

    assert not open_candidates()
    assert not LikeText.objects.filter(post=posts[0].pk).exists()


@pytest.mark.parametrize(
    ("words", "says_something"),
    [
        ("", False),
        ("ok", False),
        ("<br>", False),
        ("pair the scanner with the cart " * 3_300, False),
        ("اضغط على زناد الماسح خمس ثوان حتى يصبح الضوء أزرق ثم يقترن بالعربة", True),
        ("按住扫描仪的扳机五秒钟直到灯变蓝然后它会与推车配对", True),
        ("สแกนเนอร์ไม่จับคู่กับรถเข็นให้กดไกค้างไว้ห้าวินาที", True),
        ("🙂🙂🙂 \u202e <script>alert(1)</script>", False),
    ],
    ids=["empty", "short", "break", "100,000 characters", "Arabic", "Chinese", "Thai", "odd"],
)
def test_any_text_is_read(ward: Ward, words: str, says_something: bool) -> None:
    for author in (ward.cast.ana, ward.cast.lee):
        post = tell(ward, author, "something")
        Post.objects.filter(pk=post.pk).update(body=f"<p>{words}</p>")

    find_candidates()

    assert bool(open_candidates()) == says_something


# -- dismissed ----------------------------------------------------------------------------------------------
def test_dismissed_candidate_returns_only_when_its_evidence_grows(ward: Ward) -> None:
    told(ward, ward.cast.ana, ward.cast.lee)
    find_candidates()
    [candidate] = open_candidates()
    dismiss_candidate(user=ward.cast.cora, candidate=candidate, reason="The vendor mends it.")

    tell(ward, ward.cast.eli, TELLINGS[2])
    find_candidates()
    after_one_more = open_candidates()
    MembershipFactory(user=ward.cast.nia, community=ward.community)
    tell(ward, ward.cast.nia, TELLINGS[3])
    find_candidates()

    assert not after_one_more
    [back] = open_candidates()
    assert back == candidate
    assert back.grew == "2 more people write it"
    assert back.reason == "The vendor mends it."


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"authors": 1}, ""),
        ({"authors": 2}, "2 more people write it"),
        ({"accepted": 1}, "1 more answer was accepted"),
        ({"worked": 2}, ""),
        ({"worked": 3, "authors": 1}, "1 more person writes it, it worked for 3 more people"),
        ({"thanks": 9}, ""),
        ({"thanks": 10}, "10 more thank-yous"),
        ({"links": 50, "places": 50}, ""),
        ({"authors": -3}, ""),
    ],
)
def test_what_grew_is_said_when_it_is_enough(more: dict[str, int], said: str) -> None:
    before = Evidence(places=5, authors=4, worked=1, thanks=2, accepted=1, links=1)
    now = Evidence(**{name: count + more.get(name, 0) for name, count in before.as_json().items()})

    assert what_grew(before, now) == said


def test_order_is_that_of_strength_halved_by_each_half_life() -> None:
    now = timezone.now()
    old = now - timedelta(days=settings.CANDIDATE_HALF_LIFE_DAYS)

    assert rank(20, now) == pytest.approx(rank(40, old))
    assert rank(21, now) > rank(40, old) > rank(19, now)


def test_weights_are_a_hundred_together() -> None:
    assert sum(settings.CANDIDATE_WEIGHTS.values()) == 100
    assert Evidence(authors=2).strength < Evidence(authors=4).strength < 100
