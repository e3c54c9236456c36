"""A pitfall that a source tells within a step is the warning of that step."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from communities.actions.wiki import save_wiki_page
from core.blocks import plain_text
from core.sanitize import clean_body
from curation.actions.drift import update_step
from curation.actions.promotion import promote_practice
from curation.models import DriftAlert, JobAidPage
from curation.promotion.cutting import cut
from curation.promotion.drafting import Chosen, all_pieces, draft_of, keyed_sources, stream_fields
from curation.promotion.leads import MAX_WARNING
from curation.promotion.pieces import Piece, Role
from tests.curation.conftest import Ward
from tests.curation.drafts import edit_wiki, published

ITEM = (
    "<ol><li><p>Scan the medicine.</p>"
    '<aside data-callout="pitfall"><p>Not the <strong>outer</strong> box.</p></aside>'
    "<p>Wait for the tone.</p></li></ol>"
)


def pieces(html: str) -> list[Piece]:
    return list(cut(clean_body(html)))


def steps(*chosen: Chosen) -> list[dict[str, str]]:
    return [step["value"] for step in stream_fields(draft_of(chosen))["steps"]]


def used(piece: Piece, role: Role = Role.STEP) -> Chosen:
    return Chosen(piece, role, True)


def test_pitfall_within_an_item_is_the_warning_of_its_step() -> None:
    (step,) = steps(*map(used, pieces(ITEM)))

    assert step["title"] == "Scan the medicine."
    assert step["warning"] == "Not the outer box."
    assert plain_text(step["text"]) == "Wait for the tone."


def test_pitfall_between_steps_is_one_of_the_whole_unless_it_is_made_part_of_a_step() -> None:
    first, pitfall, second = pieces(
        '<ol><li>One</li></ol><aside data-callout="pitfall"><p>Not red.</p></aside><ol start="2"><li>Two</li></ol>'
    )

    apart = stream_fields(draft_of([used(first), used(pitfall, pitfall.role), used(second)]))
    within = steps(used(first), used(pitfall, Role.MORE), used(second))

    assert [plain_text(row["value"]) for row in apart["pitfalls"]] == ["Not red."]
    assert [step.get("warning", "") for step in within] == ["Not red.", ""]


@pytest.mark.parametrize(
    "words",
    [
        'Read <a href="/help/">the help</a>.',
        "</p><ul><li>red</li></ul><p>blue",
        "x" * (MAX_WARNING + 1),
    ],
)
def test_pitfall_that_would_lose_something_stays_in_the_text(words: str) -> None:
    (piece,) = pieces(f'<ol><li><p>Scan.</p><aside data-callout="pitfall"><p>{words}</p></aside></li></ol>')

    (step,) = steps(used(piece))

    assert "warning" not in step
    assert step["text"] == piece.html


@pytest.mark.django_db
def test_new_words_of_the_source_come_into_text_and_warning(
    ward: Ward, run_tasks: Callable[..., int]
) -> None:
    save_wiki_page(
        page=ward.page, user=ward.cast.ana, title=ward.page.title, body=ITEM, base_edition=ward.page.edition
    )
    ward.page.refresh_from_db()
    practice = ward.practice(source=ward.page)
    chosen = [used(piece) for piece in all_pieces(keyed_sources(practice))]
    draft = promote_practice(
        user=ward.cast.cora, practice=practice, title="Scan it", purpose="", chosen=chosen
    )
    published(ward, draft)

    edit_wiki(ward, ward.cast.ana, "box", "carton")
    run_tasks()
    update_step(user=ward.cast.cora, alert=DriftAlert.objects.get())

    step = JobAidPage.objects.get(pk=draft.pk).get_latest_revision_as_object().steps[0].value
    assert step["warning"] == "Not the outer carton."
    assert step["title"] == "Scan the medicine."
    assert plain_text(step["text"].source) == "Wait for the tone."
