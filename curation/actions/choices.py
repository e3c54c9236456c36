"""Keeping a choice of pieces that is half made."""

from __future__ import annotations

from django.db import transaction
from django.http import QueryDict
from django.utils import timezone

from communities.permissions import Verb
from core.policy import require
from curation.models import Practice, SavedChoice
from people.models import User

MAX_CHARS = 500_000
_NOT_KEPT = ("csrfmiddlewaretoken", "save", "part")


class TooMuch(ValueError):
    """The form is too large to be kept; the message is for the person."""


@transaction.atomic
def save_choice(*, user: User, practice: Practice, form: QueryDict) -> SavedChoice:
    """Keep the fields of the promote page, in the place of those kept before. Raises TooMuch."""
    require(user, Verb.CURATE, practice)
    kept = form.copy()
    for name in _NOT_KEPT:
        kept.pop(name, None)
    words = kept.urlencode()
    if len(words) > MAX_CHARS:
        raise TooMuch("This choice is too long to be kept. Leave pieces out, then save it again.")
    values = {"form": words, "saved_at": timezone.now()}
    saved, _ = SavedChoice.objects.update_or_create(practice=practice, curator=user, defaults=values)
    return saved


def saved_choice(user: User, practice: Practice) -> SavedChoice | None:
    """What this curator kept of this practice."""
    return SavedChoice.objects.filter(practice=practice, curator=user).first()


@transaction.atomic
def forget_choice(*, user: User, practice: Practice) -> None:
    """Throw away what this curator kept, so that the page proposes anew."""
    require(user, Verb.CURATE, practice)
    SavedChoice.objects.filter(practice=practice, curator=user).delete()
