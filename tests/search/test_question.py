"""What is typed into the box: words, phrases and filters, and what is said of what is not understood."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.http import QueryDict
from django.utils import timezone

from people.models import User
from search.question import Question, read_question
from search.question.days import read_days
from search.question.question import MAX_FILTERS, MAX_REMARKS
from search.question.typed import MAX_TYPED, take_apart
from tests.curation.conftest import Ward
from tests.curation.drafts import published
from tests.search.conftest import RunTasks

pytestmark = pytest.mark.django_db
Ask = Callable[..., Question]


@pytest.fixture
def ask(ward: Ward) -> Ask:
    def ask(text: str, user: User | None = None, ticked: str = "") -> Question:
        data = QueryDict(ticked, mutable=True)
        data["q"] = text
        return read_question(user or ward.cast.ana, data)

    return ask


def said(question: Question) -> list[str]:
    """Each line as it reads on the page."""
    return [" ".join([line.text, *(offer.text for offer in line.offers)]).strip() for line in question.said]


def typed(text: str) -> list[tuple[str, str]]:
    return [(given.facet, given.value) for given in take_apart(text).filters]


def test_filters_stand_anywhere_among_the_words() -> None:
    taken = take_apart('pen type:job-aid "in:pharmacy now" -paper by:@eli')

    assert taken.words == 'pen "in:pharmacy now" -paper'
    assert [(each.facet, each.value) for each in taken.filters] == [("kind", "job-aid"), ("author", "@eli")]


@pytest.mark.parametrize(
    ("text", "filters"),
    [
        ('system:"Ward PC"', [("system", "Ward PC")]),
        ("role:nurse,porter", [("role", "nurse"), ("role", "porter")]),
        ('role:nurse,"ward clerk"', [("role", "nurse"), ("role", "ward clerk")]),
        ("type:wiki type:thread", [("kind", "wiki"), ("kind", "thread")]),
        ("TYPE:Wiki", [("kind", "Wiki")]),
        ("in:“ward nursing”", [("community", "ward nursing")]),
        ('in:"ward nurs', [("community", "ward nurs")]),
        ("in:ward-nursing,,", [("community", "ward-nursing")]),
        ("https://example.org", []),
        ("10:30 note:this plain", []),
        ("xin:pharmacy", []),
    ],
)
def test_values_are_taken_as_people_write_them(text: str, filters: list[tuple[str, str]]) -> None:
    assert typed(text) == filters


def test_typed_filters_mean_what_ticked_ones_mean(ward: Ward, ask: Ask) -> None:
    by_hand = ask("pen type:job-aid,wiki in:ward-nursing is:verified is:answered by:@eli sort:newest")
    by_tick = ask(
        "pen",
        ticked="kind=job_aid&kind=wiki&community=ward-nursing&trust=verified&state=Answered"
        f"&author={ward.cast.eli.username}&order=newest",
    )

    assert by_hand.query == by_tick.query
    assert by_hand.text == by_tick.text
    assert by_hand.query.filters.kind == ("job_aid", "wiki")
    assert by_hand.query.filters.community == (ward.community.pk,)
    assert by_hand.query.newest_first
    assert by_hand.said == []


def test_what_stands_in_the_box_asks_the_same_again(ward: Ward, ask: Ask) -> None:
    first = ask('pen "blue light" -paper', ticked="kind=wiki&date=week&community=ward-nursing&order=newest")

    again = ask(first.text)

    assert first.text == 'pen "blue light" -paper type:wiki in:ward-nursing after:week sort:newest'
    assert again.query == first.query


def test_a_chip_takes_away_one_filter_however_it_was_given(ask: Ask) -> None:
    question = ask("pen type:wiki", ticked="community=ward-nursing")

    chips = {chip.label: chip.address for chip in question.chips}

    assert chips == {
        "Wiki pages": "?q=pen&community=ward-nursing",
        "Ward nursing": "?q=pen&kind=wiki",
    }
    assert question.everywhere == "?q=pen"


def test_names_are_understood_as_people_say_them(ward: Ward, ask: Ask) -> None:
    for text in ("in:Ward-Nursing", 'in:"ward nursing"', "community:ward-nursing"):
        assert ask(text).query.filters.community == (ward.community.pk,), text
    for text in ("by:@eli", "by:ELI", f'by:"{ward.cast.eli.name}"', "author:eli"):
        name = ward.cast.eli.username
        assert ask(text.replace("eli", name).replace("ELI", name.upper())).query.filters.author == (
            ward.cast.eli.pk,
        ), text
    assert ask("by:me").query.filters.author == (ward.cast.ana.pk,)
    for text in ("type:job-aid", "type:job_aids", 'type:"job aid"', "type:JobAid", "kind:job-aids"):
        assert ask(text).query.filters.kind == ("job_aid",), text


def test_labels_are_found_whatever_the_capitals_and_a_release_by_its_number(
    ward: Ward, ask: Ask, run_tasks: RunTasks
) -> None:
    job_aid = published(ward)
    job_aid.roles = "Nurses"
    job_aid.releases = [["Ward PC", "12.1", ""]]
    job_aid.save()
    job_aid.save_revision().publish()
    type(job_aid).objects.filter(pk=job_aid.pk).update(roles="Nurses", releases=[["Ward PC", "12.1", ""]])
    run_tasks()

    for text in ('system:"ward pc"', "role:nurses", "release:12.1", 'release:"Ward PC 12.1"'):
        question = ask(text)
        assert question.query.filters, text
        assert question.said == [], text
    assert said(ask("role:nurse")) == ["No role is called “nurse” where you may read. role:Nurses"]


def test_days_are_first_and_last_of_what_is_named(ask: Ask) -> None:
    filters = ask("after:2026-01 before:2026-03-15").query.filters

    assert (filters.after, filters.before) == (date(2026, 1, 1), date(2026, 3, 15))
    assert ask("before:2024-02").query.filters.before == date(2024, 2, 29)
    assert ask("after:2025").query.filters.after == date(2025, 1, 1)
    assert ask("after:today").query.filters.after == timezone.localdate()


@pytest.mark.parametrize(
    "text", ["2026-13", "2026-02-30", "0000", "9999-12-31", "1", "soon", "٢٠٢٦", "2026-1-1-1", ""]
)
def test_what_is_no_day_is_none(text: str) -> None:
    assert read_days(text, date(2026, 11, 23)) is None


def test_days_in_the_wrong_order_change_places_and_it_is_said(ask: Ask) -> None:
    question = ask("pen after:2026-05-02 before:2026-05-01")

    assert (question.query.filters.after, question.query.filters.before) == (
        date(2026, 5, 1),
        date(2026, 5, 2),
    )
    assert said(question) == ["The first day was later than the last, so they changed places."]


def test_named_days_go_before_a_period(ask: Ask) -> None:
    filters = ask("pen", ticked="date=week&after=2026-01-01").query.filters

    assert filters.after == date(2026, 1, 1)
    assert ask("pen", ticked="date=week&after=&before=").value_of("date") == "week"


def test_a_kind_can_be_left_out_and_other_filters_cannot(ask: Ask) -> None:
    question = ask("pen -type:thread -tag:insulin")

    assert "thread" not in question.query.filters.kind
    assert len(question.query.filters.kind) == 6
    assert said(question) == ["“-tag:insulin” was left out: only type: can be turned round with a minus."]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("pen in:ward-nursng", "No community is called “ward-nursng”. in:ward-nursing"),
        ("pen in:nowhere", "No community is called “nowhere”."),
        ("pen type:wikki", "“wikki” is no kind of thing. type:wiki"),
        ("pen is:verifid", "“verifid” is no label of trust. is:verified is:unverified"),
        ("pen by:@nobody-at-all", "Nobody here is called “@nobody-at-all”."),
        ("pen tag:x", "No tag is called “x” where you may read."),
        ("pen sort:size", "Nothing is sorted by “size”. sort:newest sort:best"),
        ("pen type:", "Nothing stands behind type: so it was left out."),
        ('pen in:""', "Nothing stands behind in: so it was left out."),
    ],
)
def test_what_is_not_understood_is_said_beside_the_results(ask: Ask, text: str, line: str) -> None:
    question = ask(text)

    assert said(question) == [line]
    assert question.words == "pen"
    assert question.query.terms
    assert not question.query.filters


def test_an_offer_asks_the_whole_question_with_what_may_have_been_meant(ask: Ask) -> None:
    question = ask("pen type:wiki in:ward-nursng")

    assert question.said[0].offers[0].address == "?q=pen+type%3Awiki+in%3Award-nursing"


def test_what_was_ticked_and_means_nothing_is_passed_over(ask: Ask) -> None:
    question = ask("pen", ticked="kind=x&community=nowhere&tag=x&author=x&date=x&after=x&order=x&trust=x")

    assert question.said == []
    assert not question.query.filters


def test_only_what_must_not_be_there_is_no_question(ask: Ask) -> None:
    question = ask("-paper")

    assert not question.can_be_answered
    assert question.only_leaves_out
    assert ask("-paper type:wiki").can_be_answered


def test_a_question_is_read_up_to_a_length_and_a_number_of_filters(ask: Ask) -> None:
    long = ask("pen " * 2_500)
    many = ask(" ".join(f"tag:t{n}" for n in range(120)), ticked="&".join(f"tag=u{n}" for n in range(500)))

    assert said(long) == [f"Only the first {MAX_TYPED:,} characters of the question were read."]
    assert len(many.said) == MAX_REMARKS + 1
    assert f"Only the first {MAX_FILTERS} filters were used." in said(many)


@pytest.mark.parametrize(
    ("text", "offer"),
    [
        ("pen typ:wiki", "type:wiki"),
        ("tags:insulin pen", "tag:insulin"),
        ("-auther:eli pen", "-by:eli"),
        ('pen realese:"EMR 12.1"', 'release:"EMR 12.1"'),
    ],
)
def test_a_slip_in_the_name_of_a_filter_is_said_and_the_filter_is_offered(
    ask: Ask, text: str, offer: str
) -> None:
    question = ask(text)

    (line,) = question.said
    assert line.text.startswith("There is no filter")
    assert line.offers[0].text == offer
    assert QueryDict(line.offers[0].address[1:])["q"] in (f"pen {offer}", f"{offer} pen")
    assert not question.chosen


@pytest.mark.parametrize(
    "text", ["at 10:30", "http://example.org/x", "on:paper", "note: wipe it", "typ:", "C:drive"]
)
def test_a_word_with_a_colon_is_a_word(ask: Ask, text: str) -> None:
    assert ask(text).said == []
