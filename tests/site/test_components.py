"""The components, the tags that draw them, and the stylesheet: what a person sees of each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from bs4 import BeautifulSoup
from django import forms
from django.http import QueryDict
from django.template import Context, Template

NOW = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)


@dataclass
class Somebody:
    name: str = "Priyanka Venkataraghavan-Hollingsworth"
    initials: str = "PV"
    cloth: int = 3

    def get_absolute_url(self) -> str:
        return "/people/priyanka/"


@dataclass
class Cursors:
    next: str | None
    previous: str | None


class Question(forms.Form):
    title = forms.CharField(label="Your question in one line", help_text="What happened?", min_length=10)
    body = forms.CharField(label="What did you try?", widget=forms.Textarea, required=False)
    release = forms.ChoiceField(label="Which release?", widget=forms.RadioSelect, choices=[("12", "EMR 12")])
    kinds = forms.MultipleChoiceField(
        label="Kinds", widget=forms.CheckboxSelectMultiple, choices=[("q", "Question")], required=False
    )
    ward = forms.ChoiceField(label="Ward", choices=[("", "Choose"), ("4b", "4B")], required=False)
    watch = forms.BooleanField(label="Tell me of replies", required=False)
    recording = forms.FileField(label="Recording", required=False)
    day = forms.DateField(label="Day", widget=forms.SelectDateWidget, required=False)
    secret = forms.CharField(widget=forms.HiddenInput, required=False)


def draw(source: str, **context: object) -> str:
    return Template("{% load commonplace %}" + source).render(Context(context))


def soup(source: str, **context: object) -> BeautifulSoup:
    return BeautifulSoup(draw(source, **context), "html.parser")


def words(source: str, **context: object) -> str:
    return " ".join(soup(source, **context).get_text().split())


# -- times and numbers -----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("age", "long", "short"),
    [
        (timedelta(seconds=20), "just now", "now"),
        (timedelta(seconds=-20), "just now", "now"),  # a clock that runs ahead a little
        (timedelta(minutes=1), "1 minute ago", "1 min"),
        (timedelta(hours=2), "2 hours ago", "2 h"),
        (timedelta(hours=13), "today, 01:00", "13 h"),
        (timedelta(days=1), "yesterday, 14:00", "1 d"),
        (timedelta(days=5), "Wed 18 Nov, 14:00", "5 d"),
        (timedelta(days=500), "11 Jul 2025, 14:00", "11 Jul 2025"),
        (timedelta(days=-7), "Mon 30 Nov, 14:00", "30 Nov"),
    ],
)
@time_machine.travel(NOW, tick=False)
def test_a_moment_is_said_as_people_say_it(age: timedelta, long: str, short: str) -> None:
    moment = NOW - age

    written = soup("{% when moment %}", moment=moment).time

    assert written.get_text() == long
    assert words('{% when moment "short" %}', moment=moment) == short
    assert datetime.fromisoformat(written["datetime"]) == moment
    assert written["title"].endswith(f"{moment:%B %Y, %H:%M}")


@time_machine.travel(NOW, tick=False)
def test_a_day_names_its_year_when_it_is_not_this_one() -> None:
    assert words("{% when day %}", day=date(2026, 2, 28)) == "28 February"
    assert words("{% when day %}", day=date(2027, 2, 28)) == "28 February 2027"
    assert words("{% when day %}", day=None) == ""


@pytest.mark.parametrize(
    ("seconds", "written"), [(94, "1:34"), (5, "0:05"), (3725.9, "1:02:05"), (-3, "0:00"), (None, "")]
)
def test_a_duration_reads_like_a_clock(seconds: float | None, written: str) -> None:
    assert draw("{{ seconds|duration }}", seconds=seconds) == written


def test_a_count_agrees_with_its_noun() -> None:
    counted = '{% sized_count number "reply" "replies" %}'

    assert draw(counted, number=1) == "1 reply"
    assert draw(counted, number=0) == "0 replies"
    assert draw(counted, number=1204) == "1,204 replies"


def test_what_is_kept_can_be_shown_twice() -> None:
    shown = draw("{% kept as nav %}<b>{{ word }}</b>{% endkept %}{{ nav }}{{ nav }}", word="<Home>")

    assert shown == "<b>&lt;Home&gt;</b>" * 2


# -- trust and people ------------------------------------------------------------------------------------------
@pytest.mark.parametrize("label", ["raw", "emerging", "endorsed", "verified", "unverified", "outdated"])
def test_trust_is_a_word_a_shape_and_a_colour(label: str) -> None:
    drawn = soup("{% trust label 'until 28 February' %}", label=label)

    assert drawn.get_text(" ", strip=True) == f"{label.capitalize()} until 28 February"
    assert drawn.select_one(f".trust--{label} svg use")


def test_an_unknown_trust_label_says_nothing() -> None:
    assert draw("{% trust label %}", label="golden") == ""
    assert draw("{% trust label %}", label=None) == ""


def test_a_person_is_a_face_and_a_linked_name() -> None:
    drawn = soup("{% who person 'expert: devices' %}", person=Somebody())

    assert drawn.a["href"] == "/people/priyanka/"
    assert drawn.a.get_text() == "Priyanka Venkataraghavan-Hollingsworth"
    assert drawn.select_one(".avatar--3")["aria-hidden"] == "true"
    assert "expert: devices" in drawn.get_text()


def test_a_name_is_never_markup() -> None:
    drawn = draw("{% who person %}{% name person %}", person=Somebody(name="<img src=x onerror=alert(1)>"))

    assert "<img" not in drawn
    assert "&lt;img" in drawn


def test_a_removed_account_leaves_words_and_no_link() -> None:
    drawn = soup("{% who person %}", person=None)

    assert "Someone who left" in drawn.get_text()
    assert drawn.a is None


# -- forms -----------------------------------------------------------------------------------------------------
def test_an_error_stands_beside_its_field_and_is_read_with_it() -> None:
    form = Question({"title": "Scanner", "release": "12"})

    drawn = soup("{% include 'components/field.html' with field=form.title only %}", form=form)

    control = drawn.select_one("input[name=title]")
    read_with_it = [
        drawn.find(id=part).get_text(" ", strip=True) for part in control["aria-describedby"].split()
    ]
    assert read_with_it == ["What happened?", "Error: Write at least 10 characters. It has 7."]
    assert control["aria-invalid"] == "true"
    assert control["value"] == "Scanner"


def test_what_was_typed_comes_back_as_text() -> None:
    form = Question({"title": '"><script>alert(1)</script>', "body": "</textarea><script>alert(1)</script>"})

    drawn = draw("{% include 'components/form.html' with form=form only %}", form=form)

    assert "<script" not in drawn
    assert (
        BeautifulSoup(drawn, "html.parser").textarea.get_text().strip()
        == "</textarea><script>alert(1)</script>"
    )


def test_every_control_has_a_name() -> None:
    drawn = soup("{% include 'components/form.html' with form=form only %}", form=Question())

    for control in drawn.select("input:not([type=hidden]), select, textarea"):
        label = drawn.select_one(f"label[for={control['id']}]")
        assert label or control.get("aria-label"), control
    assert [legend.get_text(" ", strip=True) for legend in drawn.select("legend")] == [
        "Which release?",
        "Kinds optional",
        "Day optional",
    ]


def test_the_summary_of_errors_leads_to_each_field() -> None:
    form = Question({"title": "Scanner"})

    drawn = soup("{% include 'components/form.html' with form=form only %}", form=form)

    summary = drawn.select_one(".error-summary[role=alert]")
    assert summary.h2.get_text() == "2 things to put right"
    assert [link.get_text() for link in summary.select("a")] == [
        "Your question in one line",
        "Which release?",
    ]
    assert all(drawn.find(id=link["href"][1:]) for link in summary.select("a"))


def test_an_untouched_form_has_no_summary() -> None:
    drawn = soup("{% include 'components/form.html' with form=form only %}", form=Question())

    assert drawn.select_one(".error-summary") is None


# -- lists and messages ----------------------------------------------------------------------------------------
def test_older_and_newer_keep_the_filter() -> None:
    shown = "{% include 'components/pagination.html' with page=page query=query only %}"
    query = QueryDict("kind=question&after=old")

    drawn = soup(shown, page=Cursors(next="n", previous="p"), query=query)

    assert {link.get_text(): link["href"] for link in drawn.select("a")} == {
        "Newer": "?kind=question&after=p",
        "Older": "?kind=question&after=n",
    }
    assert words(shown, page=Cursors(next=None, previous=None), query=query) == ""


def test_an_entry_says_who_what_and_how_much() -> None:
    entry = (
        "{% include 'components/entry.html' with url='/x/' title=title person=person kind='Question'"
        " kind_icon='message-circle-question' state='waiting' count=1 count_icon='message-square'"
        " count_one='reply' count_many='replies' unread=True only %}"
    )

    drawn = soup(entry, title="Pen <b>fails</b>", person=Somebody())

    assert drawn.select_one(".entry__title a").get_text() == "Pen <b>fails</b>, new"
    assert "Question No reply yet Priyanka Venkataraghavan-Hollingsworth" in " ".join(
        drawn.get_text(" ").split()
    )
    assert drawn.select_one(".tally").get_text(" ", strip=True) == "1 reply"


def test_an_empty_place_offers_the_next_act() -> None:
    empty = (
        "{% include 'components/empty.html' with title='No threads yet'"
        " action_url='/new/' action_label='Ask' only %}"
    )

    drawn = soup(empty)

    assert drawn.h3.get_text() == "No threads yet"
    assert drawn.a["href"] == "/new/"
