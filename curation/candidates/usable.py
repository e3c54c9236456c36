"""Which of the found places can be made a source of a practice today."""

from __future__ import annotations

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from curation.flags.refusals import BINDING
from curation.models import FlaggedPlace, LikeText, PracticeSource, Refusal
from curation.states import FlagState


def usable_texts() -> QuerySet[LikeText]:
    """Texts of candidates whose place may be used.

    Left out is what was removed, moved away, is still tried out, is a source of a practice, was declined on the
    desk, or what its author asked not to be used.
    """
    rows = LikeText.objects.filter(candidate__community__is_exploring=False)
    of_posts = Q(
        post__is_removed=False,
        post__is_exploring=False,
        post__thread__is_exploring=False,
        post__thread__community=F("candidate__community"),
    )
    of_pages = Q(
        wiki_page__live=True, wiki_page__is_exploring=False, wiki_page__community=F("candidate__community")
    )
    return rows.filter(of_posts | of_pages).exclude(
        _there(PracticeSource.objects.all())
        | _there(Refusal.objects.filter(BINDING))
        | _there(FlaggedPlace.objects.filter(state=FlagState.DECLINED))
    )


def _there(rows: QuerySet[PracticeSource] | QuerySet[Refusal] | QuerySet[FlaggedPlace]) -> Q:
    """Whether there is such a row for the post, for the page, or for this section of it."""
    here = Q(anchor="") | Q(anchor=OuterRef("anchor"))
    return Q(post__isnull=False) & Q(Exists(rows.filter(post=OuterRef("post")))) | Q(
        wiki_page__isnull=False
    ) & Q(Exists(rows.filter(here, wiki_page=OuterRef("wiki_page"))))
