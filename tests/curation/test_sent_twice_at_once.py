"""A form whose button was pressed twice arrives twice at the same moment, and is one thing."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

import pytest

from curation.actions.desk_notes import note_for_curators
from curation.actions.practices import make_practice
from curation.actions.requests import ask_for_job_aid
from tests.conftest import Cast
from tests.curation.conftest import Ward, a_ward
from tests.curation.test_at_once import AT_ONCE, at_once


@pytest.fixture
def ward(transactional_db: None, cast: Cast) -> Ward:
    return a_ward(cast, slug="ward-nursing", title="Ward nursing")


def _a_practice(ward: Ward) -> Callable[[], object]:
    token = uuid4()
    return lambda: make_practice(
        user=ward.cast.cora,
        community=ward.community,
        title="Scan the wristband",
        summary="",
        submission=token,
    )


def _a_request(ward: Ward) -> Callable[[], object]:
    token = uuid4()
    return lambda: ask_for_job_aid(
        user=ward.cast.ana, community=ward.community, title="Label a syringe", submission=token
    )


def _a_note(ward: Ward) -> Callable[[], object]:
    token = uuid4()
    practice = make_practice(
        user=ward.cast.cora, community=ward.community, title="Scan the wristband", summary=""
    )
    return lambda: note_for_curators(
        user=ward.cast.cora, on="practice", subject=practice, text="Ask Eli", submission=token
    )


@pytest.mark.parametrize("form", [_a_practice, _a_request, _a_note])
def test_a_form_that_arrives_twice_at_once_makes_one_thing(
    ward: Ward, form: Callable[[Ward], Callable[[], object]]
) -> None:
    sent = at_once(*[form(ward)] * AT_ONCE)

    assert len({thing.pk for thing in sent}) == 1  # type: ignore[attr-defined]
