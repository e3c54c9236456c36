"""From a practice to the draft of a job aid: copied, ordered, with provenance, once."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from communities.actions.threads import edit_post, remove_post
from core.blocks import digest, place_text, plain_text
from curation.actions.practices import NotNow, add_source, remove_source
from curation.actions.promotion import promote_practice
from curation.models import JobAidPage, Practice, Provenance
from curation.promotion.drafting import Chosen, draft_of
from curation.promotion.pieces import Role
from people.models import User
from tests.curation.conftest import Ward, a_recording
from tests.curation.promoting import as_proposed, pieces
from tests.queries import queries

pytestmark = pytest.mark.django_db

AsUser = Callable[[User], Client]


def test_pieces_are_proposed_from_the_structure_of_the_sources(practice: Practice) -> None:
    proposed = [(piece.key, piece.role, piece.title) for piece in pieces(practice) if piece.is_used]

    assert proposed == [
        ("a", Role.STEP, "Turn the cap until you see the white label."),
        ("a", Role.STEP, "Scan the label. You hear one long tone."),
        ("b", Role.STEP, "Pair it"),
        ("c", Role.STEP, "Scan the band on the wrist."),
        ("c", Role.STEP, "Scan the medicine."),
        ("c", Role.PITFALL, "Do not choose “Patient refused” to close the window."),
        ("c", Role.CHECK, "Put a scanner inside."),
        ("c", Role.FACT, "Blue Paired"),
    ]


def test_curator_makes_a_draft_and_every_word_of_it_is_copied(
    ward: Ward, practice: Practice, as_user: AsUser
) -> None:
    address = f"{practice.get_absolute_url()}promote/"

    done = as_user(ward.cast.cora).post(address, as_proposed(practice, make="1"), follow=True)

    draft = JobAidPage.objects.get()
    assert f"/admin/pages/{draft.pk}/edit/" in done.content.decode()
    assert "Nothing is published." in done.content.decode()
    assert (draft.live, draft.owner, draft.code) == (False, ward.cast.cora, "SCAN1")
    assert [block.value["title"] for block in draft.steps] == [
        "Turn the cap until you see the white label.",
        "Scan the label. You hear one long tone.",
        "Pair it",
        "Scan the band on the wrist.",
        "Scan the medicine.",
    ]
    assert (
        plain_text(draft.pitfalls[0].value.source) == "Do not choose “Patient refused” to close the window."
    )
    assert plain_text(draft.before_you_start[0].value.source) == "Put a scanner inside."
    assert "<table" in draft.facts[0].value.source
    clip = draft.steps[2].value["clip"]
    assert (clip["screencast"], clip["start"], clip["end"]) == (ward.recording.pk, 70, 100)
    assert draft.get_latest_revision_as_object().steps[0].id == draft.steps[0].id
    practice.refresh_from_db()
    assert practice.state == "promoted"


def test_every_block_knows_the_exact_place_it_came_from(
    ward: Ward, practice: Practice, as_user: AsUser
) -> None:
    as_user(ward.cast.cora).post(f"{practice.get_absolute_url()}promote/", as_proposed(practice, make="1"))

    draft = JobAidPage.objects.get()
    blocks = [*draft.steps, *draft.pitfalls, *draft.before_you_start, *draft.facts]
    rows = {row.step: row for row in Provenance.objects.filter(job_aid=draft)}
    assert set(rows) == {str(block.id) for block in blocks}
    first, clip, band = (rows[str(draft.steps[at].id)] for at in (0, 2, 3))
    assert first.quote == place_text(ward.answer.body, first.anchor)
    assert first.digest == digest("Turn the cap until you see the white label.")
    assert (first.post, first.version, first.author, first.key) == (ward.answer, 1, ward.cast.eli, "a")
    assert (clip.screencast, clip.anchor, clip.author) == (ward.recording, "t=70,100", ward.cast.lee)
    assert clip.quote == "Hold the trigger for five seconds.\nWait for blue."
    assert (band.wiki_page, band.version, band.author) == (
        ward.page,
        ward.page.live_revision_id,
        ward.cast.ana,
    )
    assert band.quote == "Scan the band on the wrist."


def test_curator_orders_trims_and_names_pieces_without_script(
    ward: Ward, practice: Practice, as_user: AsUser
) -> None:
    browser = as_user(ward.cast.cora)
    address = f"{practice.get_absolute_url()}promote/"
    found = {piece.title: piece for piece in pieces(practice)}
    tone, cap = (
        found["Scan the label. You hear one long tone."],
        found["Turn the cap until you see the white label."],
    )
    sent = as_proposed(practice)
    del sent[f"use-{found['Scan the medicine.'].id}"]
    sent[f"role-{found['Pair it'].id}"] = Role.MORE

    shown = browser.post(address, sent | {"up": tone.id, "title": "Typed so far"})

    seen = shown.content.decode()
    assert 'value="Typed so far"' in seen
    assert seen.index(f'value="{tone.token}"') < seen.index(f'value="{cap.token}"')
    assert "clip at step 2" in seen
    assert not JobAidPage.objects.exists()
    rows = shown.context["page"].rows
    browser.post(address, sent | {"piece": [row.chosen.piece.token for row in rows], "make": "1"})
    draft = JobAidPage.objects.get()
    assert [block.value["title"] for block in draft.steps] == [
        tone.title,
        cap.title,
        "Scan the band on the wrist.",
    ]
    assert draft.steps[1].value["clip"]["screencast"] == ward.recording.pk
    assert Provenance.objects.filter(step=str(draft.steps[1].id)).count() == 2


def test_form_sent_twice_makes_one_draft(ward: Ward, practice: Practice, as_user: AsUser) -> None:
    browser = as_user(ward.cast.cora)
    sent = as_proposed(practice, make="1", submission=str(uuid.uuid4()))

    for _ in range(2):
        browser.post(f"{practice.get_absolute_url()}promote/", sent)

    assert JobAidPage.objects.count() == 1


def test_second_curator_learns_that_it_is_promoted_already(
    ward: Ward, practice: Practice, as_user: AsUser
) -> None:
    sent = as_proposed(practice, make="1")
    as_user(ward.cast.cora).post(f"{practice.get_absolute_url()}promote/", sent)

    late = as_user(ward.cast.adam).post(f"{practice.get_absolute_url()}promote/", sent)
    look = as_user(ward.cast.adam).get(f"{practice.get_absolute_url()}promote/", follow=True)

    assert "This practice is promoted already" in late.content.decode()
    assert "This practice is promoted already" in look.content.decode()
    assert JobAidPage.objects.count() == 1


def test_post_edited_between_looking_and_promoting_is_noticed(
    ward: Ward, practice: Practice, as_user: AsUser
) -> None:
    sent = as_proposed(practice, make="1")
    edit_post(
        user=ward.cast.eli,
        post=ward.answer,
        body=ward.answer.body.replace("white label", "yellow label").replace("You hear one long tone.", ""),
    )

    answer = as_user(ward.cast.cora).post(f"{practice.get_absolute_url()}promote/", sent)

    seen = answer.content.decode()
    assert answer.status_code == 422
    assert "The sources changed while you chose" in seen
    assert "“Turn the cap until you see the yellow label.” reads differently now." in seen
    assert "<del>white</del><ins>yellow</ins>" in seen
    assert "Turn the cap until you see the yellow label." in seen.split('class="pieces"')[1]
    assert 'value="Scan an insulin pen"' in seen
    assert not JobAidPage.objects.exists()


def test_source_that_goes_during_promotion_takes_its_pieces_along(
    ward: Ward, practice: Practice, as_user: AsUser
) -> None:
    sent = as_proposed(practice, make="1")
    remove_post(user=ward.cast.adam, post=ward.answer, removed=True)

    answer = as_user(ward.cast.cora).post(f"{practice.get_absolute_url()}promote/", sent)

    seen = answer.content.decode()
    assert "“Turn the cap until you see the white label.” is gone from its source." in seen
    assert "<del>Turn the cap until you see the white label.</del>" in seen
    assert "Turn the cap" not in seen.split('class="pieces"')[1]
    assert not JobAidPage.objects.exists()


def test_action_itself_refuses_words_that_changed(ward: Ward, practice: Practice) -> None:
    chosen = [Chosen(piece, piece.role, piece.is_used) for piece in pieces(practice)]
    edit_post(user=ward.cast.eli, post=ward.answer, body=ward.answer.body.replace("white", "yellow"))

    with pytest.raises(NotNow, match="changed in its source meanwhile"):
        promote_practice(user=ward.cast.cora, practice=practice, title="Scan it", purpose="", chosen=chosen)
    remove_source(user=ward.cast.cora, source=practice.sources.get(post=ward.answer))
    with pytest.raises(NotNow, match="Source a was removed"):
        promote_practice(user=ward.cast.cora, practice=practice, title="Scan it", purpose="", chosen=chosen)

    assert not JobAidPage.objects.exists()


def test_draft_needs_a_step_and_a_title(ward: Ward, practice: Practice, as_user: AsUser) -> None:
    browser = as_user(ward.cast.cora)
    address = f"{practice.get_absolute_url()}promote/"
    nothing = {
        name: value for name, value in as_proposed(practice, make="1").items() if not name.startswith("use-")
    }

    without_steps = browser.post(address, nothing)
    without_title = browser.post(address, as_proposed(practice, make="1", title=" "))

    assert "Choose at least one piece to be a step." in without_steps.content.decode()
    assert without_title.status_code == 422
    assert "The dose is signed with two scans." in without_title.content.decode()
    assert not JobAidPage.objects.exists()


@pytest.mark.parametrize(
    "sent",
    [
        {"piece": ["x", "1.b~", "~~~", "999999.~0"], "make": "1"},
        {"piece": [], "up": "nothing"},
        {"make": "1", "submission": "not a token", "title": "x" * 5000, "purpose": "\x00"},
    ],
)
def test_hostile_form_changes_nothing(
    ward: Ward, practice: Practice, as_user: AsUser, sent: dict[str, Any]
) -> None:
    answer = as_user(ward.cast.cora).post(f"{practice.get_absolute_url()}promote/", sent)

    assert answer.status_code in {200, 422}
    assert not JobAidPage.objects.exists()


def test_part_of_a_step_above_that_is_not_there_is_a_step_itself(practice: Practice) -> None:
    first, *_ = (piece for piece in pieces(practice) if piece.is_used)

    draft = draft_of([Chosen(first, Role.MORE, is_used=True)])

    assert [item.title for item in draft.steps] == [first.title]


def test_role_that_is_none_counts_as_the_proposed_one(
    ward: Ward, practice: Practice, as_user: AsUser
) -> None:
    first = next(piece for piece in pieces(practice) if piece.is_used)

    as_user(ward.cast.cora).post(
        f"{practice.get_absolute_url()}promote/",
        as_proposed(practice, make="1") | {f"role-{first.id}": "emperor"},
    )

    assert JobAidPage.objects.get().steps[0].value["title"] == first.title


def test_sources_without_pieces_say_what_to_add(ward: Ward, as_user: AsUser) -> None:
    practice = ward.practice()
    remove_post(user=ward.cast.adam, post=ward.answer, removed=True)

    seen = as_user(ward.cast.cora).get(f"{practice.get_absolute_url()}promote/").content.decode()

    assert "The sources hold no pieces" in seen


@pytest.mark.parametrize("rows", [1, 8])
def test_promote_page_costs_the_same_at_any_number_of_sources(
    ward: Ward, practice: Practice, as_user: AsUser, rows: int
) -> None:
    for number in range(rows):
        add_source(
            user=ward.cast.cora,
            practice=practice,
            source=ward.page,
            anchor=list(ward.anchors.values())[number % 4],
        )
        other = a_recording(ward.community, ward.cast.lee)
        add_source(user=ward.cast.cora, practice=practice, source=other, anchor="")
    browser = as_user(ward.cast.cora)
    browser.get(f"{practice.get_absolute_url()}promote/")

    with queries(at_most=12) as asked:
        browser.get(f"{practice.get_absolute_url()}promote/")
    assert sum("django_session" not in query["sql"] for query in asked) == 10  # sessions may lie in Redis
