"""Whoever was signed out while writing to the curators, or for them, finds the words again."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.curation.conftest import Ward
from tests.curation.drafts import a_draft

WORDS = "Two of us tried it for a week"


@pytest.mark.parametrize(
    ("address", "field"),
    [
        ("flags/post/{answer}/", "reason"),
        ("practices/new/", "summary"),
        ("practices/{practice}/edit/", "summary"),
        ("practices/{practice}/state/", "why"),
        ("practices/{practice}/endorse/", "note"),
        ("practices/{practice}/sources/", "address"),
        ("practices/{practice}/promote/", "purpose"),
        ("/curation/places/{place}/practice/", "summary"),
        ("/curation/places/{place}/decline/", "decline_reason"),
        ("/curation/drift/1/", "note"),
        ("job-aids/{aid}/draft/approve/", "comment"),
        ("job-aids/{aid}/draft/changes/", "comment"),
        ("job-aids/{aid}/feedback/", "reason"),
    ],
)
def test_words_sent_after_the_session_ended_come_back(
    ward: Ward, client: Client, address: str, field: str
) -> None:
    aid = a_draft(ward)
    path = address.format(
        answer=ward.answer.pk,
        practice=aid.practice_id,
        place=ward.flag(ward.cast.lee, ward.page).place.pk,
        aid=aid.slug,
    )

    answer = client.post(path if path.startswith("/") else ward.address(path), {field: WORDS})

    page = answer.content.decode()
    assert answer.status_code == 403
    assert "You were signed out. Your text is here" in page
    assert WORDS in page
