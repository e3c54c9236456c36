"""How many people a thing worked for and how many read it: counted into its entries."""

from __future__ import annotations

import pytest
from django.utils import timezone

from communities.models import Reaction
from curation.actions.feedback import say_how_it_went
from curation.models import Reading
from search.models import SearchEntry
from search.use import count_use
from tests.curation.conftest import Ward
from tests.curation.drafts import published
from tests.search.conftest import RunTasks

pytestmark = pytest.mark.django_db


def numbers(kind: str, thing_id: int) -> set[tuple[int, int]]:
    return set(SearchEntry.objects.filter(kind=kind, thing_id=thing_id).values_list("worked", "uses"))


def test_every_place_of_a_thing_carries_its_numbers(ward: Ward, run_tasks: RunTasks) -> None:
    run_tasks()
    cast, month = ward.cast, timezone.localdate().replace(day=1)
    for user in (cast.ana, cast.lee, cast.nia):
        Reading.objects.create(kind="wiki_page", object_id=ward.page.pk, user=user, month=month)
    ward.flag(cast.ana, ward.page)
    for user in (cast.ana, cast.nia):
        Reaction.objects.create(post=ward.answer, user=user, kind="worked")
    Reaction.objects.create(post=ward.question, user=cast.ana, kind="worked")

    count_use()

    assert numbers("wiki", ward.page.pk) == {(1, 3)}
    assert numbers("thread", ward.question.thread_id) == {(2, 0)}, "a person counts once"
    assert numbers("screencast", ward.recording.pk) == {(0, 0)}


def test_only_rows_whose_numbers_changed_are_written(ward: Ward, run_tasks: RunTasks) -> None:
    run_tasks()
    Reaction.objects.create(post=ward.answer, user=ward.cast.ana, kind="worked")

    first, second = count_use(), count_use()

    assert first == SearchEntry.objects.filter(kind="thread").count()
    assert second == 0


def test_readings_of_more_than_a_year_ago_do_not_count(ward: Ward, run_tasks: RunTasks) -> None:
    run_tasks()
    old = timezone.localdate().replace(day=1, year=timezone.localdate().year - 2)
    Reading.objects.create(kind="wiki_page", object_id=ward.page.pk, user=ward.cast.ana, month=old)

    assert count_use() == 0


def test_the_last_word_on_a_job_aid_counts(ward: Ward, run_tasks: RunTasks) -> None:
    aid = published(ward)
    run_tasks()
    say_how_it_went(user=ward.cast.ana, job_aid=aid, worked=True)
    say_how_it_went(user=ward.cast.lee, job_aid=aid, worked=True)
    count_use()
    both = numbers("job_aid", aid.pk)
    say_how_it_went(user=ward.cast.lee, job_aid=aid, worked=False, comment="It beeps")
    count_use()

    assert both == {(2, 0)}
    assert numbers("job_aid", aid.pk) == {(1, 0)}
