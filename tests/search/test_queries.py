"""Whatever is asked of the page of results, it asks the database at most twelve questions, and none twice."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from search.meaning.model import is_installed
from search.meaning.rows import make_missing
from search.models import Pin, SynonymSet
from tests.curation.conftest import Ward
from tests.queries import queries
from tests.search.conftest import RunTasks

pytestmark = pytest.mark.django_db
MISTYPED = (
    "tag:frige in:nowhere by:@nobdy role:nurze system:wrad release:99 type:jobb is:verifed before:maybe"
)
ASKED = {
    "words": "scan pen",
    "words with slips": "scna pnes mediction",
    "many words": "how do I scan a pen at night by the bedside when the label will not print",
    "a phrase, and what must not be there": '"scan" pen -label',
    "filters not understood": f"scan {MISTYPED}",
    "filters, some understood": "scan by:ana by:@nobdy tag:fridge type:thread in:ward-nursing after:2020",
    "filters alone": "type:thread in:ward-nursing by:ana",
    "nothing but what is not understood": MISTYPED,
    "what nobody wrote": "zzqqxy yyqqx",
    "newest first": "scan sort:newest",
    "what is pinned": "gadget",
}


@pytest.fixture
def kept(ward: Ward, run_tasks: RunTasks) -> Ward:
    """With what curators keep: synonyms, and pins for each of the questions in words."""
    run_tasks()
    SynonymSet.objects.create(words="pen\nscanner\nhandheld reader")
    for question in ("scan pen", "scan", "gadget", "scan pen night bedside label print"):
        Pin.objects.create(community=ward.community, question=question, kind="wiki", thing_id=ward.page.pk)
    return ward


def costs(client: Client, question: str, **more: str) -> int:
    asked = {"q": question, **more}
    client.get("/search/", asked)
    with queries(at_most=12) as seen:
        answer = client.get("/search/", asked)
    assert answer.status_code == 200
    return len(seen)


@pytest.mark.parametrize("question", ASKED.values(), ids=ASKED.keys())
def test_a_page_asks_at_most_twelve(kept: Ward, question: str) -> None:
    for person in (kept.cast.ana, kept.cast.cora, None):
        client = Client()
        if person is not None:
            client.force_login(person)

        costs(client, question)
        costs(client, question, as_typed="1")
        costs(client, question, kind="thread", community="ward-nursing", author="ana", tag="fridge")


def test_a_curator_is_told_why_for_no_query_more(kept: Ward) -> None:
    client = Client()
    client.force_login(kept.cast.cora)

    assert costs(client, "scan pen", explain="1") == costs(client, "scan pen")


@pytest.mark.skipif(not is_installed(), reason="needs requirements-meaning.txt")
def test_with_meaning_too(kept: Ward, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each time it looks for new vectors, which it otherwise does every two seconds."""
    from search.meaning import matrix

    settings.SEARCH_MEANING = True
    monkeypatch.setattr(matrix, "LOOK", 0.0)
    matrix.forget_matrix()
    make_missing()
    client = Client()
    client.force_login(kept.cast.cora)

    plain = costs(client, "scan pen")
    with_meaning = costs(client, "scan pen night bedside label print")
    costs(client, f"scan pen night bedside label print {MISTYPED}", explain="1")

    assert with_meaning == plain + 1
