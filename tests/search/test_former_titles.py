"""What a wiki page was called before is found, and said."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from communities.actions.wiki import save_wiki_page
from tests.curation.conftest import Ward
from tests.search.conftest import Found, RunTasks

pytestmark = pytest.mark.django_db


def test_a_page_is_found_by_a_title_that_it_had_before(
    ward: Ward, run_tasks: RunTasks, look: Callable[..., Found]
) -> None:
    page = ward.page
    for edition, title in enumerate(("Quillwork by night", "Feathers by day"), start=1):
        save_wiki_page(page=page, user=ward.cast.ana, title=title, body=page.body, base_edition=edition)
        page.refresh_from_db()
    run_tasks()

    found = look(ward.cast.ana, "quillwork")

    assert found.of("Wiki page") == ["Feathers by day"]
    assert "formerly Quillwork by night" in found.text
    assert "quillwork" in found.marked
    assert "formerly" not in look(ward.cast.ana, "feathers").text
    assert look(None, "quillwork").titles == []
