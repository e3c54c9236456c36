"""Curators keep words that mean the same."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.exceptions import PermissionDenied
from django.db import transaction

from communities.models import CommunityPage
from communities.permissions import Verb
from core.policy import can
from people.models import User
from search.models import CuratorChange, SynonymSet
from search.synonyms import is_curator_of_all


@transaction.atomic
def add_synonyms(*, user: User, community: CommunityPage | None, words: Sequence[str]) -> SynonymSet:
    """Let these words find each other, in one community or (None) in all. Works at the next search."""
    require_keeper(user, community)
    kept = SynonymSet.objects.create(community=community, words="\n".join(words), changed_by=user)
    _log(user, kept, after=str(kept))
    return kept


@transaction.atomic
def change_synonyms(*, user: User, synonyms: SynonymSet, words: Sequence[str]) -> SynonymSet:
    """Put other words in their place. Raises SynonymSet.DoesNotExist when somebody took them away meanwhile."""
    require_keeper(user, synonyms.community)
    kept = SynonymSet.objects.select_for_update(of=("self",)).get(pk=synonyms.pk)
    before, kept.words, kept.changed_by = str(kept), "\n".join(words), user
    if str(kept) != before:
        kept.save(update_fields=["words", "changed_by", "changed_at"])
        _log(user, kept, before=before, after=str(kept))
    return kept


@transaction.atomic
def remove_synonyms(*, user: User, synonyms: SynonymSet) -> None:
    """Let each word find only itself again. Safe to run twice."""
    require_keeper(user, synonyms.community)
    if SynonymSet.objects.filter(pk=synonyms.pk).delete()[0]:
        _log(user, synonyms, before=str(synonyms))


def require_keeper(user: User, community: CommunityPage | None) -> None:
    """Raise PermissionDenied unless this person keeps the synonyms of this community, or (None) of all."""
    if community is None and not is_curator_of_all(user):
        raise PermissionDenied("Only curators of the whole site keep synonyms for all communities.")
    if community is not None and not can(user, Verb.CURATE, community):
        raise PermissionDenied("Only curators of a community keep its synonyms.")


def _log(user: User, synonyms: SynonymSet, *, before: str = "", after: str = "") -> None:
    CuratorChange.objects.create(
        about=CuratorChange.About.SYNONYMS,
        community=synonyms.community,
        user=user,
        before=before,
        after=after,
    )
