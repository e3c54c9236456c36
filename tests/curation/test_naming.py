"""Who asks not to be named is named nowhere, also where words of theirs were used before they asked."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from curation.actions.joining import join_job_aid
from curation.actions.practices import add_source, make_practice
from curation.actions.refusals import name_me
from curation.models import JobAidPage, Provenance, StepNote
from curation.promotion.drafting import Chosen, all_pieces, keyed_sources
from curation.promotion.pieces import Role
from people.models import User
from tests.curation.conftest import Ward
from tests.curation.drafts import a_draft, published

pytestmark = pytest.mark.django_db
AsUser = Callable[[User], Client]


def decline(ward: Ward, job_aid: JobAidPage, where: str) -> None:
    if where == "here":
        name_me(user=ward.cast.eli, job_aid=job_aid, named=False)
    else:
        User.objects.filter(pk=ward.cast.eli.pk).update(is_named=False)


@pytest.mark.parametrize("where", ["here", "anywhere"])
def test_declining_reaches_the_draft_the_page_the_sheet_and_every_version(
    ward: Ward, as_user: AsUser, where: str
) -> None:
    draft = a_draft(ward)
    reader = as_user(ward.cast.lou)
    drawn = reader.get(f"{draft.get_absolute_url()}draft/").content.decode()
    decline(ward, draft, where)
    redrawn = reader.get(f"{draft.get_absolute_url()}draft/").content.decode()
    job_aid = published(ward, draft, by=ward.cast.eli)
    pages = [job_aid.get_absolute_url() + path for path in ("", "print/", "versions/1/")]

    seen = {page: as_user(ward.cast.ana).get(page).content.decode() for page in pages}

    assert "Eli Novak" in drawn
    assert "Eli Novak" not in redrawn
    for page, text in seen.items():
        assert "Scan a pen" in text, page
        assert "Eli Novak" not in text, page


def test_who_is_not_named_here_is_not_named_for_words_that_join_later(ward: Ward) -> None:
    draft = a_draft(ward)
    name_me(user=ward.cast.eli, job_aid=draft, named=False)
    practice = make_practice(
        user=ward.cast.cora, community=ward.community, title="The same answer, for others", summary=""
    )
    add_source(user=ward.cast.cora, practice=practice, source=ward.answer, anchor="")
    chosen = [Chosen(piece, Role.STEP, is_used=True) for piece in all_pieces(keyed_sources(practice))]

    join_job_aid(user=ward.cast.cora, practice=practice, job_aid=draft, chosen=chosen)

    rows = Provenance.objects.filter(job_aid=draft, author=ward.cast.eli)
    assert rows.count() > 2
    assert set(rows.values_list("is_unnamed", flat=True)) == {True}


@pytest.mark.parametrize("where", ["here", "anywhere"])
def test_who_is_not_named_is_not_named_below_a_step(ward: Ward, as_user: AsUser, where: str) -> None:
    job_aid = published(ward)
    StepNote.objects.create(
        job_aid=job_aid,
        step=str(job_aid.steps[0].id),
        text="<p>The grey label.</p>",
        author=ward.cast.eli,
        at=timezone.now(),
    )
    Provenance.objects.filter(author=ward.cast.eli).exclude(step=str(job_aid.steps[0].id)).delete()
    decline(ward, job_aid, where)

    seen = as_user(ward.cast.ana).get(job_aid.get_absolute_url()).content.decode()

    assert "The grey label." in seen
    assert "A colleague" in seen
    assert "Eli Novak" not in seen


def test_the_practice_credits_only_whom_its_job_aid_would_name(ward: Ward, as_user: AsUser) -> None:
    practice = ward.practice()
    ana = as_user(ward.cast.ana)
    before = ana.get(practice.get_absolute_url()).content.decode()
    decline(ward, JobAidPage(), "anywhere")

    after = ana.get(practice.get_absolute_url()).content.decode()

    assert "Credit when promoted" in before
    assert "Credit when promoted" not in after
