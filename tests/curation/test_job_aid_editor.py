"""What a curator writes into a job aid: all that it can hold, kept as it was written, and of its own community."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils.html import escape
from wagtail.test.utils.form_data import inline_formset, streamfield

from communities.models import Attachment
from core.sanitize import clean_body
from curation.forms.editor import NO_CLIP, NO_PERSON, NO_PICTURE, NO_STEP
from curation.job_aids.reading import sheet_of
from curation.job_aids.streams import DAMAGED
from curation.models import JobAidPage
from curation.models.system import System
from people.models import User
from tests.curation.conftest import Ward
from tests.curation.drafts import a_draft, published
from tests.curation.editing import address, fields, newest, step, steps

pytestmark = pytest.mark.django_db
AsUser = Callable[[User], Client]

EVERYTHING = """
<h3>On the pen</h3><p>Press <kbd>F9</kbd>, <mark>twice</mark>, then H<sub>2</sub>O<sup>2</sup>.</p>
<table><caption>Lights</caption><tbody><tr><th scope="row">Blue</th><td colspan="2">Paired</td></tr></tbody></table>
<pre data-language="sql"><code>SELECT 1;
  -- two</code></pre>
<ul data-type="taskList"><li data-type="taskItem" data-checked="false">Wipe it</li></ul>
<aside data-callout="pitfall"><p>Not twice.</p></aside>
<blockquote><p>It scans.</p></blockquote><ol start="3"><li>three</li></ol>
"""


def save(browser: Client, draft: JobAidPage, **changed: Any) -> Any:
    return browser.post(address("edit", draft), fields(draft, **changed))


def said(answer: Any, words: str) -> bool:
    """Whether the page says so, also where Wagtail keeps its messages for script."""
    text = answer.content.decode()
    return words in text or escape(words) in text or escape(json.dumps(words)[1:-1]) in text


# -- what it holds -----------------------------------------------------------------------------------------
def test_a_job_aid_holds_all_that_its_editor_offers(ward: Ward, as_user: AsUser) -> None:
    draft = a_draft(ward)
    system = System.objects.create(community=ward.community, name="EMR")
    first, second = str(draft.steps[0].id), str(draft.steps[1].id)
    turned = step(
        "Turn the cap",
        text="<p>Until you see the label.</p>",
        you_see="A white label",
        warning="Do not tear it",
        branches=[{"when": "there is no label", "go_to": second}],
        picture={"address": a_picture(ward).get_absolute_url(), "alt": "A pen"},
        clip={"screencast": str(ward.recording.pk), "start": "1:10", "end": "1:40"},
    )

    sent = fields(
        draft,
        roles="Nurses, ward clerks",
        steps=steps(turned, step("Scan it"), ids=(first, second)),
        before_you_start=streamfield([("check", "<p>A scanner</p>")]),
        pitfalls=streamfield([("pitfall", "<p>Never twice</p>")]),
        facts=streamfield([("fact", {"name": "Blue", "value": "paired"})]),
        contacts=inline_formset([{"user": ward.cast.eli.pk, "about": "codes"}]),
    )

    saved = as_user(ward.cast.cora).post(address("edit", draft), sent | {"systems": system.pk})

    sheet = sheet_of(newest(draft))
    told = sheet.steps[0]
    assert saved.status_code == 302
    assert (told.id, told.you_see, told.warning) == (first, "A white label", "Do not tear it")
    assert [(branch.when, branch.number) for branch in told.branches] == [("there is no label", 2)]
    assert told.clip is not None
    assert (told.clip.url, told.clip.length) == (ward.recording.url_at(70, 100), 30)
    assert told.picture_alt == "A pen"
    assert [(one.person, one.about) for one in sheet.contacts] == [(ward.cast.eli, "codes")]
    assert (sheet.job_aid.role_names, sheet.systems) == (["Nurses", "ward clerks"], ["EMR"])
    assert [fact["value"] for fact in sheet.facts] == ["paired"]


def test_a_branch_follows_its_step_to_another_place(ward: Ward, as_user: AsUser) -> None:
    draft = a_draft(ward)
    ids = tuple(str(block.id) for block in draft.steps)[:3]
    asks = step("Look", branches=[{"when": "it is red", "go_to": ids[1]}])
    save(as_user(ward.cast.cora), draft, steps=steps(asks, step("Wait"), step("Scan"), ids=ids))

    moved = (ids[0], ids[2], ids[1])
    saved = save(as_user(ward.cast.cora), draft, steps=steps(asks, step("Scan"), step("Wait"), ids=moved))

    assert saved.status_code == 302
    assert sheet_of(newest(draft)).steps[0].branches[0].number == 3


def test_a_branch_to_a_step_that_is_gone_is_told_beside_it(ward: Ward, as_user: AsUser) -> None:
    draft = a_draft(ward)
    ids = tuple(str(block.id) for block in draft.steps)
    asks = step("Look", branches=[{"when": "it is red", "go_to": ids[1]}])

    refused = save(as_user(ward.cast.cora), draft, steps=steps(asks, ids=ids[:1]))

    assert refused.status_code == 200
    assert said(refused, NO_STEP)
    assert "it is red" in refused.content.decode()
    assert len(newest(draft).steps) == len(ids)


def test_what_a_source_brought_survives_the_editor(ward: Ward, as_user: AsUser) -> None:
    draft = a_draft(ward)
    brought = clean_body(EVERYTHING)
    kept = draft.get_latest_revision_as_object()
    kept.steps[0].value["text"].source = brought
    kept.save_revision(user=ward.cast.cora)
    kept = newest(draft)

    save(
        as_user(ward.cast.cora),
        draft,
        steps=steps(step("Turn", text=kept.steps[0].value["text"].source), ids=(str(kept.steps[0].id),)),
    )

    assert newest(draft).steps[0].value["text"].source == brought


def test_steps_written_before_warnings_and_branches_are_read(ward: Ward) -> None:
    draft = a_draft(ward)
    raw = draft.get_latest_revision().content
    old = json.loads(raw["steps"])
    for block in old:
        block["value"] = {"title": block["value"]["title"], "text": "<p>so</p>"}
    page = JobAidPage.objects.get(pk=draft.pk).with_content_json(raw | {"steps": json.dumps(old)})

    told = sheet_of(page).steps

    assert [(one.warning, one.branches, one.clip, one.picture) for one in told] == [("", (), None, "")] * len(
        told
    )


# -- of its own community ----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "picture",
    [
        "https://evil.example/a.png",
        "//evil.example/a.png",
        "/files/../admin/",
        "javascript:alert(1)",
        "/files/00000000-0000-4000-8000-000000000000/a.png",
        "of elsewhere",
    ],
)
def test_a_picture_is_a_file_of_the_same_community(
    ward: Ward, hidden_ward: Ward, as_user: AsUser, picture: str
) -> None:
    draft = a_draft(ward)
    own, other = a_picture(ward), a_picture(hidden_ward)
    where = other.get_absolute_url() if picture == "of elsewhere" else picture
    browser = as_user(ward.cast.cora)

    refused = save(browser, draft, steps=steps(step(picture={"address": where})))
    taken = save(browser, draft, steps=steps(step(picture={"address": own.get_absolute_url()})))

    assert refused.status_code == 200
    assert said(refused, NO_PICTURE) or said(refused, "Choose a picture of this community, or upload one.")
    assert taken.status_code == 302
    assert newest(draft).steps[0].value["picture"]["address"] == own.get_absolute_url()


@pytest.mark.parametrize(
    ("clip", "problem"),
    [
        ({"screencast": "elsewhere"}, NO_CLIP),
        ({"screencast": "999999999999999999999"}, ""),
        ({"screencast": "own", "start": "soon"}, "Write a time as 1:34, or seconds as 94"),
        ({"screencast": "own", "start": "1:40", "end": "1:10"}, "The end comes after the start"),
        ({"screencast": "own", "start": "59:00"}, "The recording ends at 3:20"),
        ({"start": "1:10"}, "Choose the screencast, or clear the times"),
    ],
)
def test_a_clip_is_a_stretch_of_a_recording_of_the_same_community(
    ward: Ward, hidden_ward: Ward, as_user: AsUser, clip: dict[str, str], problem: str
) -> None:
    draft = a_draft(ward)
    hidden_ward.recording.title = "Secret pairing"
    hidden_ward.recording.save()
    numbers = {"own": str(ward.recording.pk), "elsewhere": str(hidden_ward.recording.pk)}
    recording = numbers.get(clip.get("screencast", ""), clip.get("screencast", ""))

    refused = save(as_user(ward.cast.cora), draft, steps=steps(step(clip=clip | {"screencast": recording})))

    assert refused.status_code == 200
    assert said(refused, problem)
    assert "Secret pairing" not in refused.content.decode()


def test_people_and_systems_are_of_the_same_community(ward: Ward, hidden_ward: Ward, as_user: AsUser) -> None:
    draft = a_draft(ward)
    foreign = System.objects.create(community=hidden_ward.community, name="Secret system")
    browser = as_user(ward.cast.cora)

    page = browser.get(address("edit", draft)).content.decode()
    no_member = save(browser, draft, contacts=inline_formset([{"user": ward.cast.stranger.pk, "about": "x"}]))
    no_system = browser.post(address("edit", draft), fields(draft) | {"systems": foreign.pk})

    assert "Secret system" not in page
    assert said(no_member, NO_PERSON)
    assert ward.cast.stranger.name not in no_member.content.decode()
    assert said(no_system, "Choose among the systems of this community")
    assert "Secret system" not in no_system.content.decode()
    assert not newest(draft).contacts.exists()


def test_who_left_the_community_is_named_no_more(ward: Ward, as_user: AsUser) -> None:
    draft = a_draft(ward)
    save(as_user(ward.cast.cora), draft, contacts=inline_formset([{"user": ward.cast.lee.pk, "about": ""}]))
    job_aid = published(ward, draft)
    assert [one.person for one in sheet_of(job_aid).contacts] == [ward.cast.lee]

    ward.cast.lee.memberships.all().delete()

    assert sheet_of(job_aid).contacts == []


# -- choosing ----------------------------------------------------------------------------------------------
def test_choosers_offer_what_the_community_has_and_nothing_else(
    ward: Ward, hidden_ward: Ward, as_user: AsUser
) -> None:
    a_picture(ward, "pen.png"), a_picture(hidden_ward, "secret.png")
    hidden_ward.recording.title = "Secret pairing"
    hidden_ward.recording.save()
    browser = as_user(ward.cast.cora)

    def offered(kind: str, query: str = "") -> list[str]:
        found = browser.get(ward.address(f"job-aids/choose/{kind}/{query}")).json()["results"]
        return [row["title"] for row in found]

    assert offered("pictures") == ["pen.png"]
    assert offered("pictures", "?q=pen") == ["pen.png"]
    assert offered("pictures", "?q=secret") == []
    assert offered("clips") == ["Pair a scanner"]
    assert offered("clips", "?q=trigger") == ["Pair a scanner"]  # it is said in it
    assert offered("clips", f"?named={ward.recording.pk},{hidden_ward.recording.pk},x,-1") == [
        "Pair a scanner"
    ]
    assert ward.cast.eli.name in offered("people")
    assert ward.cast.stranger.name not in offered("people")
    assert offered("people", f"?named={ward.cast.stranger.pk}") == []


def test_a_stretch_is_chosen_by_chapters_and_by_what_is_said(ward: Ward, as_user: AsUser) -> None:
    where = ward.address(f"job-aids/choose/clips/{ward.recording.pk}/")

    told = as_user(ward.cast.cora).get(where).json()

    assert [(row["start"], row["end"], row["title"]) for row in told["chapters"]] == [
        ("0:00", "1:10", "What you need"),
        ("1:10", "3:20", "Pair it"),
    ]
    assert told["captions"][0] == {
        "start": "1:10",
        "end": "1:20",
        "title": "Hold the trigger for five seconds.",
    }


def test_a_recording_of_elsewhere_is_not_found_by_its_number(
    ward: Ward, hidden_ward: Ward, as_user: AsUser
) -> None:
    where = ward.address(f"job-aids/choose/clips/{hidden_ward.recording.pk}/")

    assert as_user(ward.cast.cora).get(where).status_code == 404


# -- what comes in damaged ---------------------------------------------------------------------------------
def without(sent: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in sent.items() if name not in names}


DAMAGES: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    "no count": lambda sent: without(sent, "steps-count"),
    "a word for a count": lambda sent: sent | {"steps-count": "many"},
    "a count beyond all": lambda sent: sent | {"steps-count": "999999999"},
    "more said than sent": lambda sent: sent | {"steps-count": "9"},
    "a negative count": lambda sent: sent | {"steps-count": "-1"},
    "an unknown kind": lambda sent: sent | {"steps-0-type": "bomb"},
    "no kind": lambda sent: without(sent, "steps-0-type"),
    "no order": lambda sent: without(sent, "steps-0-order"),
    "a word for an order": lambda sent: sent | {"steps-0-order": "first"},
    "no count of branches": lambda sent: without(sent, "steps-0-value-branches-count"),
    "no count of facts": lambda sent: without(sent, "facts-count"),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_what_arrives_in_part_is_told_and_nothing_is_saved(ward: Ward, as_user: AsUser, damage: str) -> None:
    draft = a_draft(ward)
    before = newest(draft).latest_revision_id
    sent = fields(draft, steps=steps(step("Turn the cap"), step("Typed just now")))

    answer = as_user(ward.cast.cora).post(address("edit", draft), DAMAGES[damage](sent))

    assert answer.status_code == 200
    assert said(answer, DAMAGED)
    assert "Typed just now" in answer.content.decode()
    assert newest(draft).latest_revision_id == before


def test_ids_that_are_hostile_or_double_are_given_anew(ward: Ward, as_user: AsUser) -> None:
    draft = a_draft(ward)
    own = str(draft.steps[0].id)
    hostile = ('"><script>alert(1)</script>', own, own, "x" * 5_000)

    saved = save(as_user(ward.cast.cora), draft, steps=steps(*[step(str(n)) for n in range(4)], ids=hostile))

    ids = [str(block.id) for block in newest(draft).steps]
    assert saved.status_code == 302
    assert ids[1] == own
    assert len(set(ids)) == 4
    assert all(len(one) == 36 for one in ids)


def test_two_that_claim_one_place_are_both_kept(ward: Ward, as_user: AsUser) -> None:
    draft = a_draft(ward)
    asks = step("Look", branches=[{"when": "a", "go_to": ""}, {"when": "b", "go_to": ""}])
    sent = fields(draft, steps=steps(asks, step("Look"))) | {
        "steps-1-order": "0",
        "steps-0-value-branches-1-order": "0",
    }

    answer = as_user(ward.cast.cora).post(address("edit", draft), sent)

    assert answer.status_code < 400
    assert newest(draft).steps[1].value["title"] == "Look"


def test_a_job_aid_has_an_end(ward: Ward, as_user: AsUser) -> None:
    draft = a_draft(ward)

    refused = save(as_user(ward.cast.cora), draft, steps=steps(*[step(str(n)) for n in range(61)]))

    assert refused.status_code == 200
    assert said(refused, "The maximum number of items is 60")


# -- hostile words -----------------------------------------------------------------------------------------
HOSTILE = (
    '<p onclick="x()">Fine<script>alert(1)</script><a href="javascript:x()">go</a></p><img src=x onerror=x()>'
)


def test_hostile_words_sent_to_the_editor_are_cleaned(ward: Ward, as_user: AsUser) -> None:
    draft = a_draft(ward)
    hostile = step(
        "<script>alert(2)</script>",
        text=HOSTILE,
        you_see="<img src=x onerror=alert(3)>",
        warning="<img src=x onerror=alert(5)>",
        branches=[{"when": "<script>alert(6)</script>", "go_to": str(draft.steps[0].id)}],
        picture={"alt": '"><script>alert(4)</script>'},
    )

    saved = save(
        as_user(ward.cast.cora),
        draft,
        steps=steps(hostile, ids=(str(draft.steps[0].id),)),
        facts=streamfield([("table", HOSTILE)]),
    )

    shown = as_user(ward.cast.eli).get(f"{draft.get_absolute_url()}draft/").content.decode()
    edited = as_user(ward.cast.cora).get(address("edit", draft)).content.decode()
    kept = json.dumps(newest(draft).get_latest_revision().content)
    assert saved.status_code == 302
    assert "Fine" in shown
    assert "javascript:" not in kept
    assert "onclick" not in kept
    assert "onerror=x" not in kept
    for page in (shown, edited):
        assert "<script>alert" not in page
        assert "<img src=x" not in page


def a_picture(ward: Ward, name: str = "pen.png") -> Attachment:
    return Attachment.objects.create(
        community=ward.community,
        name=name,
        content_type="image/png",
        size=9,
        width=10,
        height=10,
        sha256=uuid4().hex,
    )
