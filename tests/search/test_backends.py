"""What every search backend must do, over the same rows: the contract of search/backends/base.py."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from communities.models import CommunityPage
from search.backends.base import RANKED, Counted, Filters, SearchBackend
from search.kinds import Kind
from search.models import SearchEntry
from tests.factories import UserFactory
from tests.search.contract import SOME_DAY, asking, counted, entry, ranked

pytestmark = pytest.mark.django_db


def test_any_of_the_words_finds_and_more_of_them_rank_higher(
    backend: SearchBackend, here: CommunityPage
) -> None:
    one = entry(backend, here, 1, text="The pen is on the table.")
    both = entry(backend, here, 2, text="The pen would not scan at all.")
    entry(backend, here, 3, text="Nothing of the kind.")

    assert ranked(backend, asking("why will the pen not scan?", here)) == [both.pk, one.pk]


def test_a_common_word_finds_nothing_and_adds_to_what_others_find(
    backend: SearchBackend, here: CommunityPage
) -> None:
    rare = entry(backend, here, 1, text="The pen is on the table.")
    both = entry(backend, here, 2, text="The pen of the ward.")
    entry(backend, here, 3, text="Each ward by itself.")
    asked = asking("ward pen", here)
    ward, pen = asked.terms

    common = replace(asked, terms=(replace(ward, is_common=True), pen))

    assert ranked(backend, common) == [both.pk, rare.pk]
    assert backend.rank(common).total == 2
    quoted = replace(pen, is_required=True)
    assert ranked(backend, replace(common, terms=(common.terms[0], quoted))) == [both.pk, rare.pk]


def test_a_word_in_the_title_counts_more_than_one_in_the_text(
    backend: SearchBackend, here: CommunityPage
) -> None:
    text = entry(backend, here, 1, title="Of other things", text="A pen.")
    title = entry(backend, here, 2, title="The pen", text="Of other things.")

    assert ranked(backend, asking("pen", here)) == [title.pk, text.pk]


def test_what_is_verified_counts_more_than_the_same_words_raw(
    backend: SearchBackend, here: CommunityPage
) -> None:
    raw = entry(backend, here, 1, title="Scan a pen", trust="raw")
    verified = entry(backend, here, 2, title="Scan a pen", trust="verified", kind=Kind.JOB_AID)

    assert ranked(backend, asking("pen", here)) == [verified.pk, raw.pk]


def test_words_are_found_in_other_forms_and_without_their_accents(
    backend: SearchBackend, here: CommunityPage
) -> None:
    made = entry(backend, here, 1, text="Übergabe: scanning the résumé, ICD-10 and v12.1.")

    for words in ("scanned", "SCANS", "ubergabe", "Übergabe", "resume", "ICD-10", "v12.1"):
        assert ranked(backend, asking(words, here)) == [made.pk], words


def test_a_phrase_is_found_in_its_order_only(backend: SearchBackend, here: CommunityPage) -> None:
    made = entry(backend, here, 1, text="Wait for the blue light.")
    entry(backend, here, 2, text="A blue pen, and light to wait in.")

    assert ranked(backend, asking('"blue light"', here)) == [made.pk]


def test_only_what_may_be_read_is_ranked_counted_and_suggested(
    backend: SearchBackend, here: CommunityPage, there: CommunityPage
) -> None:
    mine = entry(backend, here, 1, title="Pen")
    entry(backend, there, 2, title="Pen elsewhere")
    person = entry(backend, None, 3, kind=Kind.PERSON, title="Pen Brown")

    stranger = asking("pen", here, people=False)
    insider = asking("pen", here, there)

    assert ranked(backend, stranger) == [mine.pk]
    assert {count for count in backend.rank(stranger).counts if count.facet != "date"} == {
        Counted("kind", "wiki", 1),
        Counted("community", here.pk, 1),
    }
    assert backend.rank(stranger).total == 1
    assert backend.found_words(stranger, ["pen", "elsewhere", "brown"]) == {"pen"}
    assert backend.found_words(insider, ["pen", "elsewhere", "brown"]) == {"pen", "elsewhere", "brown"}
    assert backend.suggest(stranger, limit=8) == [mine.pk]
    assert len(ranked(backend, insider)) == 3
    assert person.pk in ranked(backend, insider)
    assert ranked(backend, asking("pen", people=False)) == []
    assert backend.suggest(asking("pen", people=False), limit=8) == []


def test_a_community_on_request_is_found_by_name_and_its_content_is_not(
    backend: SearchBackend, there: CommunityPage
) -> None:
    name = entry(backend, there, there.pk, kind=Kind.COMMUNITY, title="Pens")
    entry(backend, there, 2, title="Pens inside")
    query = asking("pens", readable=(), known=(there.pk,), people=False)

    assert ranked(backend, query) == [name.pk]
    assert backend.suggest(query, limit=8) == [name.pk]
    assert backend.rank(query).total == 1


def test_filters_narrow_and_each_facet_counts_what_one_could_choose_instead(
    backend: SearchBackend, here: CommunityPage, there: CommunityPage
) -> None:
    entry(backend, here, 1, title="Pen")
    entry(backend, here, 1, place="b1", title="Pen")
    thread = entry(backend, there, 2, title="Pen", kind=Kind.THREAD)
    chosen = asking("pen", here, there, filters=Filters(kind=("thread",), community=(there.pk,)))

    narrowed = backend.rank(chosen)

    assert [place.entry_id for place in narrowed.places] == [thread.pk]
    assert narrowed.total == 1
    assert counted(backend, chosen, "kind") == {"thread": 1}
    everywhere = asking("pen", here, there, filters=Filters(kind=("thread",)))
    assert counted(backend, everywhere, "kind") == {"wiki": 1, "thread": 1}
    assert counted(backend, everywhere, "community") == {there.pk: 1}


def test_labels_trust_people_and_days_narrow_and_are_counted_by_thing(
    backend: SearchBackend, here: CommunityPage
) -> None:
    eli = UserFactory()
    labelled = [["tag", "insulin"], ["role", "Nurses"], ["system", "Pharmacy"], ["release", "Pharmacy 12.1"]]
    aid = {"kind": Kind.JOB_AID, "title": "Pen", "trust": "verified", "author": eli, "labels": labelled}
    top = entry(backend, here, 1, **aid)
    step = entry(backend, here, 1, **aid, place="s1")
    entry(backend, here, 2, title="Pen", updated_at=SOME_DAY - timedelta(days=40))

    for filters in (
        *(Filters(**{facet: (value,)}) for facet, value in labelled),
        Filters(trust=("verified",)),
        Filters(author=(eli.pk,)),
        Filters(after=SOME_DAY.date(), before=SOME_DAY.date()),
    ):
        assert set(ranked(backend, asking("pen", here, filters=filters))) == {top.pk, step.pk}, filters
    assert ranked(backend, asking("pen", here, filters=Filters(tag=("insulin",), trust=("raw",)))) == []
    for facet, value in (*labelled, ("trust", "verified"), ("author", eli.pk)):
        assert counted(backend, asking("pen", here), facet) == {value: 1}


def test_what_is_excluded_is_not_found(backend: SearchBackend, here: CommunityPage) -> None:
    made = entry(backend, here, 1, text="A pen without cap.")
    entry(backend, here, 2, text="A pen of paper.")

    assert ranked(backend, asking("pen -paper", here)) == [made.pk]
    assert ranked(backend, asking('pen -"of paper"', here)) == [made.pk]


def test_quoted_words_are_required_and_the_others_order(backend: SearchBackend, here: CommunityPage) -> None:
    more = entry(backend, here, 1, text="The blue light of a pen.")
    less = entry(backend, here, 2, text="The blue light of a lamp.")
    entry(backend, here, 3, text="A pen, a pen, a light pen in blue.")

    assert ranked(backend, asking('pen "blue light"', here)) == [more.pk, less.pk]


def test_newest_first_puts_what_has_no_date_last(backend: SearchBackend, here: CommunityPage) -> None:
    old = entry(backend, here, 1, title="Pen pen pen")
    undated = entry(backend, here, 2, title="Pen", updated_at=None)
    new = entry(backend, here, 3, text="A pen at last", updated_at=SOME_DAY + timedelta(days=2))

    assert ranked(backend, asking("pen", here, newest_first=True)) == [new.pk, old.pk, undated.pk]


def test_titles_are_suggested_from_the_beginning_of_a_word_best_first_and_once(
    backend: SearchBackend, here: CommunityPage
) -> None:
    made = entry(backend, here, 1, title="Medication round, in détail")
    entry(backend, here, 1, place="b1", title="Medication round, in détail")
    entry(backend, here, 2, title="A comedic note", text="Medication.")

    for typed in ("m", "medicati", "medication", "round med", "medication round, in det", "DÉT"):
        assert backend.suggest(asking(typed, here), limit=8) == [made.pk], typed
    assert backend.suggest(asking("edication", here), limit=8) == []
    assert backend.suggest(asking("round medicine", here), limit=8) == []


def test_changed_and_removed_rows_are_found_as_they_are_now(
    backend: SearchBackend, here: CommunityPage
) -> None:
    kept = entry(backend, here, 1, title="Pen")
    gone = entry(backend, here, 2, title="Pen")
    kept.title, kept.text = "Quill", "Feather"
    kept.save()
    backend.wrote([kept])
    pk = gone.pk
    gone.delete()
    backend.removed([pk])

    assert ranked(backend, asking("pen", here)) == []
    assert backend.suggest(asking("pen", here), limit=8) == []
    assert ranked(backend, asking("feather", here)) == [kept.pk]
    assert backend.suggest(asking("qui", here), limit=8) == [kept.pk]
    assert backend.faults().total == 0


def test_a_rebuilt_index_finds_the_same(backend: SearchBackend, here: CommunityPage) -> None:
    made = entry(backend, here, 1, title="Pen")

    backend.rebuild(lambda done: None)

    assert ranked(backend, asking("pen", here)) == [made.pk]
    assert backend.suggest(asking("pe", here), limit=8) == [made.pk]
    assert backend.faults().total == 0


def test_of_very_many_only_the_best_are_ranked_and_all_are_counted(
    backend: SearchBackend, here: CommunityPage
) -> None:
    rows = [
        SearchEntry(
            kind=Kind.WIKI, thing_id=n, community=here, title=f"Pen {n}", url="/", updated_at=SOME_DAY
        )
        for n in range(RANKED + 50)
    ]
    backend.wrote(SearchEntry.objects.bulk_create(rows))

    ranking = backend.rank(asking("pen", here))

    assert len(ranking.places) == RANKED
    assert ranking.total == RANKED + 50
    assert Counted("kind", "wiki", RANKED + 50) in ranking.counts


@pytest.mark.parametrize(
    "typed", ['"', "a\\", "':*", "(", "pen' & !", "the", "^pen*", "🎉", "日本語", "-pen"]
)
def test_nothing_typed_is_syntax(backend: SearchBackend, here: CommunityPage, typed: str) -> None:
    entry(backend, here, 1, title="Pen")
    query = asking(typed, here)

    backend.rank(query)
    backend.found_words(query, [typed])
    backend.suggest(query, limit=8)
