"""Flagged places that say much the same lie together, and their people count once."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from communities.actions.threads import open_thread, reply_to_thread
from communities.models import Post
from curation.actions.flags import decline_place, withdraw_flag
from curation.actions.groups import take_out_of_group
from curation.models import Flag, FlaggedPlace, LikeText
from people.models import User
from tests.curation.conftest import Ward

pytestmark = pytest.mark.django_db
RunTasks = Callable[..., int]

SAME = "<p>Turn the cap of the pen until you see the white label, then scan the label. One long tone.</p>"
OTHER = "<p>Swap the battery of the cart when the shift starts and charge the empty one on the dock.</p>"


def said(ward: Ward, author: User, body: str, title: str = "Pens") -> Post:
    thread = open_thread(
        user=ward.cast.ana, community=ward.community, kind="question", title=title, body="<p>How?</p>"
    )
    return reply_to_thread(user=author, thread=thread, body=body)


def flagged(ward: Ward, user: User, post: Post) -> FlaggedPlace:
    return ward.flag(user, post).place


def test_places_that_say_the_same_lie_under_the_first(ward: Ward, run_tasks: RunTasks) -> None:
    first = flagged(ward, ward.cast.ana, ward.answer)
    run_tasks()
    second = flagged(ward, ward.cast.lee, said(ward, ward.cast.lee, SAME))
    other = flagged(ward, ward.cast.lee, said(ward, ward.cast.lee, OTHER))

    run_tasks()

    for place in (first, second, other):
        place.refresh_from_db()
    assert second.alike == first
    assert (first.alike, other.alike) == (None, None)
    assert (first.people_together, second.people_together, other.people_together) == (2, 1, 1)


def test_somebody_who_flagged_both_is_one_person(ward: Ward, run_tasks: RunTasks) -> None:
    second = said(ward, ward.cast.lee, SAME)
    for post in (ward.answer, second):
        flagged(ward, ward.cast.ana, post)
    flagged(ward, ward.cast.lee, second)

    run_tasks()

    assert FlaggedPlace.objects.get(alike=None).people_together == 2


def test_section_and_a_block_of_it_lie_together(ward: Ward, run_tasks: RunTasks) -> None:
    whole = flagged(ward, ward.cast.ana, ward.answer)
    run_tasks()
    block = ward.answer.body.split('<li id="')[1][:11]

    part = ward.flag(ward.cast.lee, ward.answer, block).place
    run_tasks()

    part.refresh_from_db()
    assert part.alike == whole


def test_when_the_first_is_decided_the_rest_lie_under_the_next(ward: Ward, run_tasks: RunTasks) -> None:
    first = flagged(ward, ward.cast.ana, ward.answer)
    run_tasks()
    few = flagged(ward, ward.cast.ana, said(ward, ward.cast.lee, SAME))
    many_said = said(ward, ward.cast.eli, SAME)
    for user in (ward.cast.ana, ward.cast.lee):
        many = flagged(ward, user, many_said)
    run_tasks()

    decline_place(user=ward.cast.cora, place=first, reason="The labels change.")
    run_tasks()

    for place in (first, few, many):
        place.refresh_from_db()
    assert (first.alike, many.alike, few.alike) == (None, None, many)
    assert many.people_together == 2


def test_when_the_first_is_taken_back_the_rest_find_another(ward: Ward, run_tasks: RunTasks) -> None:
    first = flagged(ward, ward.cast.ana, ward.answer)
    run_tasks()
    places = [flagged(ward, ward.cast.lee, said(ward, ward.cast.lee, SAME)) for _ in range(2)]
    run_tasks()

    withdraw_flag(user=ward.cast.ana, flag=Flag.objects.get(place=first))
    run_tasks()

    for place in places:
        place.refresh_from_db()
    assert sorted(place.alike_id is None for place in places) == [False, True]
    assert not LikeText.objects.filter(flagged_place=first.pk).exists()


def test_place_that_a_curator_took_out_stays_out(ward: Ward, run_tasks: RunTasks) -> None:
    first = flagged(ward, ward.cast.ana, ward.answer)
    run_tasks()
    post = said(ward, ward.cast.lee, SAME)
    second = flagged(ward, ward.cast.lee, post)
    run_tasks()

    take_out_of_group(user=ward.cast.cora, place=second)
    flagged(ward, ward.cast.eli, post)
    run_tasks()

    for place in (first, second):
        place.refresh_from_db()
    assert (first.alike, second.alike) == (None, None)
    assert (first.people_together, second.people_together) == (1, 2)


def test_places_of_two_communities_never_lie_together(
    ward: Ward, hidden_ward: Ward, run_tasks: RunTasks
) -> None:
    for each in (ward, hidden_ward):
        flagged(each, each.cast.ana, each.answer)

    run_tasks()

    assert FlaggedPlace.objects.filter(alike=None).count() == 2


@pytest.mark.parametrize(
    ("body", "groups"),
    [
        ("<p>ok</p>", 2),
        ("<hr>", 2),
        (f"<p>{'scan the white label again ' * 3_700}</p>", 1),
        ("<p>قم بتدوير غطاء القلم حتى ترى الملصق الأبيض ثم امسح الملصق</p>", 1),
        ("<p>转动笔帽直到看到白色标签然后扫描标签</p>", 1),
    ],
    ids=["short", "empty", "100,000 characters", "Arabic", "Chinese"],
)
def test_any_text_lies_with_its_equal_or_alone(
    ward: Ward, run_tasks: RunTasks, body: str, groups: int
) -> None:
    for user in (ward.cast.ana, ward.cast.lee):
        flagged(ward, user, said(ward, ward.cast.lee, body))

    run_tasks()
    run_tasks()

    assert FlaggedPlace.objects.filter(alike=None).count() == groups
